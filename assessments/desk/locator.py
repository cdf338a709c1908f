"""A small map without JavaScript: points and hazard outlines as plain SVG coordinates. North is up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry import shape

from assessments.kit.geometry import AREAS

WIDTH, HEIGHT, MARGIN = 320, 220, 18
MIN_SPAN_M = 300.0
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    label: str
    grade: str
    is_here: bool
    url: str


@dataclass(frozen=True, slots=True)
class Locator:
    """What the template draws; `scale_m` is the length of the bar, `scale_px` its width."""

    dots: list[Dot]
    hazards: list[str]
    scale_m: int
    scale_px: float
    released: list[str] = field(default_factory=list)
    is_plain: bool = False
    """Dots without damage grades, so that a map of hazardous ground is not read as a damage map."""
    plan: list[tuple[str, str]] = field(default_factory=list)
    """The plan of the site: (class, path) of each feature, below everything else."""
    camera: Dot | None = None
    """Where a camera stood."""
    view_wedge: str = ""
    """The camera's field of view as an SVG path."""
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Spot:
    longitude: float
    latitude: float
    label: str
    grade: str = ""
    is_here: bool = False
    url: str = ""


@dataclass(slots=True)
class _Frame:
    west: float
    north: float
    per_degree_x: float
    per_degree_y: float
    dx: float = field(default=0.0)
    dy: float = field(default=0.0)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = MARGIN + self.dx + (longitude - self.west) * self.per_degree_x
        y = MARGIN + self.dy + (self.north - latitude) * self.per_degree_y
        return round(x, 1), round(y, 1)


def draw(
    spots: Sequence[Spot],
    hazards: Sequence[dict[str, Any]] = (),
    released: Sequence[dict[str, Any]] | None = None,
    *,
    plan: Sequence[tuple[str, dict[str, Any]]] = (),
    camera: Spot | None = None,
    direction: float | None = None,
) -> Locator | None:
    """A locator map of all spots; None when there is nothing to show. With `released` it is a map of hazardous ground
    and fits all outlines too. `plan` are features of the site's plan by kind, drawn as far as they lie within.
    `direction` of the camera is in degrees clockwise from north."""
    corners = [] if released is None else [at for one in (*hazards, *released) for at in _corners(one)]
    if not (spots or corners):
        return None
    frame, pixels_per_metre = _frame([*spots, *corners, *([camera] if camera else [])])
    dots = []
    for spot in sorted(spots, key=lambda one: one.is_here):
        x, y = frame.place(spot.longitude, spot.latitude)
        dots.append(Dot(x, y, spot.label, spot.grade, spot.is_here, spot.url))
    outlines = [_path(outline, frame) for outline in hazards]
    length = _nice(WIDTH / 4 / pixels_per_metre)
    return Locator(
        dots, outlines, length, round(length * pixels_per_metre, 1), [_path(one, frame) for one in released or ()],
        released is not None, [(_drawn_as(kind, outline), _path(outline, frame)) for kind, outline in plan],
        Dot(*frame.place(camera.longitude, camera.latitude), camera.label, "", False, "") if camera else None,
        _wedge(frame.place(camera.longitude, camera.latitude), direction) if camera and direction is not None else "",
    )  # fmt: skip


def _drawn_as(kind: str, outline: dict[str, Any]) -> str:
    """The class of a feature: areas are filled, lines are drawn as walls, streets, water or paths."""
    form = "area" if outline["type"] in AREAS else "line"
    return f"plan-{form} plan-{kind}"


def _wedge(at: tuple[float, float], direction: float) -> str:
    """A sector of 50 degrees around the direction, 60 pixels long."""
    arms = [math.radians(direction + turn) for turn in (-25, 25)]
    ends = [f"{at[0] + 60 * math.sin(arm):.1f},{at[1] - 60 * math.cos(arm):.1f}" for arm in arms]
    return f"M{at[0]},{at[1]} L{ends[0]} A60,60 0 0 1 {ends[1]} Z"


def _corners(outline: dict[str, Any]) -> list[Spot]:
    west, south, east, north = shape(outline).bounds
    return [Spot(west, south, ""), Spot(east, north, "")]


def _frame(spots: Sequence[Spot]) -> tuple[_Frame, float]:
    lons, lats = [one.longitude for one in spots], [one.latitude for one in spots]
    middle = math.radians(sum(lats) / len(lats))
    per_lon = METRES_PER_DEGREE * math.cos(middle)
    wide = max((max(lons) - min(lons)) * per_lon, MIN_SPAN_M)
    high = max((max(lats) - min(lats)) * METRES_PER_DEGREE, MIN_SPAN_M * HEIGHT / WIDTH)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    frame = _Frame(min(lons), max(lats), per_lon * scale, METRES_PER_DEGREE * scale)
    frame.dx = (WIDTH - 2 * MARGIN - (max(lons) - min(lons)) * frame.per_degree_x) / 2
    frame.dy = (HEIGHT - 2 * MARGIN - (max(lats) - min(lats)) * frame.per_degree_y) / 2
    return frame, scale


def _path(outline: dict[str, Any], frame: _Frame) -> str:
    form = shape(outline)
    pieces = []
    for one in getattr(form, "geoms", [form]):
        edge = getattr(one, "exterior", one)
        points = ["{},{}".format(*frame.place(x, y)) for x, y in list(edge.coords)[:400]]
        pieces.append(f"M{' L'.join(points)}{' Z' if edge is not one else ''}")
    return " ".join(pieces)


def _nice(metres: float) -> int:
    """The largest of 1, 2, 5 × 10ⁿ metres that fits."""
    power = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(metres, 1)))
