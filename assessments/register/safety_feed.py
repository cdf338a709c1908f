"""The small feed on a site's ground that clients fetch before all else, at most 20 kB whatever the size of the site.

It carries one answer for the site, and of the monuments only those whose answer differs from it. What does not fit is
left out on the safe side: hazardous outlines grow to their hulls, and monuments left out are `unknown`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
import shapely
from shapely.geometry import mapping, shape

from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.geometry import GeoJSON, degrees_of
from assessments.register import gate, ground
from assessments.register.models import Monument, Site

MAX_BYTES = 20_000
Outlines = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]
"""Zones, clearances, access changes."""
OUTLINE_BYTES = 9_000
"""Room for outlines; the rest is for the monuments whose answer differs."""
ROOM_FOR_FRAME = 600


class Answer(msgspec.Struct, kw_only=True, omit_defaults=True):
    status: str
    because: str
    depth_cm: int | None = None
    certificate_no: str = ""
    released_on: date | None = None
    valid_until: date | None = None
    lapsed_on: date | None = None
    permit: str = ""
    """The reference of the leave to enter under escort today."""


class MonumentAnswer(Answer, kw_only=True, omit_defaults=True):
    monument: UUID


class RegimeOut(msgspec.Struct, kw_only=True):
    status: str
    stated_by: str
    stated_on: date | None
    source: str


class SafetyOut(msgspec.Struct, kw_only=True):
    site: UUID
    regime: str
    regime_stated: RegimeOut
    on: date
    server_time: datetime
    unknown_after_hours: int
    contact: str
    answer: Answer
    """Of every place that lies in no outline here, and of every monument that is not listed while `complete`."""
    zones: list[dict[str, Any]]
    clearances: list[dict[str, Any]]
    access_changes: list[dict[str, Any]]
    permits: list[dict[str, Any]]
    outlines: str
    """`exact`; or `enlarged`: hazardous outlines are hulls, and those of clearances are left out."""
    monuments: list[MonumentAnswer]
    complete: bool
    """Whether every monument whose answer differs is listed. If not, those that are not listed are `unknown`."""


def feed_of(by: Actor, site: Site) -> SafetyOut:
    """The feed of a site as of today, for a member."""
    today = site.today
    on_site = ground.ground_of(site)
    everywhere = gate.elsewhere(on_site, today)
    zones, clearances, changes, outlines = _outlines(by, site, today)
    permits = [one for one in on_site.permits if one.day == today]
    feed = SafetyOut(
        site=site.id, regime=site.hazard_regime, regime_stated=_regime(on_site.regime), on=today,
        server_time=clock.recorded_now(), unknown_after_hours=site.unknown_after_hours,
        contact=site.mine_action_contact, answer=Answer(**_facts(everywhere)), zones=zones, clearances=clearances,
        access_changes=changes,
        permits=[{"id": one.id, "reference": one.reference, "day": one.day, "outline": one.outline} for one in permits],
        outlines=outlines, monuments=[], complete=True,
    )  # fmt: skip
    _add_monuments(feed, _differing(site, on_site, everywhere, today))
    return feed


def _regime(one: gate.Regime) -> RegimeOut:
    return RegimeOut(status=one.status, stated_by=one.stated_by, stated_on=one.stated_on, source=one.source[:300])


def _facts(answer: gate.GateAnswer) -> dict[str, Any]:
    return {
        "status": answer.status, "because": answer.because, "depth_cm": answer.depth_cm,
        "certificate_no": answer.certificate_no, "released_on": answer.released_on,
        "valid_until": answer.valid_until, "lapsed_on": answer.lapsed_on,
        "permit": answer.permit.reference if answer.permit else "",
    }  # fmt: skip


def _add_monuments(feed: SafetyOut, differing: Iterator[tuple[UUID, gate.GateAnswer]]) -> None:
    """As many as fit, ground that is not released first."""
    lines = sorted(differing, key=lambda one: (one[1].status != "not_released", one[0]))
    room = MAX_BYTES - ROOM_FOR_FRAME - len(msgspec.json.encode(feed))
    for monument, answer in lines:
        line = MonumentAnswer(monument=monument, **_facts(answer))
        room -= len(msgspec.json.encode(line)) + 1
        if room < 0:
            feed.complete = False
            return
        feed.monuments.append(line)


def _says_another(answer: gate.GateAnswer, everywhere: gate.GateAnswer) -> bool:
    """Whether it tells anybody on the ground something else; two reasons for the same no do not."""
    told = [(one.status, one.depth_cm, one.certificate_no, one.permit) for one in (answer, everywhere)]
    return told[0] != told[1]


def _differing(
    site: Site, on_site: gate.Ground, everywhere: gate.GateAnswer, on: date
) -> Iterator[tuple[UUID, gate.GateAnswer]]:
    """The monuments whose answer differs from the site's. Only those near an outline are looked at one by one, and of
    these one for each set of outlines that they lie in wholly."""
    rows = Monument.objects.filter(site=site, merged_into__isnull=True)
    columns = ("pk", "west", "south", "east", "north", "location_error_m", "movable")
    fixed: list[tuple[Any, ...]] = []
    others: list[tuple[Any, ...]] = []
    for row in rows.values_list(*columns):
        (others if row[1] is None or row[6] else fixed).append(row)
    near = _near_outlines(on_site, fixed)
    moved = rows.filter(pk__in=[row[0] for row in others if row[6]])
    for one in ground.access_to(site, [*rows.filter(pk__in=list(near)), *moved], on, on_site=on_site, alike=near):
        if _says_another(one.answer, everywhere):
            yield one.monument.pk, one.answer
    placeless = [row[0] for row in others if not row[6]]
    if placeless:
        answer = gate.judge(on_site, site.boundary, on)
        if _says_another(answer, everywhere):
            yield from ((pk, answer) for pk in placeless)


def _near_outlines(on_site: gate.Ground, rows: Sequence[tuple[Any, ...]]) -> dict[UUID, tuple[Any, ...] | None]:
    """Monuments that an outline touches; with the outlines that cover them wholly when no other touches them: whoever
    shares these shares the answer. None where some outline covers a part only."""
    outlined = [*on_site.zones, *on_site.releases, *on_site.changes, *on_site.permits]
    areas = [one.area for one in outlined if one.area is not None]
    if not (areas and rows):
        return {}
    boxes = np.array([row[1:5] for row in rows], dtype=float)
    margin = np.array([degrees_of(gate.MARGIN_M + (row[5] or 0), max(abs(row[2]), abs(row[4]))) for row in rows])
    around = shapely.box(
        boxes[:, 0] - margin, boxes[:, 1] - margin, boxes[:, 2] + margin, boxes[:, 3] + margin
    )  # fmt: skip
    shapely.prepare(areas)
    monuments, touched = shapely.STRtree(areas).query(around, predicate="intersects")
    whole = shapely.covers(np.array(areas, dtype=object)[touched], around[monuments])
    found: dict[UUID, tuple[Any, ...] | None] = {}
    for monument, outline, is_whole in zip(monuments, touched, whole, strict=True):
        pk = rows[monument][0]
        before = found.get(pk, ())
        found[pk] = (*before, int(outline)) if before is not None and is_whole else None
    return {pk: tuple(sorted(key)) if key is not None else None for pk, key in found.items()}


def _outlines(
    by: Actor, site: Site, today: date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]], str]:
    """What is on file, exact if it fits, else enlarged: (zones, clearances, access changes, which of the two)."""
    zones, clearances, changes = ground.on_file(by, site.id)
    standing = [one for one in zones if one.closed_on is None or one.closed_on > today]
    lapsed = ground.lapses(site, clearances, changes, today)
    found: Outlines = (
        [{"id": one.id, "status": one.status, "since": one.surveyed_on, "outline": one.location} for one in standing],
        [
            {
                "id": one.id, "status": one.status, "depth_cm": one.depth_cm, "certificate_no": one.certificate_no,
                "issued_on": one.issued_on, "valid_until": one.valid_until, "outline": one.location,
                "opens": one.confirmed_at is not None and one.id not in lapsed,
            }
            for one in clearances
            if not one.withdrawn_at
        ],
        [
            {"id": one.id, "kind": one.kind, "first_day": one.first_day, "last_day": one.last_day,
             "outline": one.location}
            for one in changes
        ],
    )  # fmt: skip
    if _size(found) <= OUTLINE_BYTES:
        return *found, "exact"
    return *_enlarged(found), "enlarged"


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))


def _enlarged(found: Outlines) -> Outlines:
    """Hulls instead of hazardous outlines; clearances that open ground without theirs; of the changes the newest. If
    even that does not fit, one hull around all hazardous ground."""
    zones, clearances, changes = found
    hulls = [one | {"outline": _hull([one["outline"]])} for one in zones]
    opening = [one | {"outline": None} for one in clearances if one["opens"]][:20]
    newest = [one | {"outline": one["outline"] and _hull([one["outline"]])} for one in changes[:12]]
    if _size(hulls) > OUTLINE_BYTES - _size(opening) - _size(newest):
        hulls = [zones[0] | {"outline": _hull([one["outline"] for one in zones])}]
    return hulls, opening, newest


def _hull(outlines: Sequence[GeoJSON]) -> GeoJSON:
    """A hull of few corners around all outlines, never smaller than they are."""
    hull = shapely.union_all([shape(one) for one in outlines]).convex_hull
    if shapely.get_num_coordinates(hull) > 12:
        hull = hull.minimum_rotated_rectangle.buffer(1e-6, join_style="mitre")
    return msgspec.to_builtins(mapping(shapely.set_precision(hull, 0.0)))  # type: ignore[no-any-return]
