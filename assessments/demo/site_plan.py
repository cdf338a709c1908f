"""The plan of Palmyra: walls, streets, buildings and burial grounds, drawn by us around the published positions of its
monuments (`places.py`). It is schematic: good to find one's way on the map, not to be measured."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assessments.demo.people import Cast
from assessments.demo.places import PALMYRA
from assessments.kit import ids
from assessments.kit.geometry import METRES_PER_DEGREE
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Site

SOURCE = (
    "EXERCISE: drawn by us around the positions that GeoNames and Wikipedia publish of its monuments; schematic, "
    "± 150 m, not to be measured"
)
Corner = tuple[float, float]
AT = {one.key: one.at for one in PALMYRA if one.at}
METRES_EAST = METRES_PER_DEGREE * math.cos(math.radians(34.55))


@dataclass(frozen=True, slots=True)
class Drawn:
    kind: str
    en: str
    fr: str
    ar: str
    corners: tuple[Corner, ...]
    is_area: bool = True


def _moved(at: Corner, east: float, north: float) -> Corner:
    """A position so many metres away."""
    return at[0] + east / METRES_EAST, at[1] + north / METRES_PER_DEGREE


def _turned(at: Corner, points: list[tuple[float, float]], degrees: float) -> tuple[Corner, ...]:
    """Points in metres around a position, turned clockwise."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return tuple(_moved(at, east * cos + north * sin, north * cos - east * sin) for east, north in points)


def _rectangle(at: Corner, across: float, along: float, degrees: float = 0.0) -> tuple[Corner, ...]:
    x, y = across / 2, along / 2
    return _turned(at, [(-x, -y), (x, -y), (x, y), (-x, y)], degrees)


def _half_circle(at: Corner, across: float, degrees: float) -> tuple[Corner, ...]:
    radius = across / 2
    arc = [(radius * math.cos(math.pi * step / 16), -radius * math.sin(math.pi * step / 16)) for step in range(17)]
    return _turned(at, arc, degrees)


BEL, ARCH, TETRAPYLON, THEATRE = AT["bel"], AT["arch"], AT["tetrapylon"], AT["theatre"]
STREET_TURN = 25.0
"""Degrees by which the middle of the colonnaded street is turned from east and west."""
PLAN = [
    Drawn("modern", "Modern town", "Ville moderne", "البلدة الحديثة", (
        (38.2748, 34.5512), (38.2828, 34.5506), (38.2829, 34.5662), (38.2722, 34.5668), (38.2716, 34.5596), (38.2742, 34.5556),
    )),
    Drawn("burial", "Valley of the Tombs", "Vallée des Tombeaux", "وادي القبور", (
        (38.2566, 34.5546), (38.2524, 34.5568), (38.2452, 34.5572), (38.2396, 34.5556), (38.2404, 34.5520), (38.2470, 34.5508), (38.2556, 34.5522),
    )),
    Drawn("burial", "North necropolis", "Nécropole nord", "المدافن الشمالية", (
        (38.2602, 34.5592), (38.2688, 34.5590), (38.2702, 34.5640), (38.2616, 34.5650),
    )),
    Drawn("burial", "South-west necropolis", "Nécropole sud-ouest", "المدافن الجنوبية الغربية", (
        (38.2560, 34.5436), (38.2630, 34.5414), (38.2656, 34.5446), (38.2596, 34.5474),
    )),
    Drawn("burial", "South-east necropolis", "Nécropole sud-est", "المدافن الجنوبية الشرقية", (
        (38.2752, 34.5388), (38.2826, 34.5386), (38.2824, 34.5424), (38.2762, 34.5430),
    )),
    Drawn("water", "Wadi of the tombs", "Oued des tombeaux", "وادي القبور", (
        (38.2362, 34.5534), (38.2450, 34.5530), (38.2552, 34.5516), (38.2620, 34.5496), (38.2676, 34.5470), (38.2752, 34.5436),
    ), is_area=False),
    Drawn("fortification", "City wall", "Enceinte", "سور المدينة", (
        (38.2752, 34.5490), (38.2736, 34.5524), (38.2712, 34.5556), (38.2672, 34.5574), (38.2622, 34.5576), (38.2590, 34.5566),
        (38.2578, 34.5546), (38.2598, 34.5528), (38.2636, 34.5508), (38.2680, 34.5486), (38.2724, 34.5466),
    ), is_area=False),
    Drawn("open_space", "Sanctuary of Bel", "Sanctuaire de Bel", "حرم معبد بل", _rectangle(BEL, 205, 210, 9)),
    Drawn("building", "", "", "", _rectangle(BEL, 32, 56, 9)),
    Drawn("street", "Great Colonnade", "Grande colonnade", "الشارع الطويل", (
        _moved(BEL, -108, 22), ARCH, TETRAPYLON, _moved(TETRAPYLON, -425, 223),
    ), is_area=False),
    Drawn("street", "Transverse colonnade", "Colonnade transversale", "الشارع المستعرض", (
        _moved(TETRAPYLON, -425, 223), _moved(TETRAPYLON, -520, 40),
    ), is_area=False),
    Drawn("building", "Theatre", "Théâtre", "المسرح", _half_circle(THEATRE, 92, STREET_TURN)),
    Drawn("open_space", "Agora", "Agora", "الأغورا", _rectangle(_moved(THEATRE, -78, -62), 84, 71, STREET_TURN)),
    Drawn("building", "Baths", "Thermes", "الحمّامات", _rectangle(_moved(ARCH, -80, 105), 85, 51, STREET_TURN)),
    Drawn("building", "Sanctuary of Nabu", "Sanctuaire de Nabu", "معبد نبو", _rectangle(_moved(ARCH, -35, -62), 44, 86, 20)),
    Drawn("building", "Sanctuary of Baalshamin", "Sanctuaire de Baalshamin", "معبد بعل شمين",
          _rectangle(AT["baalshamin"], 60, 110, 14)),
    Drawn("building", "Funerary temple", "Temple funéraire", "المعبد الجنائزي",
          _rectangle(_moved(TETRAPYLON, -440, 236), 22, 30, STREET_TURN)),
    Drawn("open_space", "Camp of Diocletian", "Camp de Dioclétien", "معسكر ديوقلسيانوس",
          _rectangle(_moved(TETRAPYLON, -650, 215), 210, 150, STREET_TURN + 90)),
    Drawn("fortification", "", "", "", _rectangle(AT["citadel"], 110, 80, 40), is_area=True),
    Drawn("path", "Track to the citadel", "Piste de la citadelle", "طريق القلعة", (
        (38.2660, 34.5600), (38.2622, 34.5612), (38.2596, 34.5604), (38.2580, 34.5616), _moved(AT["citadel"], 40, -40),
    ), is_area=False),
    Drawn("path", "Track into the Valley of the Tombs", "Piste de la vallée des Tombeaux", "طريق وادي القبور", (
        (38.2592, 34.5526), (38.2556, 34.5534), (38.2503, 34.5533), (38.2440, 34.5540),
    ), is_area=False),
]  # fmt: skip


def draw(palmyra: Site, cast: Cast) -> None:
    """Put the plan on file, open to everybody who sees the site."""
    register.record_site_features(
        [
            m.SiteFeatureIn(
                id=ids.uuid7(), site=palmyra.id, kind=one.kind, location=_location(one), source=SOURCE, is_open=True,
                title={"en": one.en, "fr": one.fr, "ar": one.ar},
            )
            for one in PLAN
        ],
        by=cast.actor("verifier"),
    )  # fmt: skip


def _location(one: Drawn) -> dict[str, object]:
    corners = [list(corner) for corner in one.corners]
    if one.is_area:
        return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    return {"type": "LineString", "coordinates": corners}
