"""Figures of a site: counts by grade with their denominators (by number, area and OUV attribute), now and over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from assessments.damage import rules
from assessments.damage.queries import counting
from assessments.damage.queries.state import DamageState, states_at, visible_known_at
from assessments.kit.actor import Actor
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.models import Monument, Site

MAX_STEPS = 30
MAX_MONUMENTS_DRAWN = 500
"""The chart over time is left out for sites with more monuments than this."""


@dataclass(frozen=True, slots=True)
class ByArea:
    """Square metres by grade. Only monuments whose area is on file enter: `with_area` of `on_list`."""

    with_area: int
    on_list: int
    total_m2: Decimal
    assessed_m2: Decimal
    by_grade: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class AttributeFigures:
    """One attribute of Outstanding Universal Value: of the monuments that convey it, how many stand in which grade.
    It is a count of monuments, no measure of the value."""

    code: str
    text: Mapping[str, str]
    on_list: int
    assessed: int
    by_grade: dict[str, int]

    @property
    def damaged(self) -> int:
        return self.assessed - self.by_grade.get("none", 0)

    @property
    def not_assessed(self) -> int:
        return self.on_list - self.assessed


@dataclass
class Summary:
    """A site's figures. No share without its denominator: `on_list` and `not_assessed` stand beside every count."""

    on: date
    on_list: int
    list_is_complete: bool
    assessed: int = 0
    not_assessed: int = 0
    by_field: int = 0
    by_remote: int = 0
    by_grade: dict[str, int] = field(default_factory=dict)
    before_incident: int = 0
    disputed: int = 0
    oldest_seen: date | None = None
    groups_on_list: int = 0
    groups_assessed: int = 0
    groups_none_or_slight: int = 0
    by_area: ByArea | None = None
    attributes: list[AttributeFigures] = field(default_factory=list)

    @property
    def none_or_slight(self) -> int:
        return self.by_grade.get("none", 0) + self.by_grade.get("slight", 0)

    @property
    def worse(self) -> int:
        return self.assessed - self.none_or_slight


def summary(actor: Actor, site: Site, on: date | None = None, known_at: datetime | None = None) -> Summary:
    """Counts by damage grade over the monuments that were on the list at `known_at`, each counted once: a group of
    tombs is counted by its tombs. Beside it the same with each group taken as one, so that nobody has to guess what
    was counted.
    """
    day = on or site.today
    moment = visible_known_at(actor, site.id, known_at)
    if moment is None:
        return _summary_now(site, day)
    rows = register.on_the_list(site.id, moment)
    listed = {id_: (parent, area, conveys) for id_, parent, area, conveys in rows.values_list(
        "pk", "parent", "area_m2", "conveys")}  # fmt: skip
    parents = {id_: parent for id_, (parent, _area, _conveys) in listed.items()}
    groups = set(parents.values()) & set(parents)
    ids = [one for one in parents if one not in groups]
    states = states_at(ids, day, moment)
    found = Summary(day, len(ids), site.list_is_complete)
    _count(found, states)
    _count_groups(found, ids, parents, states)
    found.by_area = _by_area({one: listed[one][1] for one in ids}, states)
    found.attributes = _attribute_figures(site, {one: listed[one][2] for one in ids}, states)
    return found


def _by_area(areas: dict[UUID, Decimal | None], states: dict[UUID, DamageState]) -> ByArea | None:
    """None where no area is on file: nothing can be said by area then."""
    known = {one: area for one, area in areas.items() if area}
    by_grade = {grade: Decimal(0) for grade in rules.GRADE_NUMBER}
    for one, area in known.items():
        if one in states:
            by_grade[str(states[one].grade)] += area
    return _area(len(known), len(areas), sum(known.values(), Decimal(0)), by_grade)


def _area(with_area: int, on_list: int, total: Decimal, by_grade: dict[str, Decimal]) -> ByArea | None:
    assessed = sum(by_grade.values(), Decimal(0))
    return ByArea(with_area, on_list, total, assessed, by_grade) if with_area else None


def _attribute_figures(
    site: Site, conveys: dict[UUID, list[str]], states: dict[UUID, DamageState]
) -> list[AttributeFigures]:
    counted = Counter(
        (code, states[one].grade if one in states else None) for one, codes in conveys.items() for code in codes
    )
    return _attributes(site, counted)


def _attributes(site: Site, counted: Mapping[tuple[str, str | None], int]) -> list[AttributeFigures]:
    found = []
    for attribute in site.attributes:
        code = attribute["code"]
        by_grade = {grade: counted.get((code, grade), 0) for grade in rules.GRADE_NUMBER}
        assessed = sum(by_grade.values())
        on_list = assessed + counted.get((code, None), 0)
        found.append(AttributeFigures(code, attribute["text"], on_list, assessed, by_grade))
    return found


def _summary_now(site: Site, day: date) -> Summary:
    """As known now, counted by PostgreSQL from the stored intervals. A test checks that `summary` agrees with it."""
    found = Summary(day, 0, site.list_is_complete)
    found.by_grade = dict.fromkeys(rules.GRADE_NUMBER, 0)
    areas = {grade: Decimal(0) for grade in rules.GRADE_NUMBER}
    with_area, total_area = 0, Decimal(0)
    counted, groups = counting.by_grade(site.id, day)
    for row in counted:
        found.on_list += row.count
        with_area, total_area = with_area + row.with_area, total_area + row.area_m2
        if row.grade is None:
            continue
        found.by_grade[row.grade], areas[row.grade] = row.count, row.area_m2
        found.by_remote += row.remote
        found.before_incident += row.before_incident
        found.disputed += row.disputed
        found.oldest_seen = min(row.oldest_seen, found.oldest_seen or row.oldest_seen)
    found.groups_on_list, found.groups_assessed, found.groups_none_or_slight = groups
    found.assessed = sum(found.by_grade.values())
    found.not_assessed, found.by_field = found.on_list - found.assessed, found.assessed - found.by_remote
    found.by_area = _area(with_area, found.on_list, total_area, areas)
    if site.attributes:
        found.attributes = _attributes(site, counting.by_attribute(site.id, day))
    return found


def _count(found: Summary, states: dict[UUID, DamageState]) -> None:
    grades: Counter[str] = Counter()
    for state in states.values():
        assert state.grade is not None
        grades[state.grade] += 1
        found.by_remote += state.is_remote
        found.before_incident += state.before_incident
        found.disputed += state.disputed
        if state.seen_on and (found.oldest_seen is None or state.seen_on < found.oldest_seen):
            found.oldest_seen = state.seen_on
    found.assessed = sum(grades.values())
    found.by_field = found.assessed - found.by_remote
    found.not_assessed = found.on_list - found.assessed
    found.by_grade = {grade: grades.get(grade, 0) for grade in rules.GRADE_NUMBER}


def _count_groups(
    found: Summary, ids: list[UUID], parents: dict[UUID, UUID | None], states: dict[UUID, DamageState]
) -> None:
    """A group is in no or slight damage only when all that was assessed of it is."""
    members: dict[UUID, list[UUID]] = {}
    for one in ids:
        members.setdefault(parents[one] or one, []).append(one)
    found.groups_on_list = len(members)
    for group in members.values():
        grades = [states[one].grade for one in group if one in states]
        found.groups_assessed += bool(grades)
        found.groups_none_or_slight += bool(grades) and all(grade in ("none", "slight") for grade in grades)


@dataclass(frozen=True, slots=True)
class Step:
    """How many monuments stood in which grade from a day on; the rest of the list was not assessed."""

    since: date
    by_grade: dict[str, int]


def grade_history(actor: Actor, site: Site, until: date) -> list[Step]:
    """Grades of a site's monuments over time, as known now, oldest first; empty for non-members.

    One aggregate over the stored intervals: a beginning adds one, an end subtracts one. Returns at most `MAX_STEPS`
    steps; a longer series is thinned out, keeping the later step of each span.
    """
    if not register_policy.is_member(actor, site.id):
        return []
    listed = Monument.objects.filter(site=site, merged_into__isnull=True, provisional=False)
    if listed.count() > MAX_MONUMENTS_DRAWN:
        return []
    steps: list[Step] = []
    standing: Counter[str] = Counter()
    for day, changes in counting.changes(site.id, until).items():
        standing.update(changes)
        steps.append(Step(day, {grade: standing[grade] for grade in rules.GRADE_NUMBER}))
    every = -(-len(steps) // MAX_STEPS) or 1
    return steps[::-1][::every][::-1]


def causes(actor: Actor, site: Site, on: date) -> dict[str, int]:
    """How many monuments were damaged by what, as known now; empty for non-members. A monument stands under each cause
    that the report behind its state names."""
    return counting.by_cause(site.id, on) if register_policy.is_member(actor, site.id) else {}
