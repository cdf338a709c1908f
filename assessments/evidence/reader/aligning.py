"""Alignment of two photographs of one place, as far as their content allows.

Distinct points (SIFT) are found in both and matched by Lowe's ratio test; a homography is fitted with outliers set
aside (MAGSAC). A homography is exact for flat things and for a camera that only turned; a building seen from another
place shifts by its depth, and the certainty says how much of it fits.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2 as _cv2
import numpy as np
from PIL import Image

from assessments.kit.checksums import sha256_of_file

cv2: Any = _cv2
"""Its type stubs know neither SIFT nor lists of points."""

EDGE = 1200
MAX_POINTS = 4000
RATIO = 0.75
WITHIN_PX = 4.0
ENOUGH, MANY = 15, 60
FITTING, WELL_FITTING = 0.20, 0.45
QUALITY = 82


@dataclass
class Alignment:
    """`matrix` maps pixels of the earlier picture to pixels of the later one, row by row."""

    certainty: str
    matched: int
    fitting: int
    error_px: float | None
    matrix: list[float] | None
    file: str = ""
    sha256: str = ""
    size: int = 0
    width: int = 0
    height: int = 0


def align(earlier: str, later: str, folder: str) -> dict[str, Any]:
    """Warp the earlier picture onto the later one. Both are upright JPEG derivatives.

    `certainty` is `good`, `fair` or `none`; with none there is no picture, and people compare side by side.
    """
    cv2.setNumThreads(1)
    before, after = _loaded(earlier), _loaded(later)
    found, matched, matrix = _fit(before, after)
    if matrix is None:
        return asdict(Alignment("none", matched, 0, None, None))
    fitting, error = found
    share = fitting / max(1, matched)
    good = fitting >= MANY and share >= WELL_FITTING
    laid = cv2.warpPerspective(before, matrix, (after.shape[1], after.shape[0]), flags=cv2.INTER_AREA)
    file = Path(folder) / "aligned.jpg"
    Image.fromarray(cv2.cvtColor(laid, cv2.COLOR_BGR2RGB)).save(file, "JPEG", quality=QUALITY)
    found_well = Alignment(
        "good" if good else "fair", matched, fitting, round(error, 2), [float(one) for one in matrix.ravel()],
        str(file), sha256_of_file(file), file.stat().st_size, after.shape[1], after.shape[0],
    )  # fmt: skip
    return asdict(found_well)


def _loaded(path: str) -> Any:
    with Image.open(path, formats=("JPEG",)) as image:
        image.draft("RGB", (EDGE, EDGE))
        image.thumbnail((EDGE, EDGE))
        return cv2.cvtColor(np.asarray(image.convert("RGB")), cv2.COLOR_RGB2BGR)


def _fit(before: Any, after: Any) -> tuple[tuple[int, float], int, Any]:
    finder = cv2.SIFT_create(nfeatures=MAX_POINTS)
    points, features = finder.detectAndCompute(cv2.cvtColor(before, cv2.COLOR_BGR2GRAY), None)
    others, other_features = finder.detectAndCompute(cv2.cvtColor(after, cv2.COLOR_BGR2GRAY), None)
    if features is None or other_features is None or len(points) < ENOUGH or len(others) < ENOUGH:
        return (0, 0.0), 0, None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(features, other_features, k=2)
    close = [one[0] for one in pairs if len(one) == 2 and one[0].distance < RATIO * one[1].distance]
    if len(close) < ENOUGH:
        return (0, 0.0), len(close), None
    source = np.array([points[one.queryIdx].pt for one in close], np.float32)
    target = np.array([others[one.trainIdx].pt for one in close], np.float32)
    matrix, inside = cv2.findHomography(source, target, cv2.USAC_MAGSAC, WITHIN_PX, maxIters=5000, confidence=0.999)
    if matrix is None:
        return (0, 0.0), len(close), None
    kept = inside.ravel().astype(bool)
    fitting = int(kept.sum())
    if fitting < ENOUGH or fitting / len(close) < FITTING or not _is_sound(matrix, before.shape, after.shape):
        return (fitting, 0.0), len(close), None
    moved = cv2.perspectiveTransform(source[kept][:, None], matrix)[:, 0]
    error = float(np.median(np.linalg.norm(moved - target[kept], axis=1)))
    return (fitting, error), len(close), matrix


def _is_sound(matrix: Any, before: Any, after: Any) -> bool:
    """A mirrored, folded or hugely stretched picture is no alignment, however many points agree."""
    height, width = before[:2]
    corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float32)
    laid = cv2.perspectiveTransform(corners, matrix)[:, 0]
    if not np.isfinite(laid).all() or not cv2.isContourConvex(np.round(laid).astype(np.int32)):
        return False
    area = float(cv2.contourArea(laid.astype(np.float32), oriented=True))
    share = area / (after[0] * after[1])
    return bool(0.05 < share < 20)
