"""Urgent monuments of a site: those whose newest report has an emergency or urgent priority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from assessments.damage import policy, rules
from assessments.damage.models import DamageReport, Factor
from assessments.kit.actor import Actor
from assessments.register import policy as register

URGENT_PRIORITIES = ("emergency", "urgent")
MAX_SHOWN = 12
MAX_CANDIDATES = 100
EXPOSING_FACTORS = ("open_roof", "people_inside")


@dataclass(frozen=True, slots=True)
class UrgentReport:
    """An urgent monument. `set_by_person`: the priority was set by a person and overrides the computed one."""

    report: DamageReport
    priority: str
    set_by_person: bool
    reasons: tuple[str, ...]
    """Codes of the reasons for the computed priority; `sentences.reason` has their text."""
    days_old: int

    def order(self) -> tuple[int, int, str]:
        return URGENT_PRIORITIES.index(self.priority), -self.days_old, self.report.monument.sort_key


def urgency_of(report: DamageReport, on: date) -> rules.Urgency:
    """The computed priority of a report on a day, with its reasons; its factors and monument are expected at hand."""
    south = report.monument.north is not None and report.monument.north < 0
    return rules.urgency(
        damage=report.damage, posting=report.posting, safety_hazards=report.safety_hazards,
        intervention=report.intervention_required,
        factors=[(one.type, one.probability) for one in report.factors.all()], month=on.month,
        hemisphere="south" if south else "north",
    )  # fmt: skip


def urgent_reports(
    actor: Actor, site_id: UUID, on: date, known_at: datetime | None = None, *, among: int = MAX_CANDIDATES
) -> list[UrgentReport]:
    """Most urgent first, then the longest unseen. Unverified submitted reports are included, because danger does not
    wait for verification. Judged are `among` that press and as many that may have come to press. With `known_at`, of
    what was submitted by then and still stands. Empty for non-members of the site.
    """
    if not register.is_member(actor, site_id):
        return []
    rows = policy.visible_reports(actor).filter(
        site_id=site_id, status__in=("submitted", "verified"), last_seen__lte=on, monument__merged_into__isnull=True
    )
    if known_at:
        rows = rows.filter(submitted_at__lte=known_at)
    newer = DamageReport.objects.filter(
        Q(last_seen__gt=OuterRef("last_seen")) | Q(last_seen=OuterRef("last_seen"), id__gt=OuterRef("id")),
        monument=OuterRef("monument"), status__in=("submitted", "verified"), last_seen__lte=on,
    )  # fmt: skip
    if known_at:
        newer = newer.filter(submitted_at__lte=known_at)
    newest = rows.filter(~Exists(newer)).select_related("monument").prefetch_related("factors")
    press = newest.filter(priority_in_force__in=URGENT_PRIORITIES).order_by("priority_in_force", "last_seen", "id")
    # A report that was not urgent when submitted may have become so, for example because winter is near.
    exposed = Exists(Factor.objects.filter(report=OuterRef("pk"), type__in=EXPOSING_FACTORS))
    since = newest.filter(exposed).exclude(priority_in_force__in=URGENT_PRIORITIES).order_by("last_seen", "id")
    found = [_urgent_report(one, on) for one in (*press[:among], *since[:among])]
    return sorted((one for one in found if one), key=UrgentReport.order)[:MAX_SHOWN]


def _urgent_report(report: DamageReport, on: date) -> UrgentReport | None:
    computed = urgency_of(report, on)
    priority = report.priority or computed.priority
    if priority not in URGENT_PRIORITIES or report.last_seen is None:
        return None
    return UrgentReport(report, priority, bool(report.priority), computed.reasons, (on - report.last_seen).days)
