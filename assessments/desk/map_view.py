"""What lies in a view of the map, as GeoJSON: monuments one by one, or counted in squares where they are many; sites,
incidents, hazardous ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from assessments.damage.rules import GRADE_NUMBER
from assessments.damage.vocabulary import DAMAGE_GRADE, NOT_ASSESSED
from assessments.desk.states import states_at
from assessments.kit.actor import Actor
from assessments.kit.as_of import Viewpoint
from assessments.kit.geometry import Bounds
from assessments.kit.names import label
from assessments.register import ground, policy
from assessments.register import queries as register
from assessments.templatetags.zenobia import day, in_language, when

MAX_MONUMENTS = 400
"""So many are drawn one by one; where a view holds more, they are counted in squares."""
MAX_FILTERED = 2000
"""So many of those that fit filters: squares know of no filters."""
MAX_SITES = 300
MAX_INCIDENTS = 300
FEW_SITES = 20
GeoJSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the map is asked for."""

    bbox: Bounds
    zoom: float
    site: UUID | None = None
    name: str = ""
    category: str = ""
    damage: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.name or self.category or self.damage)


@dataclass(frozen=True, slots=True)
class OnMap:
    """A monument as the map needs it; what the reader may not see of its place and names is masked already."""

    id: UUID
    site_id: UUID
    category: str
    sensitivity: str
    display_names: list[dict[str, Any]]
    display_lon: float
    display_lat: float
    display_location: GeoJSON


def collection(features: Iterable[GeoJSON]) -> GeoJSON:
    return {"type": "FeatureCollection", "features": list(features)}


def shape(geometry: GeoJSON, **properties: Any) -> GeoJSON:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(longitude: float, latitude: float, **properties: Any) -> GeoJSON:
    return shape({"type": "Point", "coordinates": [longitude, latitude]}, **properties)


def found_in(actor: Actor, asked: Asked, moment: Viewpoint) -> GeoJSON:
    """All of it. `left_out` says what is not drawn."""
    squares = [] if asked.is_filtered else register.cells(actor, asked.bbox, asked.zoom, asked.site)
    is_crowded = sum(one.count for one in squares) > MAX_MONUMENTS
    most = MAX_FILTERED if asked.is_filtered else MAX_MONUMENTS
    monuments = [] if is_crowded else _monuments(actor, asked, most + 1)
    drawn = monuments[:most]
    sites = _sites(actor, asked)
    states = states_at(actor, drawn, moment)
    return {
        "monuments": collection(_monument(one, states.get(one.id)) for one in drawn),
        "outlines": collection(_outlines(drawn, states)),
        "squares": collection(_square(one, moment) for one in squares if is_crowded),
        "sites": collection(_site(one) for one in sites[:MAX_SITES]),
        "incidents": collection(_incidents(actor, drawn, moment)),
        # Whatever else is drawn: also where monuments are counted, and where there are none.
        "hazards": collection(
            shape(one.location) for one in ground.zones_within(actor, asked.bbox, moment.known_at) if one.location
        ),
        "left_out": {
            "monuments": len(monuments) > most,
            "sites": len(sites) > MAX_SITES,
            "without_place": 0 if is_crowded else _without_place(actor, sites),
        },
    }


def _monuments(actor: Actor, asked: Asked, most: int) -> list[OnMap]:
    rows = register.monuments(
        actor, bbox=asked.bbox, site=asked.site, q=asked.name, category=asked.category, damage=asked.damage
    )
    rows = rows.filter(display_lon__isnull=False).order_by("id")
    return [OnMap(*row) for row in rows.values_list(*OnMap.__dataclass_fields__)[:most]]


def _monument(one: OnMap, state: Any) -> GeoJSON:
    grade = (state.grade if state else "") or ""
    return point(
        one.display_lon, one.display_lat, id=str(one.id), label=register.display_label(one), site=str(one.site_id),
        number=GRADE_NUMBER.get(grade, -1), seen=day(state.seen_on) if grade else "",
        grade=DAMAGE_GRADE.label(grade) if grade else NOT_ASSESSED.label("not_assessed"),
        url=reverse("monument", args=[one.id]),
    )  # fmt: skip


def _outlines(monuments: list[OnMap], states: dict[UUID, Any]) -> Iterable[GeoJSON]:
    """Of those whose outline is known, and may be shown to the reader."""
    for one in monuments:
        if one.display_location and one.display_location["type"] != "Point":
            state = states.get(one.id)
            yield shape(one.display_location, number=GRADE_NUMBER.get(state.grade or "", -1) if state else -1)


def _square(one: register.Cell, moment: Viewpoint) -> GeoJSON:
    """Grades are counted as they are today: on a past day only how many there are is told."""
    worst = one.worst if moment.is_now else -1
    at_worst = one.by_grade[worst] if worst >= 0 else 0
    return point(one.longitude, one.latitude, count=one.count, worst=worst, at_worst=at_worst)


def _sites(actor: Actor, asked: Asked) -> list[dict[str, Any]]:
    rows = register.sites(actor, bbox=asked.bbox).filter(west__isnull=False)
    if asked.site:
        rows = rows.filter(pk=asked.site)
    found = rows.order_by("inscribed_year", "id").values(
        "id", "names", "west", "south", "east", "north", "in_danger_since"
    )
    return [dict(one) for one in found[: MAX_SITES + 1]]


def _site(one: dict[str, Any]) -> GeoJSON:
    middle = ((one["west"] + one["east"]) / 2, (one["south"] + one["north"]) / 2)
    return point(
        *middle, id=str(one["id"]), label=label(one["names"]), url=reverse("site", args=[one["id"]]),
        danger=bool(one["in_danger_since"]), ground=reverse("map-ground", args=[one["id"]]),
    )  # fmt: skip


def _incidents(actor: Actor, monuments: list[OnMap], moment: Viewpoint) -> Iterable[GeoJSON]:
    """Incidents of one's own sites, in the middle of the monuments that they touched."""
    places = {one.id: (one.display_lon, one.display_lat) for one in monuments}
    own = {one.site_id for one in monuments if policy.is_member(actor, one.site_id)}
    if not own:
        return
    for one in register.incidents_at(own)[:MAX_INCIDENTS]:
        touched = [places[place.id] for place in one.monuments.all() if place.id in places]
        happened = one.first_day is None or one.first_day <= moment.on
        if not touched or not happened or not moment.was_on_record(one.created_at):
            continue
        occurred = next((claim["occurred"] for claim in one.claims if claim.get("chosen")), None)
        middle = (sum(lon for lon, _lat in touched) / len(touched), sum(lat for _lon, lat in touched) / len(touched))
        yield point(*middle, label=in_language(one.title), when=when(occurred), url=reverse("incident", args=[one.id]))


def _without_place(actor: Actor, sites: list[dict[str, Any]]) -> int:
    """Counted for a few sites; a view of the world names no number."""
    return register.without_place(actor, {one["id"] for one in sites}) if len(sites) <= FEW_SITES else 0


def on_ground(actor: Actor, site_id: UUID, moment: Viewpoint) -> list[GeoJSON]:
    """What lies on the ground of one site: its boundary, its buffer zone, its plan as far as it was on record. Raises
    `NotFound`."""
    site = register.site(actor, site_id)
    found = [shape(site.boundary, kind="boundary")] if site.boundary else []
    found += [shape(site.buffer_zone, kind="buffer")] if site.buffer_zone else []
    for one in register.site_features(actor, [site.id]):
        if one.location and moment.was_on_record(one.created_at):
            found.append(shape(one.location, kind=one.kind, label=in_language(one.title)))
    return found
