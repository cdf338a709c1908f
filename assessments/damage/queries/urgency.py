"""What cannot wait on a site: the newest word on each monument, where it says that something must be done soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from assessments.damage import policy, rules
from assessments.damage.models import DamageReport, Factor
from assessments.kit.actor import Actor
from assessments.register import policy as register

PRESSING = ("emergency", "urgent")
MOST = 12
CANDIDATES = 100
EXPOSING = ("open_roof", "people_inside")


@dataclass(frozen=True, slots=True)
class Pressing:
    """One monument that cannot wait. `set_by_person`: somebody chose this priority, and it stands over the computed."""

    report: DamageReport
    priority: str
    set_by_person: bool
    reasons: tuple[str, ...]
    """Codes of what the computed priority rests on; `sentences.reason` has their words."""
    days_old: int

    def order(self) -> tuple[int, int, str]:
        return PRESSING.index(self.priority), -self.days_old, self.report.monument.sort_key


def urgency_of(report: DamageReport, on: date) -> rules.Urgency:
    """The computed priority of a report on a day, with its reasons; its factors and monument are expected at hand."""
    south = report.monument.north is not None and report.monument.north < 0
    return rules.urgency(
        damage=report.damage, posting=report.posting, safety_hazards=report.safety_hazards,
        intervention=report.intervention_required,
        factors=[(one.type, one.probability) for one in report.factors.all()], month=on.month,
        hemisphere="south" if south else "north",
    )  # fmt: skip


def cannot_wait(actor: Actor, site_id: UUID, on: date) -> list[Pressing]:
    """Most pressing first, the longest unseen before the others. A report that still waits for verification speaks too:
    danger does not wait for a signature. For the site's team only."""
    if not register.is_member(actor, site_id):
        return []
    rows = policy.visible_reports(actor).filter(
        site_id=site_id, status__in=("submitted", "verified"), last_seen__lte=on, monument__merged_into__isnull=True
    )
    newer = DamageReport.objects.filter(
        Q(last_seen__gt=OuterRef("last_seen")) | Q(last_seen=OuterRef("last_seen"), id__gt=OuterRef("id")),
        monument=OuterRef("monument"), status__in=("submitted", "verified"), last_seen__lte=on,
    )  # fmt: skip
    newest = rows.filter(~Exists(newer)).select_related("monument").prefetch_related("factors")
    press = newest.filter(priority_in_force__in=PRESSING).order_by("priority_in_force", "last_seen", "id")
    # What was not pressing when it was handed over may be by now: winter comes.
    exposed = Exists(Factor.objects.filter(report=OuterRef("pk"), type__in=EXPOSING))
    since = newest.filter(exposed).exclude(priority_in_force__in=PRESSING).order_by("last_seen", "id")
    found = [_judged(one, on) for one in (*press[:CANDIDATES], *since[:CANDIDATES])]
    return sorted((one for one in found if one), key=Pressing.order)[:MOST]


def _judged(report: DamageReport, on: date) -> Pressing | None:
    computed = urgency_of(report, on)
    priority = report.priority or computed.priority
    if priority not in PRESSING or report.last_seen is None:
        return None
    return Pressing(report, priority, bool(report.priority), computed.reasons, (on - report.last_seen).days)
