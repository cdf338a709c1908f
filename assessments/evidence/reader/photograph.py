"""Reading one original: checks, metadata, derivatives and perceptual hash."""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from assessments.evidence.reader import credentials, formats, likeness, metadata, pictures, tiles
from assessments.evidence.reader.facts import Facts
from assessments.evidence.reader.memory_lock import LARGE_PIXELS, one_at_a_time
from assessments.evidence.reader.sentences import Unreadable, gettext_noop, sentence
from assessments.kit.checksums import sha256_of_file

MAX_PIXELS = 100_000_000

CHANGED = gettext_noop("The stored file no longer has the digest it was received with.")
TOO_LARGE = gettext_noop("Larger than 100 megapixels: kept as received, not rendered.")
SEVERAL_PAGES = gettext_noop("Several pages: the first one is shown.")


@dataclass
class Reading:
    """Everything read from one original. `likeness` is the 64-bit hash; `tiled` whether a tile pyramid is worth
    making.
    """

    media_type: str
    width: int
    height: int
    facts: Facts
    metadata: dict[str, Any]
    pictures: list[pictures.Picture] = field(default_factory=list)
    likeness: int | None = None
    credentials: str = "absent"
    manifest: dict[str, Any] = field(default_factory=dict)
    remark: dict[str, Any] | None = None
    tiled: bool = False


def read(original: str, folder: str, sha256: str, turned: int = 0) -> dict[str, Any]:
    """Check, read and scale one original; its pictures are written into `folder`. Raises `Unreadable`, `Busy`."""
    if sha256_of_file(Path(original)) != sha256:
        raise Unreadable(CHANGED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return asdict(_read(Path(original), Path(folder), turned))


def turn(original: str, folder: str, orientation: int, turned: int) -> dict[str, Any]:
    """The pictures of one original once more, turned by so many quarters clockwise; with their perceptual hash."""
    with warnings.catch_warnings(), formats.opened(Path(original)) as image:
        warnings.simplefilter("ignore")
        made, hash_ = _scaled(image, Path(folder), orientation, turned)
        return {"pictures": [asdict(one) for one in made], "likeness": hash_}


def _read(original: Path, folder: Path, turned: int) -> Reading:
    with formats.opened(original) as image:
        groups, facts = metadata.read(image)
        width, height = image.size
        if (facts.orientation >= 5) != (turned % 2 == 1):
            width, height = height, width
        reading = Reading(formats.MEDIA_TYPES[image.format or ""], width, height, facts, groups)
        reading.credentials, reading.manifest, doubts = credentials.checked(original, reading.media_type)
        facts.doubts += doubts
        if width * height > MAX_PIXELS:
            reading.remark = sentence(TOO_LARGE)
            return reading
        if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
            reading.remark = sentence(SEVERAL_PAGES)
        reading.pictures, reading.likeness = _scaled(image, folder, facts.orientation, turned)
        reading.tiled = tiles.is_worth_it(width, height)
        return reading


def _scaled(
    image: Image.Image, folder: Path, orientation: int, turned: int
) -> tuple[list[pictures.Picture], int | None]:
    """The smaller pictures of an opened image, and the perceptual hash of the smallest."""
    is_large = image.format not in formats.FRUGAL and image.width * image.height > LARGE_PIXELS
    with one_at_a_time(folder, when=is_large):
        made, smallest = pictures.written(pictures.upright(image, orientation, turned), folder)
    return made, likeness.hash_of(smallest)
