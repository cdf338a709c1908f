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

ZOOMS = (2, 4, 6, 8, 10, 12, 14, 16, 18)
"""Zooms of the tile grid at which monuments are counted: squares of 10,000 km to 150 m at the equator."""
FINER = 3
"""A square is an eighth to a quarter of a tile of the map across: 64 to 128 pixels."""
NEAR = 17
"""From this zoom of the map on the smallest squares are too large on the screen: monuments are drawn one by one."""
MERCATOR_LIMIT = 85.0

# The team's own sites by their true places, all others that the reader sees by masked ones.
_IN_VIEW = """
WITH seen AS (
    SELECT cell.* FROM assessments_mapcell cell
    WHERE cell.zoom = %(zoom)s::int AND cell.audience = 0
        AND cell.x BETWEEN %(west)s::int AND %(east)s::int AND cell.y BETWEEN %(north)s::int AND %(south)s::int
        AND (%(sees_all)s::bool OR cell.site_id = ANY(%(own)s::uuid[]))
    UNION ALL
    SELECT cell.* FROM assessments_mapcell cell JOIN assessments_site site ON site.id = cell.site_id
    WHERE cell.zoom = %(zoom)s::int AND cell.audience = %(audience)s::int AND NOT %(sees_all)s::bool
        AND cell.x BETWEEN %(west)s::int AND %(east)s::int AND cell.y BETWEEN %(north)s::int AND %(south)s::int
        AND site.visibility = ANY(%(open)s::text[]) AND site.id <> ALL(%(own)s::uuid[])
)
SELECT sum(count)::int, sum(longitude * count) / sum(count), sum(latitude * count) / sum(count), sum(grade0)::int,
    sum(grade1)::int, sum(grade2)::int, sum(grade3)::int, sum(grade4)::int, sum(grade5)::int
FROM seen WHERE %(site)s::uuid IS NULL OR site_id = %(site)s::uuid
GROUP BY x, y
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
    than the bounds hold. None where one is so near that each is drawn by itself."""
    if zoom >= NEAR:
        return []
    grid = max((one for one in ZOOMS if one <= zoom + FINER), default=ZOOMS[0])
    west, south, east, north = bbox
    left, top = _square(west, north, grid)
    right, bottom = _square(east, south, grid)
    own = policy.standing(actor)
    found = statements.rows(
        _IN_VIEW,
        {
            "zoom": grid, "west": left, "east": right, "north": top, "south": bottom, "site": site,
            "audience": int(Audience.REGISTERED if actor.user_id else Audience.PUBLIC),
            "sees_all": own.sees_all, "own": [] if own.sees_all else list(own.site_ids),
            "open": ["public", "registered"] if actor.user_id else ["public"],
        },
        is_prepared=False,
    )  # fmt: skip
    return [Cell(longitude, latitude, count, tuple(grades)) for count, longitude, latitude, *grades in found]


def _square(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    """Column and row of the square that holds a position."""
    lat = math.radians(max(-MERCATOR_LIMIT, min(MERCATOR_LIMIT, latitude)))
    across = (longitude + 180) / 360
    down = (1 - math.log(math.tan(lat) + 1 / math.cos(lat)) / math.pi) / 2
    last = (1 << zoom) - 1
    return min(last, int(across * (1 << zoom))), min(last, int(down * (1 << zoom)))
