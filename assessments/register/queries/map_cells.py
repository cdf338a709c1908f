"""The counts of monuments in a view of the map, as the reader may see them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from uuid import UUID

from assessments.kit import statements
from assessments.kit.actor import Actor
from assessments.kit.geometry import Bounds
from assessments.register import policy
from assessments.register.models import Audience

FIRST_ZOOM, LAST_ZOOM = 3, 17
"""Zooms of the tile grid at which monuments are counted: squares of 5,000 km to 300 m."""
FINER = 3
"""A square is an eighth of a tile of the map across: 64 pixels."""
MERCATOR_LIMIT = 85.0

_IN_VIEW = """
SELECT cell.x, cell.y, sum(cell.count)::int AS count, sum(cell.longitude * cell.count) / sum(cell.count) AS longitude,
    sum(cell.latitude * cell.count) / sum(cell.count) AS latitude,
    sum((cell.by_grade->>0)::int)::int, sum((cell.by_grade->>1)::int)::int, sum((cell.by_grade->>2)::int)::int,
    sum((cell.by_grade->>3)::int)::int, sum((cell.by_grade->>4)::int)::int, sum((cell.by_grade->>5)::int)::int
FROM assessments_mapcell cell
WHERE cell.zoom = %(zoom)s::int AND cell.audience = ANY(%(audiences)s::int[])
    AND cell.x BETWEEN %(west)s::int AND %(east)s::int AND cell.y BETWEEN %(north)s::int AND %(south)s::int
    AND (%(site)s::uuid IS NULL OR cell.site_id = %(site)s::uuid)
    AND CASE WHEN %(sees_all)s::bool OR cell.site_id = ANY(%(own)s::uuid[]) THEN cell.audience = 0 ELSE
        cell.audience <> 0 AND EXISTS (
            SELECT FROM assessments_site site WHERE site.id = cell.site_id AND site.visibility = ANY(%(open)s::text[])
        ) END
GROUP BY cell.x, cell.y
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """Monuments that lie near each other; `by_grade` counts those in grade 0 to 5 as far as the reader may know."""

    longitude: float
    latitude: float
    count: int
    by_grade: tuple[int, ...]

    @property
    def worst(self) -> int:
        """The worst grade among them, -1 where none is known."""
        return max((grade for grade, count in enumerate(self.by_grade) if count), default=-1)


def cells(actor: Actor, bbox: Bounds, zoom: float, site: UUID | None = None) -> list[Cell]:
    """The monuments within bounds in squares of about 64 pixels at a zoom of the map; whole squares, so a little more
    than the bounds hold."""
    grid = max(FIRST_ZOOM, min(LAST_ZOOM, math.floor(zoom) + FINER))
    west, south, east, north = bbox
    left, top = _square(west, north, grid)
    right, bottom = _square(east, south, grid)
    own = policy.standing(actor)
    found = statements.rows(
        _IN_VIEW,
        {
            "zoom": grid, "west": left, "east": right, "north": top, "south": bottom, "site": site,
            "audiences": [Audience.TEAM, Audience.REGISTERED if actor.user_id else Audience.PUBLIC],
            "sees_all": own.sees_all, "own": [] if own.sees_all else list(own.site_ids),
            "open": ["public", "registered"] if actor.user_id else ["public"],
        },
        is_prepared=False,
    )  # fmt: skip
    return [Cell(lon, lat, count, tuple(grades)) for _x, _y, count, lon, lat, *grades in found]


def _square(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    """Column and row of the square that holds a position."""
    lat = math.radians(max(-MERCATOR_LIMIT, min(MERCATOR_LIMIT, latitude)))
    across = (longitude + 180) / 360
    down = (1 - math.log(math.tan(lat) + 1 / math.cos(lat)) / math.pi) / 2
    last = (1 << zoom) - 1
    return min(last, int(across * (1 << zoom))), min(last, int(down * (1 << zoom)))
