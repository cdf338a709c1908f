"""Static tile pyramid of a large photograph, cut once in advance, so that no untrusted file is scaled at request
time.

It serves level 0 of the IIIF Image API 3.0: squares of 512 pixels at scales 1, 2, 4 … until one tile holds all. The
tiles are concatenated in a single file, scale by scale, row by row; `ends` lists the offset at which each one ends.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from assessments.evidence.reader import formats, pictures
from assessments.evidence.reader.memory_lock import LARGE_PIXELS, one_at_a_time
from assessments.kit.checksums import sha256_of_file

EDGE = 512
QUALITY = 85
VERSION = 1


def is_worth_it(width: int, height: int) -> bool:
    """Whether the original shows more than the large picture does."""
    return max(width, height) > pictures.RECIPES["large"]


def scales(width: int, height: int) -> list[int]:
    """1, 2, 4 … up to the first at which one tile holds the whole picture."""
    last = max(0, math.ceil(math.log2(max(width, height) / EDGE)))
    return [1 << n for n in range(last + 1)]


@dataclass(frozen=True)
class Place:
    """Where one tile lies: its number in the file, and the size of the picture in it."""

    number: int
    width: int
    height: int


def place_of(size: tuple[int, int], region: tuple[int, int, int, int], wanted: tuple[int, int]) -> Place | None:
    """The tile that shows exactly this region at this size; None when there is no such tile."""
    width, height = size
    left, top, across, down = region
    before = 0
    for scale in scales(width, height):
        edge = EDGE * scale
        columns, rows = math.ceil(width / edge), math.ceil(height / edge)
        fits = left % edge == 0 and top % edge == 0 and left < width and top < height
        if fits and (across, down) == (min(edge, width - left), min(edge, height - top)):
            scaled = math.ceil(across / scale), math.ceil(down / scale)
            if scaled == wanted:
                return Place(before + (top // edge) * columns + left // edge, *scaled)
        before += columns * rows
    return None


@dataclass
class Pyramid:
    file: str
    sha256: str
    width: int
    height: int
    ends: list[int]


def cut(original: str, folder: str, orientation: int, turned: int = 0) -> dict[str, Any]:
    """Cut all tiles of one original into `folder/tiles`. Raises `Unreadable`."""
    with warnings.catch_warnings(), formats.opened(Path(original)) as image:
        warnings.simplefilter("ignore")
        with one_at_a_time(Path(folder), when=image.width * image.height > LARGE_PIXELS):
            return asdict(_cut(pictures.upright(image, orientation, turned, edge=None), Path(folder) / "tiles"))


def _cut(whole: Image.Image, file: Path) -> Pyramid:
    ends: list[int] = []
    size = whole.size
    with file.open("wb") as out:
        level = whole
        for scale in scales(*size):
            if scale > 1:
                level = level.resize((math.ceil(size[0] / scale), math.ceil(size[1] / scale)), Image.Resampling.BOX)
            for tile in _tiles(level):
                out.write(tile)
                ends.append(out.tell())
    return Pyramid(str(file), sha256_of_file(file), *size, ends)


def _tiles(level: Image.Image) -> Iterator[bytes]:
    for top in range(0, level.height, EDGE):
        for left in range(0, level.width, EDGE):
            box = (left, top, min(left + EDGE, level.width), min(top + EDGE, level.height))
            buffer = io.BytesIO()
            level.crop(box).save(buffer, "JPEG", quality=QUALITY)
            yield buffer.getvalue()
