"""The task list of the home page: at most five kinds of pending work with counts and the oldest age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.damage import queries as damage
from assessments.desk import cards
from assessments.desk.cards import Card
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.register import policy as register
from assessments.register.models import Clearance, HazardZone
from assessments.register.roles import May
from assessments.restoration import queries as restoration
from assessments.sync import queries as sync


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of pending work: label, count, when the oldest began to wait, link and sign; the oldest few as cards."""

    verb: str
    count: int
    oldest: datetime | None
    url: str
    icon: str
    concerns_life: bool = False
    cards: Sequence[Card] = ()

    @property
    def is_many(self) -> bool:
        return self.count > COUNT_LIMIT

    @property
    def displayed_count(self) -> int:
        return min(self.count, COUNT_LIMIT)


def waiting_for(actor: Actor) -> list[Waiting]:
    found = [
        _ground_closed(actor),
        _second_signature(actor),
        _returned(actor),
        _conflicts(actor),
        _to_verify(actor),
        _to_decide(actor),
        _letters(actor),
        _to_pass(actor),
        _plans_returned(actor),
        _failed_photographs(actor),
        _photographs_to_ask_about(actor),
    ]
    return [one for one in found if one.count][:5]


SHOWN = 4
"""How many of each kind are shown with their picture."""
COUNT_LIMIT = 1000
"""Counting stops here; larger counts are displayed as 'more than'."""


def _count(rows: Any, moment: str) -> tuple[int, datetime | None]:
    first = rows.values_list(moment, flat=True).first()
    return rows.order_by()[: COUNT_LIMIT + 1].count(), first


def _of_plans(actor: Actor, verb: str, rows: Any, url: str, icon: str) -> Waiting:
    counted = _count(rows, "state_since")
    shown = cards.of_plans(actor, rows.prefetch_related("monuments")[:SHOWN]) if counted[0] else ()
    return Waiting(verb, *counted, url, icon, cards=shown)


def _ground_closed(actor: Actor) -> Waiting:
    mine = register.rows_where(actor, May.KEEP_SAFETY, "site_id")
    rows = HazardZone.objects.filter(mine, is_suspicious_object=True, closed_on__isnull=True).order_by("created_at")
    counted = _count(rows, "created_at")
    return Waiting(_("Ground closed"), *counted, reverse("safety"), "exclamation-triangle", concerns_life=True)


def _second_signature(actor: Actor) -> Waiting:
    mine = register.rows_where(actor, May.KEEP_SAFETY, "site_id")
    rows = Clearance.objects.filter(mine, confirmed_by__isnull=True).exclude(entered_by_id=actor.user_id)
    counted = _count(rows.order_by("created_at"), "created_at")
    return Waiting(_("Clearances to confirm"), *counted, reverse("safety"), "clipboard-check")


def _returned(actor: Actor) -> Waiting:
    rows = damage.returned_to(actor)
    counted = _count(rows, "updated_at")
    shown = cards.of_reports(actor, rows.select_related("author")[:SHOWN], page="report-write") if counted[0] else ()
    return Waiting(_("Returned to me"), *counted, reverse("outbox"), "arrow-return-left", cards=shown)


def _conflicts(actor: Actor) -> Waiting:
    rows = sync.conflicts(actor).order_by("received_at")
    return Waiting(_("Conflicts to decide"), *_count(rows, "received_at"), reverse("conflicts"), "sign-merge-right")


def _to_verify(actor: Actor) -> Waiting:
    rows = damage.reports_awaiting(actor)
    counted = _count(rows, "submitted_at")
    shown = cards.of_reports(actor, rows[:SHOWN]) if counted[0] else ()
    return Waiting(_("To verify"), *counted, reverse("queue"), "patch-check", cards=shown)


def _to_decide(actor: Actor) -> Waiting:
    rows = restoration.plans_to_decide(actor)
    return _of_plans(actor, _("To decide"), rows, reverse("plans") + "?waiting=decision", "pen")


def _letters(actor: Actor) -> Waiting:
    rows = restoration.plans_with_letters(actor)
    return _of_plans(actor, _("Decisions to confirm"), rows, reverse("plans") + "?waiting=letter", "envelope-check")


def _to_pass(actor: Actor) -> Waiting:
    rows = restoration.plans_awaiting_internal_review(actor)
    url = reverse("plans") + "?status=internal_review"
    return _of_plans(actor, _("Plans in internal review"), rows, url, "rulers")


def _plans_returned(actor: Actor) -> Waiting:
    rows = restoration.plans_returned_to(actor)
    return _of_plans(
        actor, _("Plans that came back"), rows, reverse("plans") + "?waiting=returned", "arrow-return-left"
    )


def _failed_photographs(actor: Actor) -> Waiting:
    rows = evidence.unreadable_photos(actor)
    return Waiting(_("Failed photographs"), *_count(rows, "finished_at"), reverse("outbox"), "file-earmark-x")


def _photographs_to_ask_about(actor: Actor) -> Waiting:
    rows = evidence.photos_to_ask_about(actor).order_by("created_at")
    counted = _count(rows, "created_at")
    return Waiting(_("Photographs: say who is in them"), *counted, reverse("photographs-people"), "people")
