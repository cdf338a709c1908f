"""A perceptual hash: pictures that look alike differ in few of its 64 bits.

The signs of the lowest frequencies of a cosine transform (the method known as pHash): it withstands scaling, renewed
compression and small changes of brightness. The bits are kept as four bands of sixteen. Of two hashes that differ in
at most seven bits at least one band differs in at most one (the pigeonhole principle), so that an index over bands
finds them all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

EDGE = 32
KEPT = 8
BITS = 64
BANDS = 4
BAND_BITS = BITS // BANDS
MAX_APART = 7
MIN_CONTRAST = 4.0
"""Below this spread of grey values (of 255) a picture shows nothing that could be recognised: sky, a lens cap."""


def _cosines() -> Any:
    k, n = np.arange(KEPT + 1)[:, None], np.arange(EDGE)[None, :]
    return np.cos(np.pi * (2 * n + 1) * k / (2 * EDGE))


_COSINES = _cosines()


def hash_of(picture: Image.Image) -> int | None:
    """The 64-bit hash of an upright picture; None when it is too even to be recognised."""
    grey = np.asarray(picture.convert("L").resize((EDGE, EDGE), Image.Resampling.LANCZOS), dtype=np.float64)
    if float(grey.std()) < MIN_CONTRAST:
        return None
    # The first row and column hold overall brightness and slope, which say little about what is seen.
    lowest = (_COSINES @ grey @ _COSINES.T)[1:, 1:].ravel()
    # The median, without `np.median`: that would load masked arrays anew in the process of every photograph.
    bits = lowest > np.sort(lowest)[BITS // 2 - 1 : BITS // 2 + 1].mean()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()


def bands(hash_: int) -> list[int]:
    """The four keys under which a hash is filed: which band, and its sixteen bits."""
    mask = (1 << BAND_BITS) - 1
    return [(band << BAND_BITS) | ((hash_ >> (band * BAND_BITS)) & mask) for band in range(BANDS)]


def bands_to_search(hash_: int) -> list[int]:
    """Every key under which a hash at most `MAX_APART` bits away must be filed at least once."""
    found = []
    for key in bands(hash_):
        found += [key, *(key ^ (1 << bit) for bit in range(BAND_BITS))]
    return found
