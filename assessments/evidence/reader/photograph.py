"""Reading one original: checks, metadata, derivatives and perceptual hash."""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

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


def read(original: str, folder: str, sha256: str) -> dict[str, Any]:
    """Check, read and scale one original; its pictures are written into `folder`. Raises `Unreadable`, `Busy`."""
    if sha256_of_file(Path(original)) != sha256:
        raise Unreadable(CHANGED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return asdict(_read(Path(original), Path(folder)))


def _read(original: Path, folder: Path) -> Reading:
    with formats.opened(original) as image:
        groups, facts = metadata.read(image)
        width, height = image.size
        if facts.orientation >= 5:
            width, height = height, width
        reading = Reading(formats.MEDIA_TYPES[image.format or ""], width, height, facts, groups)
        reading.credentials, reading.manifest, doubts = credentials.checked(original, reading.media_type)
        facts.doubts += doubts
        if width * height > MAX_PIXELS:
            reading.remark = sentence(TOO_LARGE)
            return reading
        if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
            reading.remark = sentence(SEVERAL_PAGES)
        with one_at_a_time(folder, when=image.format not in formats.FRUGAL and width * height > LARGE_PIXELS):
            reading.pictures, smallest = pictures.written(pictures.upright(image, facts.orientation), folder)
        reading.likeness = likeness.hash_of(smallest)
        reading.tiled = tiles.is_worth_it(width, height)
        return reading
