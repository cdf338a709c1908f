"""Geometry: GeoJSON (RFC 7946) in WGS 84, validated with Shapely, with a bounding box for the index.

No PostGIS and no GDAL: a row stores its GeoJSON and its bounds; PostgreSQL's `box` type is indexed with GiST.
Coordinates are longitude, latitude in degrees.
"""

from __future__ import annotations

import math
from typing import Any

import shapely
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Lookup
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from assessments.kit.errors import BadRequest, invalid_field

GeoJSON = dict[str, Any]
Bounds = tuple[float, float, float, float]

POINTS = ("Point",)
AREAS = ("Polygon", "MultiPolygon")
ANY = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
MAX_VERTICES = 20_000
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M
"""Of latitude; of longitude at the equator."""


class BoxField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's `box`, read as text."""

    def db_type(self, connection: object) -> str:
        return "box"


@BoxField.register_lookup
class Overlaps(Lookup):
    """`box__overlaps=(west, south, east, north)`"""

    lookup_name = "overlaps"

    def get_prep_lookup(self) -> str:
        west, south, east, north = self.rhs
        return f"({east},{north}),({west},{south})"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} && %s::box", [*left_params, self.rhs]


class Placed(models.Model):
    """Abstract: a row with a place. `place()` sets the geometry and its bounds together."""

    location = models.JSONField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True, editable=False)
    south = models.FloatField(null=True, blank=True, editable=False)
    east = models.FloatField(null=True, blank=True, editable=False)
    north = models.FloatField(null=True, blank=True, editable=False)
    box = models.GeneratedField(
        expression=Func(
            Func(F("west"), F("south"), function="point"),
            Func(F("east"), F("north"), function="point"),
            function="box",
        ),
        output_field=BoxField(),
        db_persist=True,
        null=True,
    )

    class Meta:
        abstract = True
        indexes = [GistIndex(fields=["box"], name="%(class)s_box", opclasses=["box_ops"])]


def placed(geometry: GeoJSON | None) -> dict[str, Any]:
    """The columns of `Placed` for a validated geometry."""
    if geometry is None:
        return dict.fromkeys(("location", "west", "south", "east", "north"))
    west, south, east, north = bounds(geometry)
    return {"location": geometry, "west": west, "south": south, "east": east, "north": north}


def validated(value: object, pointer: str, *, kinds: tuple[str, ...] = ANY) -> GeoJSON | None:
    """A clean GeoJSON geometry; raises `Invalid`. Rings are closed and oriented as RFC 7946 requires."""
    if value is None:
        return None
    if not isinstance(value, dict) or value.get("type") not in kinds:
        raise invalid_field(pointer, "geometry_type", f"A GeoJSON geometry is wanted here: {', '.join(kinds)}.")
    try:
        form = shape(value)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        raise invalid_field(pointer, "geometry_unreadable", _("These coordinates cannot be read.")) from None
    _require_valid(form, pointer)
    if form.geom_type in AREAS:
        form = shapely.orient_polygons(form) if hasattr(shapely, "orient_polygons") else form
    clean: GeoJSON = _rounded(mapping(form))
    return clean


def _require_valid(form: BaseGeometry, pointer: str) -> None:
    if form.is_empty or shapely.get_num_coordinates(form) > MAX_VERTICES:
        raise invalid_field(
            pointer, "geometry_size", _("It needs between 1 and %(most)s corners.") % {"most": MAX_VERTICES}
        )
    west, south, east, north = form.bounds
    if not all(math.isfinite(one) for one in form.bounds) or west < -180 or east > 180 or south < -90 or north > 90:
        raise invalid_field(
            pointer, "geometry_range", _("Coordinates are longitude, latitude in degrees; these lie off the globe.")
        )
    if not form.is_valid:
        reason = shapely.is_valid_reason(form)
        raise invalid_field(
            pointer, "geometry_invalid", _("The outline crosses or touches itself (%(reason)s).") % {"reason": reason}
        )


def _rounded(value: Any) -> Any:
    """Round to seven decimals, about a centimetre, so that equal positions compare equal."""
    if isinstance(value, float):
        return round(value, 7)
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return value


def point(longitude: float, latitude: float) -> GeoJSON:
    return {"type": "Point", "coordinates": [round(longitude, 7), round(latitude, 7)]}


def bounds(geometry: GeoJSON) -> Bounds:
    west, south, east, north = shape(geometry).bounds
    return west, south, east, north


def centre(geometry: GeoJSON) -> tuple[float, float]:
    """A representative point inside the geometry: (longitude, latitude)."""
    representative = shape(geometry).representative_point()
    return representative.x, representative.y


def parsed_bounds(text: str) -> Bounds:
    """`west,south,east,north` from a query, or `BadRequest`."""
    try:
        west, south, east, north = (float(one) for one in text.split(","))
    except ValueError:
        raise BadRequest(_("A bbox is four numbers: west,south,east,north.")) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadRequest(_("A bbox is west,south,east,north in degrees, west before east and south before north."))
    return west, south, east, north


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in metres between two (longitude, latitude) (haversine)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def buffered(geometry: GeoJSON, metres: float) -> BaseGeometry:
    """The geometry buffered by `metres`, converted to degrees at its latitude (never smaller than asked)."""
    form = shape(geometry)
    return form.buffer(degrees_of(metres, max(abs(form.bounds[1]), abs(form.bounds[3]))))


def degrees_of(metres: float, latitude: float) -> float:
    """Metres in degrees of longitude at a latitude, and a hundredth more: a margin is never smaller than asked."""
    return math.degrees(metres / EARTH_RADIUS_M) / math.cos(math.radians(min(89.0, abs(latitude)))) * 1.01


def circle(longitude: float, latitude: float, metres: float) -> GeoJSON:
    return _rounded(mapping(buffered(point(longitude, latitude), metres)))  # type: ignore[no-any-return]


def touches(area: GeoJSON, other: BaseGeometry) -> bool:
    return bool(shape(area).intersects(other))


def covers(area: GeoJSON, other: BaseGeometry) -> bool:
    return bool(shape(area).covers(other))


class Snapped(Func):
    """In SQL: a coordinate moved to the middle of its cell of a fixed grid of `degrees`."""

    template = "(floor((%(expressions)s) / %(degrees)s) + 0.5) * %(degrees)s"
    output_field = models.FloatField()

    def __init__(self, expression: Any, degrees: float) -> None:
        super().__init__(expression, degrees=repr(degrees))


class PointOf(Func):
    """In SQL: a GeoJSON point from two expressions."""

    template = "jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(%(expressions)s))"
    output_field = models.JSONField()
