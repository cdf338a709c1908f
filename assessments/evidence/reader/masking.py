"""Derivatives with faces and number plates masked; the original is not changed.

Masked areas are filled with one uniform colour: blurring and pixelation can be reversed by guessing, a fill cannot.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageStat

from assessments.evidence.reader import formats, pictures

PREFIX = "masked-"
Rectangle = tuple[float, float, float, float]
"""Left, top, width, height as shares (0 to 1) of the upright picture."""


def mask(
    original: str, folder: str, orientation: int, turned: int, rectangles: Sequence[Rectangle]
) -> list[dict[str, Any]]:
    """Write the derivatives of one original with these rectangles painted over. Raises `Unreadable`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with formats.opened(Path(original)) as image:
            picture = pictures.upright(image, orientation, turned)
    for rectangle in rectangles:
        _paint(picture, rectangle)
    made, _smallest = pictures.written(picture, Path(folder), PREFIX)
    return [asdict(one) for one in made]


def _paint(picture: Image.Image, rectangle: Rectangle) -> None:
    left, top, width, height = rectangle
    box = (
        max(0, int(left * picture.width)), max(0, int(top * picture.height)),
        min(picture.width, round((left + width) * picture.width) + 1),
        min(picture.height, round((top + height) * picture.height) + 1),
    )  # fmt: skip
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    # The colour of the surroundings, not of what is covered.
    shade = tuple(int(one) for one in ImageStat.Stat(picture.resize((64, 64))).mean)
    ImageDraw.Draw(picture).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=shade)
