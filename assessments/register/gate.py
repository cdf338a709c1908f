"""May this place be entered? We never grant entry: we say what the competent authority released.

Pure functions of plain values. A place is tested with its position error plus 25 m. Suspected or confirmed ground is
`not_released` for everyone; outside every polygon of a site where the hazard regime applies, ground is `unknown`,
which means no. A clearance counts once two officers confirmed it, and lapses with any later change of control,
fighting or closing inside it, counted from the earliest possible day of that change (field practice A1 to A6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from assessments.kit.geometry import GeoJSON, buffered

MARGIN_M = 25.0
LAPSING = frozenset({"control_changed", "fighting", "closed"})

ENTERS_GROUND = frozenset({"field_visual", "field_measured", "photogrammetry", "laser_scan"})
"""Methods whose recorder stands on the ground assessed. A drone is judged where its pilot stands."""


@dataclass(frozen=True, slots=True)
class Zone:
    id: UUID
    outline: GeoJSON
    status: str
    surveyed_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A clearance reduced to what the gate needs; `confirmed_on` is None until a second officer confirms it."""

    id: UUID
    outline: GeoJSON
    status: str
    depth_cm: int | None
    certificate_no: str
    authority: str
    issued_on: date
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """An access change; an empty outline means the whole site."""

    id: UUID
    kind: str
    earliest: date
    outline: GeoJSON | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything on file about a site's ground."""

    regime: str
    zones: Sequence[Zone] = ()
    releases: Sequence[Release] = ()
    changes: Sequence[Change] = ()


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
    lapsed_on: date | None = None

    @property
    def is_released(self) -> bool:
        return self.status in ("released", "not_applicable")


def judge(ground: Ground, place: GeoJSON | None, on: date, *, error_m: float = 0.0) -> GateAnswer:
    """The answer for one place on one day."""
    if ground.regime == "not_applicable":
        return GateAnswer("not_applicable", "regime_not_applicable")
    if place is None:
        return GateAnswer("unknown", "no_place")
    area = buffered(place, MARGIN_M + error_m)
    releases = [one for one in ground.releases if _counts(one, on) and shape(one.outline).intersects(area)]
    in_force = [one for one in releases if lapsed_on(one, ground.changes, on) is None]
    hazards = [one for one in ground.zones if _hazardous(one, on) and shape(one.outline).intersects(area)]
    remaining = [zone for zone in hazards if not _released_since(zone, area, in_force)]
    if remaining:
        return GateAnswer("not_released", _worst(remaining), zones=[zone.id for zone in remaining])
    if closed := _closed(ground.changes, area, on):
        return GateAnswer("not_released", "closed", lapsed_on=closed.earliest)
    if in_force and _union(in_force).covers(area):
        return _released(in_force)
    lapses = [day for one in releases if (day := lapsed_on(one, ground.changes, on))]
    if lapses:
        return GateAnswer("unknown", "clearance_lapsed", [], [one.id for one in releases], lapsed_on=max(lapses))
    if in_force:
        return GateAnswer("unknown", "only_partly_released", [], [one.id for one in in_force])
    return GateAnswer("unknown", "no_survey" if not ground.zones else "outside_surveyed_ground")


def _counts(one: Release, on: date) -> bool:
    return one.confirmed_on is not None and one.confirmed_on <= on and one.issued_on <= on


def _hazardous(zone: Zone, on: date) -> bool:
    return zone.surveyed_on <= on and (zone.closed_on is None or zone.closed_on > on)


def lapsed_on(one: Release, changes: Sequence[Change], on: date) -> date | None:
    """The earliest day on which this release lapsed, if it did by `on`."""
    outline = shape(one.outline)
    days = [
        change.earliest
        for change in changes
        if change.kind in LAPSING
        and one.issued_on <= change.earliest <= on
        and (change.outline is None or shape(change.outline).intersects(outline))
    ]
    return min(days, default=None)


def _released_since(zone: Zone, area: BaseGeometry, in_force: Sequence[Release]) -> bool:
    """Whether later releases cover all that the place shares with the zone. In doubt about the day: no."""
    later = [one for one in in_force if one.issued_on > zone.surveyed_on]
    return bool(later) and bool(_union(later).covers(area.intersection(shape(zone.outline))))


def _closed(changes: Sequence[Change], area: BaseGeometry, on: date) -> Change | None:
    """The closing in force over the place, if the latest change there is 'closed' or 'fighting'."""
    here = [
        change
        for change in changes
        if change.earliest <= on and (change.outline is None or shape(change.outline).intersects(area))
    ]
    last = max(here, key=lambda change: (change.earliest, change.kind == "closed"), default=None)
    return last if last and last.kind in ("closed", "fighting") else None


def _union(releases: Sequence[Release]) -> BaseGeometry:
    return shapely.union_all([shape(one.outline) for one in releases])


def _worst(zones: Sequence[Zone]) -> str:
    order = ["confirmed", "recontaminated", "clearance_in_progress", "survey_in_progress", "suspected"]
    return min((zone.status for zone in zones), key=lambda one: order.index(one) if one in order else 0)


def _released(in_force: Sequence[Release]) -> GateAnswer:
    """Combines the releases that cover the ground to the weakest: surface only when any has no depth."""
    depths = [one.depth_cm for one in in_force]
    newest = max(in_force, key=lambda one: one.issued_on)
    depth = None if any(one is None for one in depths) else min(one for one in depths if one is not None)
    return GateAnswer(
        "released", newest.status, [], [one.id for one in in_force], depth, newest.certificate_no, newest.authority,
        newest.issued_on,
    )  # fmt: skip
