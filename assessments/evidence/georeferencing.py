"""Where a picture lies on the ground, from points that somebody found on both: an affine map fitted by least squares.

Positions in the picture are fractions of its width and height from the upper left, those on the ground longitude and
latitude in degrees (WGS 84). Over the few kilometres of a plan the ground is taken as flat. No Django, no database.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessments.kit.geometry import METRES_PER_DEGREE

LEAST_POINTS = 3
MIN_SPREAD = 0.01
"""Points reach across their line by at least this share of its length, else nothing is known of what lies beside it."""


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One point, in the picture and on the ground."""

    x: float
    y: float
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Fit:
    """`corners`: upper left, upper right, lower right, lower left, as (longitude, latitude). `error_m`: the root mean
    square of the distances between the points and where the fit puts them; 0 with three points, which always fit."""

    corners: list[tuple[float, float]]
    error_m: float


class TooFew(ValueError):
    """Fewer than three points."""


class InLine(ValueError):
    """The points lie on one line, in the picture or on the ground."""


def fit(points: Sequence[ControlPoint]) -> Fit:
    """Raises `TooFew` or `InLine`."""
    if len(points) < LEAST_POINTS:
        raise TooFew
    lon0, lat0 = points[0].longitude, points[0].latitude
    east_m, north_m = METRES_PER_DEGREE * math.cos(math.radians(lat0)), METRES_PER_DEGREE
    picture = np.array([[one.x, one.y, 1.0] for one in points])
    ground = np.array([[(one.longitude - lon0) * east_m, (one.latitude - lat0) * north_m] for one in points])
    if _lie_in_line(picture[:, :2]) or _lie_in_line(ground):
        raise InLine
    affine, *_ = np.linalg.lstsq(picture, ground, rcond=None)
    misses = picture @ affine - ground
    error = float(np.sqrt((misses**2).sum(axis=1).mean()))
    corners = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]) @ affine
    return Fit(
        [(round(lon0 + float(e) / east_m, 7), round(lat0 + float(n) / north_m, 7)) for e, n in corners], round(error, 2)
    )


def _lie_in_line(points: np.ndarray) -> bool:
    along, across = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)[:2]
    return bool(across <= MIN_SPREAD * along)
