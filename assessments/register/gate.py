"""May this place be entered? We never grant entry: we say what the competent authority released.

Pure functions of plain values. A place is tested with its position error plus 25 m. Zones and closings come before
everything else, on every site: suspected or confirmed ground is `not_released` for everyone, whatever regime is
stated. Outside every polygon of a site where explosive hazards may be present, ground is `unknown`, which means no.
A clearance counts once two officers confirmed it, until its validity ends, and lapses with any change of control,
fighting or closing inside it, counted from the earliest instant at which that change may have happened; a reopening
counts from the latest (field practice A1 to A6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from uuid import UUID

import shapely
from shapely.geometry import Polygon, shape
from shapely.geometry.base import BaseGeometry

from assessments.kit.geometry import GeoJSON, buffered

MARGIN_M = 25.0
LAPSING = frozenset({"control_changed", "fighting", "closed"})
CLOSING = frozenset({"fighting", "closed"})
UNSETTLING = frozenset({"control_changed", "fighting"})
"""What makes an earlier statement that no explosive hazards apply doubtful."""

ENTERS_GROUND = frozenset({"field_visual", "field_measured", "photogrammetry", "laser_scan"})
"""Methods whose recorder stands on the ground assessed."""
FROM_ELSEWHERE = frozenset({"drone"})
"""Methods whose operator stands on ground too, but not on the ground assessed: judged where they stand."""

LONG_AGO = datetime.min.replace(tzinfo=UTC)

NOWHERE = Polygon()
"""Ground outside every outline."""


@dataclass(frozen=True)
class Outlined:
    """Abstract: something on file with an outline; none means the whole site."""

    id: UUID
    outline: GeoJSON | None

    @cached_property
    def area(self) -> BaseGeometry | None:
        return shape(self.outline) if self.outline is not None else None

    def concerns(self, place: BaseGeometry) -> bool:
        return self.area is None or bool(self.area.intersects(place))


@dataclass(frozen=True)
class Zone(Outlined):
    status: str
    surveyed_on: date
    closed_on: date | None = None


@dataclass(frozen=True)
class Release(Outlined):
    """A clearance reduced to what the gate needs; `confirmed_on` is None until a second officer confirms it."""

    status: str
    depth_cm: int | None
    certificate_no: str
    authority: str
    issued_on: date
    confirmed_on: date | None
    valid_until: date | None = None


@dataclass(frozen=True)
class Change(Outlined):
    """An access change. `earliest` None: it may have happened at any earlier time; `latest` None: at any later."""

    kind: str
    earliest: date | None
    latest: date | None
    recorded_at: datetime = LONG_AGO

    def may_have_happened_by(self, day: date) -> bool:
        return self.earliest is None or self.earliest <= day

    def may_follow(self, day: date) -> bool:
        """Whether it may have happened on that day or later."""
        return self.latest is None or self.latest >= day


@dataclass(frozen=True)
class Permit(Outlined):
    """Leave to enter unknown ground under escort, on one day: the mine action authority's, only kept here."""

    reference: str
    escort: str
    day: date


@dataclass(frozen=True, slots=True)
class Regime:
    """What somebody stated about explosive hazards on a site, and on which ground they said so."""

    status: str
    stated_by: str = ""
    stated_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything on file about a site's ground."""

    regime: Regime
    zones: Sequence[Zone] = ()
    releases: Sequence[Release] = ()
    changes: Sequence[Change] = ()
    permits: Sequence[Permit] = ()


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """`status` is not_released, released, unknown or not_applicable; the rest says why."""

    status: str
    because: str
    zones: list[UUID] = field(default_factory=list)
    clearances: list[UUID] = field(default_factory=list)
    depth_cm: int | None = None
    certificate_no: str = ""
    authority: str = ""
    released_on: date | None = None
    valid_until: date | None = None
    lapsed_on: date | None = None
    permit: Permit | None = None
    regime: Regime = Regime("not_stated")

    @property
    def is_released(self) -> bool:
        return self.status in ("released", "not_applicable")

    @property
    def is_within_what_was_allowed(self) -> bool:
        """Whether somebody who entered did so on released ground, or under a permit for that day."""
        return self.is_released or self.permit is not None


def judge(ground: Ground, place: GeoJSON | None, on: date, *, error_m: float = 0.0) -> GateAnswer:
    """The answer for one place on one day."""
    if place is None:
        return _without_place(ground, on)
    return _judged(ground, buffered(place, MARGIN_M + error_m), on)


def elsewhere(ground: Ground, on: date) -> GateAnswer:
    """The answer for all ground of the site that lies outside every outline on file."""
    return _judged(ground, NOWHERE, on)


def _without_place(ground: Ground, on: date) -> GateAnswer:
    """Of something whose place is not on file: it may lie in any outline."""
    whole = elsewhere(ground, on)
    anywhere = any(_hazardous(one, on) for one in ground.zones) or any(
        one.kind in CLOSING and one.may_have_happened_by(on) for one in ground.changes
    )
    if whole.status == "not_released" or (whole.status == "not_applicable" and not anywhere):
        return whole
    return GateAnswer("unknown", "no_place", regime=ground.regime)


def _judged(ground: Ground, place: BaseGeometry, on: date) -> GateAnswer:
    regime = ground.regime
    releases = [one for one in ground.releases if _counts(one, on) and one.concerns(place)]
    lapses = {one.id: lapsed_on(one, ground.changes, on) for one in releases}
    in_force = [one for one in releases if lapses[one.id] is None]
    hazards = [one for one in ground.zones if _hazardous(one, on) and one.concerns(place)]
    if remaining := [zone for zone in hazards if not _released_since(zone, place, in_force)]:
        return GateAnswer("not_released", _worst(remaining), zones=[zone.id for zone in remaining], regime=regime)
    if closed := _closed(ground.changes, place, on):
        return GateAnswer("not_released", "closed", lapsed_on=closed.earliest or closed.latest, regime=regime)
    if in_force and _union(in_force).covers(place):
        return _released(in_force, regime)
    unsettled = _unsettled(ground, place, on)
    if regime.status == "not_applicable" and not unsettled:
        return GateAnswer("not_applicable", "regime_not_applicable", regime=regime)
    permit = next((one for one in ground.permits if one.day == on and one.area and one.area.covers(place)), None)
    if place.is_empty:
        permit = None
    if lapsed := [day for day in lapses.values() if day]:
        return GateAnswer("unknown", "clearance_lapsed", [], [one.id for one in releases], lapsed_on=max(lapsed),
                          permit=permit, regime=regime)  # fmt: skip
    if in_force:
        return GateAnswer("unknown", "only_partly_released", [], [one.id for one in in_force], permit=permit,
                          regime=regime)  # fmt: skip
    if unsettled:
        return GateAnswer("unknown", "regime_before_change", lapsed_on=unsettled.earliest or unsettled.latest,
                          permit=permit, regime=regime)  # fmt: skip
    because = "no_survey" if not ground.zones else "outside_surveyed_ground"
    return GateAnswer("unknown", because, permit=permit, regime=regime)


def _counts(one: Release, on: date) -> bool:
    return one.confirmed_on is not None and one.confirmed_on <= on and one.issued_on <= on


def _hazardous(zone: Zone, on: date) -> bool:
    return zone.surveyed_on <= on and (zone.closed_on is None or zone.closed_on > on)


def lapsed_on(one: Release, changes: Sequence[Change], on: date) -> date | None:
    """The earliest day on which this release may have lapsed, if it may have by `on`: by a change on or after its day
    of issue, or by the end of its validity."""
    area = one.area
    assert area is not None
    days = [
        max(change.earliest or one.issued_on, one.issued_on)
        for change in changes
        if change.kind in LAPSING and change.may_follow(one.issued_on) and change.concerns(area)
    ]
    if one.valid_until and one.valid_until < on:
        days.append(one.valid_until)
    return min((day for day in days if day <= on), default=None)


def _released_since(zone: Zone, place: BaseGeometry, in_force: Sequence[Release]) -> bool:
    """Whether later releases cover all that the place shares with the zone. In doubt about the day: no."""
    later = [one for one in in_force if one.issued_on > zone.surveyed_on]
    return bool(later) and bool(_union(later).covers(_shared(zone, place)))


def _shared(one: Outlined, place: BaseGeometry) -> BaseGeometry:
    return place if one.area is None else place.intersection(one.area)


def _closed(changes: Sequence[Change], place: BaseGeometry, on: date) -> Change | None:
    """The newest closing in force over the place: one that may have happened by then, and that no later reopening
    covers."""
    closings = [one for one in changes if one.kind in CLOSING and one.may_have_happened_by(on) and one.concerns(place)]
    reopenings = [one for one in changes if one.kind == "reopened" and one.latest is not None and one.latest <= on]
    standing = [one for one in closings if not _reopened_since(one, reopenings, place)]
    return max(standing, key=lambda one: one.earliest or date.min, default=None)


def _reopened_since(closing: Change, reopenings: Sequence[Change], place: BaseGeometry) -> bool:
    """Whether reopenings that surely came after the closing cover all that the place shares with it."""
    later = [one for one in reopenings if _surely_after(one, closing)]
    if any(one.area is None for one in later):
        return True
    areas = [one.area for one in later if one.area is not None]
    return bool(areas) and bool(shapely.union_all(areas).covers(_shared(closing, place)))


def _surely_after(reopening: Change, closing: Change) -> bool:
    """On one and the same day the one recorded later is the later one."""
    if reopening.earliest is None or closing.latest is None:
        return False
    return (reopening.earliest, reopening.recorded_at) > (closing.latest, closing.recorded_at)


def _unsettled(ground: Ground, place: BaseGeometry, on: date) -> Change | None:
    """The first fighting or change of control since no hazards were said to apply."""
    stated = ground.regime.stated_on
    if ground.regime.status != "not_applicable" or stated is None:
        return None
    since = [
        one
        for one in ground.changes
        if one.kind in UNSETTLING and one.may_follow(stated) and one.may_have_happened_by(on) and one.concerns(place)
    ]
    return min(since, key=lambda one: one.earliest or date.min, default=None)


def _union(releases: Sequence[Release]) -> BaseGeometry:
    return shapely.union_all([one.area for one in releases])


def _worst(zones: Sequence[Zone]) -> str:
    order = ["confirmed", "recontaminated", "clearance_in_progress", "survey_in_progress", "suspected"]
    return min((zone.status for zone in zones), key=lambda one: order.index(one) if one in order else 0)


def _released(in_force: Sequence[Release], regime: Regime) -> GateAnswer:
    """Combines the releases that cover the ground to the weakest: surface only when any has no depth."""
    depths = [one.depth_cm for one in in_force]
    newest = max(in_force, key=lambda one: one.issued_on)
    ends = [one.valid_until for one in in_force if one.valid_until]
    depth = None if any(one is None for one in depths) else min(one for one in depths if one is not None)
    return GateAnswer(
        "released", newest.status, [], [one.id for one in in_force], depth, newest.certificate_no, newest.authority,
        newest.issued_on, min(ends, default=None), regime=regime,
    )  # fmt: skip
