"""The damage state of monuments, on any day and as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from assessments.damage import rules
from assessments.damage.models import DamageReport
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.models import ConditionInterval, Incident, Monument

OUTSIDERS_DELAY = timedelta(days=30)


def as_verified_reports(reports: Iterable[DamageReport]) -> list[rules.VerifiedReport]:
    """Reports as inputs for `rules`; reports that were never verified are left out."""
    found = []
    for one in reports:
        if one.verified_at is None or one.first_seen is None or one.last_seen is None:
            continue
        found.append(
            rules.VerifiedReport(
                one.id, one.damage, one.method, one.first_seen, one.last_seen, one.certainty, one.verified_at,
                one.scope == "whole", _invalidated_at(one), one.supersedes_id,
                {ruling.stands_id: ruling.written_at for ruling in one.overruled.all()},
            )
        )  # fmt: skip
    return found


def _invalidated_at(report: DamageReport) -> datetime | None:
    if report.retracted_at:
        return report.retracted_at
    if report.status == "superseded":
        successors = [one.verified_at for one in report.superseded_by.all() if one.verified_at]
        return min(successors, default=report.updated_at)
    return None


@dataclass(frozen=True, slots=True)
class DamageState:
    """`grade` is None when there is no verified report: not assessed."""

    grade: str | None
    report: UUID | None = None
    method: str = ""
    seen_on: date | None = None
    certainty: str = ""
    is_remote: bool = False
    before_incident: bool = False
    disputed: bool = False
    disputed_by: tuple[str, ...] = ()


def visible_known_at(actor: Actor, site_id: UUID, known_at: datetime | None) -> datetime | None:
    """The moment to query as known at: non-members see what was known 30 days ago."""
    if register_policy.is_member(actor, site_id) or actor.is_system:
        return known_at
    latest = clock.recorded_now() - OUTSIDERS_DELAY
    return min(known_at, latest) if known_at else latest


def damage_state(
    actor: Actor, monument: Monument, on: date | None = None, known_at: datetime | None = None
) -> DamageState:
    """The damage state of one monument, by the rule of `rules.winner`."""
    day = on or clock.today()
    rows = ever_verified([monument.id])
    counting = rules.counted(as_verified_reports(rows), visible_known_at(actor, monument.site_id, known_at))
    incidents = _incident_days([monument.id]).get(monument.id, [])
    return _state(counting, day, incidents)


@dataclass(frozen=True, slots=True)
class PartState:
    """What the newest verified report that saw this part says of it."""

    label: str
    grade: str
    report: UUID
    method: str
    seen_on: date


def part_states(
    actor: Actor, monument: Monument, on: date | None = None, known_at: datetime | None = None
) -> list[PartState]:
    """The states of a monument's parts; a report on parts never changes the whole."""
    day, moment = on or clock.today(), visible_known_at(actor, monument.site_id, known_at)
    rows = [one for one in ever_verified([monument.id]) if one.scope == "parts"]
    known = {one.id for one in as_verified_reports(rows) if _is_known(one, moment) and one.last_seen <= day}
    newest: dict[str, PartState] = {}
    for row in sorted((one for one in rows if one.id in known), key=lambda one: (one.last_seen, one.verified_at)):
        for label in row.seen:
            assert row.last_seen is not None
            newest[label] = PartState(label, row.damage, row.id, row.method, row.last_seen)
    return sorted(newest.values(), key=lambda one: one.label)


def _is_known(one: rules.VerifiedReport, moment: datetime | None) -> bool:
    if moment is None:
        return one.invalidated_at is None
    return one.verified_at <= moment and (one.invalidated_at is None or one.invalidated_at > moment)


def ever_verified(monument_ids: Iterable[UUID]) -> QuerySet[DamageReport]:
    """Every report of these monuments that was ever verified, with what replaced or overruled it; three queries."""
    rows = DamageReport.objects.filter(monument_id__in=monument_ids, verified_at__isnull=False)
    return rows.prefetch_related("superseded_by", "overruled")


def _state(counting: list[rules.VerifiedReport], day: date, incidents: list[date]) -> DamageState:
    best = rules.winner(counting, day)
    if best is None:
        return DamageState(None)
    others = [
        one
        for one in counting
        if rules.disagree(best, one) and one.last_seen <= day and not _explained(best, one, incidents)
    ]
    return DamageState(
        best.grade, best.id, best.method, best.last_seen, best.certainty, best.is_remote,
        any(best.last_seen < one <= day for one in incidents), bool(others), tuple(one.grade for one in others),
    )  # fmt: skip


def _explained(one: rules.VerifiedReport, other: rules.VerifiedReport, incidents: list[date]) -> bool:
    first, last = sorted((one.last_seen, other.last_seen))
    return any(first < day <= last for day in incidents)


def _incident_days(monument_ids: list[UUID]) -> dict[UUID, list[date]]:
    rows = Incident.objects.filter(monuments__in=monument_ids, last_day__isnull=False, proposed=False)
    days: dict[UUID, list[date]] = {}
    for monument_id, day in rows.values_list("monuments", "last_day"):
        if day:
            days.setdefault(monument_id, []).append(day)
    return days


def states_at(ids: list[UUID], day: date, moment: datetime) -> dict[UUID, DamageState]:
    """As known at a moment: worked out from the reports; two queries."""
    incidents = _incident_days(ids)
    by_monument: dict[UUID, list[DamageReport]] = {}
    for row in ever_verified(ids):
        by_monument.setdefault(row.monument_id, []).append(row)
    states = {
        monument_id: _state(rules.counted(as_verified_reports(rows), moment), day, incidents.get(monument_id, []))
        for monument_id, rows in by_monument.items()
    }
    return {monument_id: state for monument_id, state in states.items() if state.grade is not None}


def timeline(actor: Actor, monument: Monument) -> list[ConditionInterval]:
    """The damage state of a monument over time, oldest first; for its team."""
    if not register_policy.is_member(actor, monument.site_id):
        return []
    return list(ConditionInterval.objects.filter(monument=monument).order_by("during"))


def states_today(actor: Actor, monuments: list[Monument], on: date | None = None) -> dict[UUID, ConditionInterval]:
    """Grades of a list of monuments on one site, as far as the reader may know them yet."""
    visible = [one.id for one in monuments if register_policy.is_member(actor, one.site_id)]
    return register.condition_on(visible, on or clock.today())


def states_known(actor: Actor, monuments: list[Monument], on: date, known_at: datetime) -> dict[UUID, DamageState]:
    """Damage states of a list of monuments on a day, as known at a moment."""
    return states_at([one.id for one in monuments if register_policy.is_member(actor, one.site_id)], on, known_at)
