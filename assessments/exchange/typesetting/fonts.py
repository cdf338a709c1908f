"""The fonts of the pages as files that Typst reads. The package ships them in pieces by script, all under one name;
each piece gets a name of its own here, since the compiler takes one file for a name."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

PIECES = (
    ("Plex Latin", "vendor/plex/files/ibm-plex-sans-latin"),
    ("Plex Latin Ext", "vendor/plex/files/ibm-plex-sans-latin-ext"),
    ("Plex Arabic", "vendor/plex-arabic/files/ibm-plex-sans-arabic-arabic"),
    ("Plex Greek", "vendor/plex/files/ibm-plex-sans-greek"),
    ("Plex Cyrillic", "vendor/plex/files/ibm-plex-sans-cyrillic"),
)
WEIGHTS = (400, 700)
FAMILY_RECORDS = (1, 16)
"""Ids of the records of a font's table of names that hold its family (OpenType, table `name`)."""


def _source(stem: str, weight: int) -> Path:
    name = f"{stem}-{weight}-normal.woff"
    found = finders.find(name)
    return Path(str(found)) if found else Path(staticfiles_storage.path(name))


@lru_cache(maxsize=1)
def _converted() -> dict[str, tuple[bytes, frozenset[int]]]:
    """By file name, the bytes of each font and the characters that it can set. Once a process: a fifth of a second."""
    found = {}
    for family, stem in PIECES:
        for weight in WEIGHTS:
            font = TTFont(_source(stem, weight))
            font.flavor = None
            for record in font["name"].names:
                if record.nameID in FAMILY_RECORDS:
                    record.string = family.encode(record.getEncoding())
            out = io.BytesIO()
            font.save(out)
            found[f"{family} {weight}.ttf".replace(" ", "-")] = (out.getvalue(), frozenset(font.getBestCmap()))
    return found


def write_fonts(folder: Path) -> None:
    """Write the fonts into a folder."""
    for name, (data, _characters) in _converted().items():
        (folder / name).write_bytes(data)


FAMILIES = [family for family, _stem in PIECES]
INVISIBLE = frozenset({0x9, 0xA, 0xD, 0x20, 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202F, 0x2066, 0x2067,
                       0x2068, 0x2069})  # fmt: skip
"""Spaces and marks of direction: they need no glyph."""


def unknown_characters(text: str) -> set[str]:
    """The characters of a text that none of the fonts can set."""
    known = frozenset().union(*(characters for _data, characters in _converted().values())) | INVISIBLE
    return {one for one in text if ord(one) not in known}
