"""The damage state of monuments, on any day and as known at any moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from assessments.damage import rules
from assessments.damage.models import DamageReport, Factor
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.names import folded
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.models import ConditionInterval, Incident, Monument, Part, Site

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
    day = on or monument.site.today
    rows = ever_verified([monument.id])
    counting = rules.counted(as_verified_reports(rows), visible_known_at(actor, monument.site_id, known_at))
    incidents = _incident_days([monument.id], known_at).get(monument.id, [])
    return _state(counting, day, incidents)


def age_of(actor: Actor, monument: Monument, state: DamageState, on: date) -> rules.Age | None:
    """The age of a damage state on a day, for the site's team; None where nothing was assessed. Something threatens
    where its report names a factor other than "none known", and where nobody has stated that no explosive hazards are
    to be expected."""
    return ages_of(actor, monument.site, {monument.id: state}, on).get(monument.id)


def ages_of(
    actor: Actor, site: Site, states: Mapping[UUID, DamageState | ConditionInterval], on: date
) -> dict[UUID, rules.Age]:
    """The ages of the damage states of a site's monuments, as `age_of` judges each, with one query."""
    if not register_policy.is_member(actor, site.id):
        return {}
    reports = {key: one.report if isinstance(one, DamageState) else one.report_id for key, one in states.items()}
    factors = Factor.objects.filter(report__in=reports.values()).exclude(category="none_known")
    threatened = set(factors.values_list("report_id", flat=True))
    is_ruled_out = site.hazard_regime == "not_applicable"
    return {
        key: rules.Age((on - one.seen_on).days, not is_ruled_out or reports[key] in threatened)
        for key, one in states.items()
        if one.seen_on is not None
    }


def states_before(actor: Actor, site: Site, states: Mapping[UUID, DamageState | ConditionInterval]) -> dict[UUID, str]:
    """By monument the grade that its present one followed on, for the site's team: the last that was another one.
    Monuments that never stood otherwise are left out."""
    if not states or not register_policy.is_member(actor, site.id):
        return {}
    past = ConditionInterval.objects.filter(monument__in=states, during__upper_inf=False).order_by("-during")
    found: dict[UUID, str] = {}
    for monument, grade in past.values_list("monument", "grade"):
        if grade != states[monument].grade:
            found.setdefault(monument, grade)
    return found


@dataclass(frozen=True, slots=True)
class PartState:
    """What the newest verified report that saw this part says of it; a part on the register that none saw has no
    grade."""

    label: str
    grade: str | None = None
    report: UUID | None = None
    method: str = ""
    seen_on: date | None = None
    part: UUID | None = None
    is_proposed: bool = False


def part_states(
    actor: Actor, monument: Monument, on: date | None = None, known_at: datetime | None = None
) -> list[PartState]:
    """The states of a monument's parts, those on the register first; a report on parts never changes the whole."""
    day, moment = on or monument.site.today, visible_known_at(actor, monument.site_id, known_at)
    parts = {str(one.id): one for one in Part.objects.filter(monument=monument).order_by("sort_key", "id")}
    newest = _newest_part_states(monument.id, day, moment)
    may_name = register_policy.is_member(actor, monument.site_id) or monument.sensitivity == "open"
    if not may_name:
        return []
    found = [
        replace(newest.pop(key, PartState("")), label=one.label, part=one.id, is_proposed=one.provisional)
        for key, one in parts.items()
    ]
    return [*found, *sorted(newest.values(), key=lambda one: one.label)]


def _newest_part_states(monument_id: UUID, day: date, moment: datetime | None) -> dict[str, PartState]:
    """By id of the part, or by its words in reports from before parts were rows: what the newest report says of it. A
    whole that is destroyed takes the parts with it that its report names."""
    rows = [one for one in ever_verified([monument_id]) if one.scope == "parts" or one.damage == "destroyed"]
    known = {one.id for one in as_verified_reports(rows) if _is_known(one, moment) and one.last_seen <= day}
    newest: dict[str, PartState] = {}
    for row in sorted((one for one in rows if one.id in known), key=lambda one: (one.last_seen, one.verified_at)):
        for key in row.seen_parts or row.seen:
            newest[key] = PartState(key, row.damage, row.id, row.method, row.last_seen)
    return newest


def standing_parts(report: DamageReport) -> list[str]:
    """The names of the monument's parts that stood when they were last seen, by the day of this report, and that it
    does not name as seen itself."""
    if report.last_seen is None or report.damage != "destroyed" or report.scope != "whole":
        return []
    states = _newest_part_states(report.monument_id, report.last_seen, None)
    parts = {str(one.id): one for one in Part.objects.filter(monument_id=report.monument_id)}
    named = {folded(one) for one in report.seen}
    found = []
    for key, state in states.items():
        label = parts[key].label if key in parts else key
        stands = state.grade in rules.GRADE_NUMBER and state.grade != "destroyed"
        if stands and key not in named and folded(label) not in named:
            found.append(label)
    return found


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


def _incident_days(monument_ids: list[UUID], known_at: datetime | None) -> dict[UUID, list[date]]:
    rows = Incident.objects.filter(monuments__in=monument_ids, last_day__isnull=False, proposed=False)
    if known_at:
        rows = rows.filter(created_at__lte=known_at)
    days: dict[UUID, list[date]] = {}
    for monument_id, day in rows.values_list("monuments", "last_day"):
        if day:
            days.setdefault(monument_id, []).append(day)
    return days


def states_at(ids: list[UUID], day: date, moment: datetime) -> dict[UUID, DamageState]:
    """As known at a moment: worked out from the reports; two queries."""
    incidents = _incident_days(ids, moment)
    by_monument: dict[UUID, list[DamageReport]] = {}
    for row in ever_verified(ids):
        by_monument.setdefault(row.monument_id, []).append(row)
    states = {
        monument_id: _state(rules.counted(as_verified_reports(rows), moment), day, incidents.get(monument_id, []))
        for monument_id, rows in by_monument.items()
    }
    return {monument_id: state for monument_id, state in states.items() if state.grade is not None}


def timeline(actor: Actor, monument: Monument, *, verified_by: datetime | None = None) -> list[ConditionInterval]:
    """The damage state of a monument over time, oldest first; for its team. `verified_by` leaves out what rests on
    reports that were verified after that moment.
    """
    if not register_policy.is_member(actor, monument.site_id):
        return []
    rows = ConditionInterval.objects.filter(monument=monument).order_by("during")
    if verified_by:
        known = DamageReport.objects.filter(monument=monument, verified_at__lte=verified_by).values("pk")
        rows = rows.filter(report_id__in=known)
    return list(rows)


def states_today(actor: Actor, monuments: Collection[Any], on: date | None = None) -> dict[UUID, ConditionInterval]:
    """Grades of a list of monuments on one site, as far as the reader may know them yet."""
    visible = [one.id for one in monuments if register_policy.is_member(actor, one.site_id)]
    return register.condition_on(visible, on or clock.latest_day())


def states_known(actor: Actor, monuments: Collection[Any], on: date, known_at: datetime) -> dict[UUID, DamageState]:
    """Damage states of a list of monuments on a day, as known at a moment."""
    return states_at([one.id for one in monuments if register_policy.is_member(actor, one.site_id)], on, known_at)
