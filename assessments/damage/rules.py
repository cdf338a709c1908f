"""Pure rules: which report determines the damage state, validation, computed priority. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

GRADE_NUMBER = {"none": 0, "slight": 1, "moderate": 2, "heavy": 3, "very_heavy": 4, "destroyed": 5}
CERTAINTY_RANK = {"negligible": 1, "low": 2, "medium": 3, "high": 4, "definite": 5}
REMOTE = frozenset({"satellite", "aerial_photo", "open_source_media", "witness", "archive"})
DISAGREEMENT_WINDOW = timedelta(days=31)
DAYS_UNTIL_OLD, DAYS_UNTIL_OLD_UNDER_THREAT = 365, 90
"""After how many days an assessment counts as old; the shorter one where something threatens (decision 0028)."""


@dataclass(frozen=True, slots=True)
class Age:
    """How many days ago a damage state was seen, and whether something threatens the monument."""

    days: int
    is_threatened: bool

    @property
    def days_until_old(self) -> int:
        return DAYS_UNTIL_OLD_UNDER_THREAT if self.is_threatened else DAYS_UNTIL_OLD

    @property
    def is_old(self) -> bool:
        return self.days > self.days_until_old


@dataclass(frozen=True, slots=True)
class VerifiedReport:
    """Input of the damage state rule. Imagery is dated by its acquisition, never by its analysis."""

    id: UUID
    grade: str
    method: str
    first_seen: date
    last_seen: date
    certainty: str
    verified_at: datetime
    is_whole: bool = True
    invalidated_at: datetime | None = None
    """When it was superseded or retracted, if it was."""
    supersedes: UUID | None = None
    overruled_by: Mapping[UUID, datetime] = field(default_factory=dict)
    """Reports that stand against this one by a written adjudication, and since when."""

    @property
    def is_remote(self) -> bool:
        return self.method in REMOTE

    def order(self) -> tuple[date, int, datetime, UUID]:
        return self.last_seen, CERTAINTY_RANK.get(self.certainty, 0), self.verified_at, self.id


def counted(reports: Iterable[VerifiedReport], known_at: datetime | None) -> list[VerifiedReport]:
    """Whole-scope reports with a known grade that were verified, and not yet replaced or retracted, by `known_at`."""
    found = [
        one
        for one in reports
        if one.is_whole
        and one.grade in GRADE_NUMBER
        and (known_at is None or one.verified_at <= known_at)
        and (one.invalidated_at is None or (known_at is not None and one.invalidated_at > known_at))
    ]
    return found if known_at is None else [_as_known(one, known_at) for one in found]


def _as_known(one: VerifiedReport, known_at: datetime) -> VerifiedReport:
    """The report without the adjudications that were not yet written."""
    if all(since <= known_at for since in one.overruled_by.values()):
        return one
    return replace(one, overruled_by={other: since for other, since in one.overruled_by.items() if since <= known_at})


def winner(reports: Sequence[VerifiedReport], on: date) -> VerifiedReport | None:
    """Of counted reports seen wholly on or before `on`, the one with the latest last-seen day; when that one is remote
    and field reports fall inside its span, the latest of those. Ties: certainty, verified_at, id.

    Where a written adjudication holds another of these reports against that one, the other stands.
    """
    past = [one for one in reports if one.last_seen <= on]
    latest = max(past, key=VerifiedReport.order, default=None)
    if latest is not None and latest.is_remote:
        inside = [
            one
            for one in past
            if not one.is_remote and latest.first_seen <= one.last_seen and one.first_seen <= latest.last_seen
        ]
        latest = max(inside, key=VerifiedReport.order, default=latest)
    return _upheld(latest, past) if latest is not None else None


def _upheld(best: VerifiedReport, past: Sequence[VerifiedReport]) -> VerifiedReport:
    """Follow adjudications from the report that would win to the one upheld against it; stops at a cycle."""
    passed = {best.id}
    while standing := [one for one in past if one.id in best.overruled_by and one.id not in passed]:
        best = max(standing, key=VerifiedReport.order)
        passed.add(best.id)
    return best


def disagree(one: VerifiedReport, other: VerifiedReport) -> bool:
    """Whether two reports that saw about the same days come to different grades, and nobody settled it in writing."""
    apart = max(one.first_seen, other.first_seen) - min(one.last_seen, other.last_seen)
    settled = one.id in other.overruled_by or other.id in one.overruled_by
    return one.id != other.id and one.grade != other.grade and apart <= DISAGREEMENT_WINDOW and not settled


@dataclass(frozen=True, slots=True)
class Interval:
    """The state from `since` until the day before `until` (None: until further notice)."""

    since: date
    until: date | None
    report: VerifiedReport
    is_disputed: bool


def intervals(reports: Iterable[VerifiedReport], incidents: Sequence[date] = ()) -> list[Interval]:
    """The damage state over time as known now: one interval for each run of days with the same winner, undisputed or
    disputed throughout. What was seen only later disputes nothing before."""
    counting = counted(reports, None)
    days = sorted({one.last_seen for one in counting})
    found: list[Interval] = []
    ends: list[date | None] = [*days[1:], None]
    for day, following in zip(days, ends[: len(days)], strict=True):
        best = winner(counting, day)
        assert best is not None
        disputed = any(
            disagree(best, one) and one.last_seen <= day and not _between(best, one, incidents) for one in counting
        )
        if found and (found[-1].report.id, found[-1].is_disputed) == (best.id, disputed):
            found[-1] = Interval(found[-1].since, following, best, disputed)
        else:
            found.append(Interval(day, following, best, disputed))
    return found


def _between(one: VerifiedReport, other: VerifiedReport, incidents: Sequence[date]) -> bool:
    """An incident between two reports explains why they differ."""
    first, last = sorted((one.last_seen, other.last_seen))
    return any(first < day <= last for day in incidents)


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem in a report: `code` and JSON pointer to the field; the caller builds the translated sentence."""

    code: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The values of a report that the validation rules look at."""

    method: str
    damage: str
    extent: str
    scope: str
    certainty: str
    first_seen: date | None
    last_seen: date | None
    submitted_on: date
    seen: Sequence[str] = ()
    standing_parts: Sequence[str] = ()
    """Known parts that still stood when they were last seen, and that this report does not name as seen."""
    change_reason: str = ""
    narrative: str = ""
    cordon_m: float | None = None
    cordon_reason: str = ""
    height_m: float | None = None
    pilot_is_placed: bool = False
    hazards_apply: bool = False
    """Whether explosive hazards may be present on the site."""
    photographs: int = 0
    camera_distance_m: float | None = None
    """How far from the monument the farthest of its cameras says it was; None where none says."""
    last_grade: str = ""
    findings: Sequence[FindingDraft] = ()


@dataclass(frozen=True, slots=True)
class FindingDraft:
    has_effects: bool
    has_measures: bool
    extent: str
    effect_ids: Sequence[str] = field(default_factory=tuple)


MAX_CAMERA_DISTANCE_M = 1000.0
"""No camera on the ground sees a monument from further away."""

MIN_EXTENT_PERCENT = {"destroyed": 61, "very_heavy": 11}


def contradictions(draft: Draft) -> list[Issue]:
    """Errors that block submission."""
    return [*_missing(draft), *_dates(draft), *_grade_issues(draft), *_finding_issues(draft), *_cordon_issues(draft)]


def _grade_issues(draft: Draft) -> list[Issue]:
    found = []
    high = _upper_percent(draft.extent)
    if draft.damage == "none" and high:
        found.append(Issue("none_with_extent", "/extent"))
    if draft.damage in GRADE_NUMBER and GRADE_NUMBER[draft.damage] > 0 and draft.extent == "none_visible":
        found.append(Issue("damage_without_extent", "/extent"))
    if draft.damage in MIN_EXTENT_PERCENT and high is not None and 0 < high < MIN_EXTENT_PERCENT[draft.damage]:
        found.append(Issue("grade_against_extent", "/extent"))
    if draft.damage == "none" and draft.method in REMOTE:
        found.append(Issue("none_from_afar", "/damage"))
    if draft.damage == "destroyed" and draft.scope == "whole" and draft.standing_parts:
        found.append(Issue("part_still_stands", "/damage"))
    return found


def _finding_issues(draft: Draft) -> list[Issue]:
    found = []
    for index, finding in enumerate(draft.findings):
        if not finding.has_effects:
            found.append(Issue("finding_without_effect", f"/findings/{index}/effects"))
        if "none" in finding.effect_ids and len(finding.effect_ids) > 1:
            found.append(Issue("none_beside_effects", f"/findings/{index}/effects"))
        if finding.has_measures and draft.method == "field_distance":
            found.append(Issue("measured_from_afar", f"/findings/{index}/measurements"))
    return found


def _cordon_issues(draft: Draft) -> list[Issue]:
    """A cordon of once the height is the least that is advised (domain S9); who sets a smaller one says why."""
    is_small = draft.cordon_m is not None and bool(draft.height_m) and draft.cordon_m < (draft.height_m or 0)
    return [Issue("cordon_below_height", "/cordon_reason")] if is_small and not draft.cordon_reason.strip() else []


def _missing(draft: Draft) -> list[Issue]:
    found = []
    if not draft.damage:
        found.append(Issue("missing", "/damage"))
    if not draft.extent:
        found.append(Issue("missing", "/extent"))
    if draft.scope == "parts" and not draft.seen:
        found.append(Issue("parts_not_named", "/seen"))
    return found


def _dates(draft: Draft) -> list[Issue]:
    if draft.last_seen is None:
        return [Issue("missing", "/observed")]
    if draft.last_seen > draft.submitted_on:
        return [Issue("future", "/observed")]
    return []


def _upper_percent(extent: str) -> int | None:
    ranges = {"none_visible": 0, "p01_10": 10, "p11_30": 30, "p31_60": 60, "p61_90": 90, "p91_100": 100}
    return ranges.get(extent)


UNCONFIRMABLE = frozenset({"changed_without_reason"})
"""Doubts that whoever submits on a page answers by saying why; the field's own software, which cannot know what was
verified meanwhile, has them kept as warnings."""


def doubts(draft: Draft) -> list[Issue]:
    """Unusual values that need confirmation; once confirmed they are stored as warnings."""
    found = []
    now, last = GRADE_NUMBER.get(draft.damage), GRADE_NUMBER.get(draft.last_grade)
    if now is not None and last is not None and now != last and not draft.change_reason:
        found.append(Issue("changed_without_reason", "/change_reason"))
    if not draft.photographs and draft.method not in ("witness", "archive"):
        found.append(Issue("no_photographs", "/photos"))
    if (
        draft.camera_distance_m is not None
        and draft.camera_distance_m > MAX_CAMERA_DISTANCE_M
        and draft.method not in REMOTE
    ):
        found.append(Issue("camera_far_away", "/photos"))
    if draft.damage == "none" and draft.method == "field_distance" and draft.certainty in ("high", "definite"):
        found.append(Issue("sure_of_absence_from_afar", "/certainty"))
    if draft.method == "drone" and draft.hazards_apply and not draft.pilot_is_placed:
        found.append(Issue("pilot_not_placed", "/pilot_location"))
    return found


@dataclass(frozen=True, slots=True)
class Urgency:
    """A computed priority and its reasons as codes. It never overwrites the one a person set."""

    priority: str
    reasons: tuple[str, ...]


HEAVY = 3
"""The grade from which damage is heavy."""

WINTER = {"north": frozenset({9, 10, 11, 12, 1, 2, 3}), "south": frozenset({3, 4, 5, 6, 7, 8, 9})}
"""The months in which an open roof meets rain and frost, from one before they begin."""


def urgency(
    *, damage: str, posting: str, safety_hazards: str, intervention: str, factors: Iterable[tuple[str, str]],
    month: int | None = None, hemisphere: str = "north",
) -> Urgency:  # fmt: skip
    """After EAMENA's five bands: danger to people first, then exposure and active factors, then the grade.

    `factors` are (type, probability). Exposure is who and what is in harm's way: people inside, whatever the
    probability given, and an open roof from one month before winter (`month` 1 to 12; None: not asked).
    """
    grade = GRADE_NUMBER.get(damage, 0)
    listed = list(factors)
    active = {kind for kind, probability in listed if probability in ("probable", "planned")}
    dangers = _dangers(active, posting, safety_hazards)
    people_inside = any(kind == "people_inside" for kind, _probability in listed)
    exposure = ["people_inside"] if people_inside and (dangers or grade >= HEAVY) else []
    if dangers and (intervention == "yes" or "collapse_risk" in active or exposure):
        return Urgency("emergency", (*dangers, *exposure))
    if "open_roof" in active and month in WINTER[hemisphere] and damage != "destroyed":
        exposure.append("open_roof_before_winter")
    exposed = active & {"open_roof", "rain", "flood", "looting", "fighting", "stone_robbing"}
    reasons = [*dangers, *exposure, *(f"factor_{kind}" for kind in sorted(exposed - _covered_by(exposure)))]
    if exposure or (grade in (HEAVY, HEAVY + 1) and (exposed or intervention == "yes" or reasons)):
        return Urgency("urgent", (*reasons, *(["heavy_damage"] if grade >= HEAVY else [])))
    if intervention == "yes" or grade >= HEAVY:
        return Urgency("high", (*reasons, "intervention_asked" if intervention == "yes" else "heavy_damage"))
    if grade >= 1 or reasons:
        return Urgency("medium", (*reasons, "some_damage"))
    return Urgency("low", tuple(reasons))


def _dangers(active: set[str], posting: str, safety_hazards: str) -> list[str]:
    found = ["risk_of_collapse"] if "collapse_risk" in active else []
    found += ["posted_unsafe"] if posting == "unsafe" else []
    return found + (["hazards_seen"] if safety_hazards == "yes" else [])


def _covered_by(exposure: Sequence[str]) -> set[str]:
    """Factors that a more specific exposure reason already covers."""
    return {"open_roof"} if "open_roof_before_winter" in exposure else set()
