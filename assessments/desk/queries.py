"""The task list of the home page: at most five kinds of pending work with counts and the oldest age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.audit.queries import Line, latest_on_sites
from assessments.damage import queries as damage
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.register import policy as register
from assessments.register.models import Clearance, HazardZone
from assessments.register.roles import May
from assessments.restoration import queries as restoration
from assessments.sync import queries as sync


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of pending work: label, count, age of the oldest item, and link."""

    verb: str
    count: int
    oldest: datetime | None
    url: str
    concerns_life: bool = False

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


COUNT_LIMIT = 1000
"""Counting stops here; larger counts are displayed as 'more than'."""


def _count(rows: Any, moment: str) -> tuple[int, datetime | None]:
    first = rows.values_list(moment, flat=True).first()
    return rows.order_by()[: COUNT_LIMIT + 1].count(), first


def _ground_closed(actor: Actor) -> Waiting:
    mine = register.rows_where(actor, May.KEEP_SAFETY, "site_id")
    rows = HazardZone.objects.filter(mine, is_suspicious_object=True, closed_on__isnull=True).order_by("created_at")
    return Waiting(_("Ground closed"), *_count(rows, "created_at"), reverse("safety"), concerns_life=True)


def _second_signature(actor: Actor) -> Waiting:
    mine = register.rows_where(actor, May.KEEP_SAFETY, "site_id")
    rows = Clearance.objects.filter(mine, confirmed_by__isnull=True).exclude(entered_by_id=actor.user_id)
    return Waiting(_("Clearances to confirm"), *_count(rows.order_by("created_at"), "created_at"), reverse("safety"))


def _returned(actor: Actor) -> Waiting:
    return Waiting(_("Returned to me"), *_count(damage.returned_to(actor), "updated_at"), reverse("outbox"))


def _conflicts(actor: Actor) -> Waiting:
    rows = sync.conflicts(actor).order_by("received_at")
    return Waiting(_("Conflicts to decide"), *_count(rows, "received_at"), reverse("conflicts"))


def _to_verify(actor: Actor) -> Waiting:
    return Waiting(_("To verify"), *_count(damage.reports_awaiting(actor), "submitted_at"), reverse("queue"))


def _to_decide(actor: Actor) -> Waiting:
    rows = restoration.plans_to_decide(actor)
    return Waiting(_("To decide"), *_count(rows, "state_since"), reverse("plans") + "?waiting=decision")


def _letters(actor: Actor) -> Waiting:
    rows = restoration.plans_with_letters(actor)
    return Waiting(_("Decisions to confirm"), *_count(rows, "state_since"), reverse("plans") + "?waiting=letter")


def _to_pass(actor: Actor) -> Waiting:
    rows = restoration.plans_awaiting_internal_review(actor)
    url = reverse("plans") + "?status=internal_review"
    return Waiting(_("Plans in internal review"), *_count(rows, "state_since"), url)


def _plans_returned(actor: Actor) -> Waiting:
    rows = restoration.plans_returned_to(actor)
    return Waiting(_("Plans that came back"), *_count(rows, "state_since"), reverse("plans") + "?waiting=returned")


def _failed_photographs(actor: Actor) -> Waiting:
    rows = evidence.unreadable_photos(actor)
    return Waiting(_("Failed photographs"), *_count(rows, "finished_at"), reverse("outbox"))


def _photographs_to_ask_about(actor: Actor) -> Waiting:
    rows = evidence.photos_to_ask_about(actor).order_by("created_at")
    return Waiting(_("Photographs: say who is in them"), *_count(rows, "created_at"), reverse("photographs-people"))


def latest_change(actor: Actor) -> Line | None:
    """The newest line of history on the reader's sites."""
    standing = register.standing(actor)
    return latest_on_sites(None if standing.sees_all else standing.site_ids)
