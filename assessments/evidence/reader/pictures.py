"""Decoding to upright pixels in sRGB, and writing the derivatives.

JPEG is decoded at the smallest scale that still covers the large derivative; this reads all entropy-coded data, and so
detects truncation, at about the cost of one full decode. Other formats are scaled down before their colours are
converted, so that a large one is never in memory three times.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms

from assessments.evidence.reader.formats import FRUGAL
from assessments.evidence.reader.sentences import Unreadable, gettext_noop
from assessments.kit.checksums import sha256_of_file

RECIPE_VERSION = 2
# Half of what common 12-megapixel cameras write (4000 to 4032): JPEG is then decoded at half scale.
RECIPES = {"large": 2000, "medium": 1000, "thumb": 320}
QUALITY = 82
BREAKS_OFF = gettext_noop("The picture breaks off or is damaged inside (%(failure)s).")
_REDUCED_AS_THEY_ARE = ("L", "LA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB")
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,), 3: (Image.Transpose.ROTATE_180,), 4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,), 6: (Image.Transpose.ROTATE_270,), 7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}  # fmt: skip


@dataclass
class Picture:
    """One smaller picture, written to a file under its recipe."""

    recipe: str
    sha256: str
    width: int
    height: int
    size: int
    file: str


def fitted(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """Width and height within a square of `edge` pixels, in proportion; never larger than they are."""
    longest = max(size)
    if longest <= edge:
        return size
    return max(1, round(size[0] * edge / longest)), max(1, round(size[1] * edge / longest))


QUARTERS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
"""Quarter turns clockwise; Pillow counts the other way round."""


def upright(image: Image.Image, orientation: int, turned: int = 0, edge: int | None = RECIPES["large"]) -> Image.Image:
    """Decoded pixels in sRGB, turned as the camera was held and then by `turned` quarters clockwise, as somebody asked;
    at least `edge` long where the original is, or whole.

    Raises `Unreadable` when the pixels break off.
    """
    if edge and image.format in FRUGAL:
        # A little under what is wanted is never given: the decoder takes the scale that covers it.
        image.draft("RGB", fitted(image.size, edge))
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, IndexError, EOFError, RuntimeError) as failure:
        raise Unreadable(BREAKS_OFF, failure=str(failure)[:200] or type(failure).__name__) from None
    profile = image.info.get("icc_profile")
    if edge and image.mode in _REDUCED_AS_THEY_ARE and (factor := max(image.size) // edge) > 1:
        image = image.reduce(factor)
    image = in_srgb(_eight_bits(image), profile)
    for turn in _TURNS.get(orientation, ()):
        image = image.transpose(turn)
    quarters = QUARTERS[turned]
    return image if quarters is None else image.transpose(quarters)


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "I":
        return image.point(lambda value: value / 256).convert("L")
    return image


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert colours from the file's own profile to sRGB; transparent areas become white."""
    if image.mode in ("RGBA", "LA", "PA", "P") and (image.mode != "P" or "transparency" in image.info):
        clear = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(clear, mask=clear.getchannel("A"))
    elif image.mode == "P":
        image = image.convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            done = None  # a profile for other colours, or a broken one: the numbers are taken as sRGB
        if done is not None:
            return done
    return image if image.mode == "RGB" else image.convert("RGB")


def written(image: Image.Image, folder: Path, prefix: str = "") -> tuple[list[Picture], Image.Image]:
    """Write the derivatives of all recipes as JPEG files, large first, each scaled from the previous one; also returns
    the smallest image.

    No metadata is copied: position and serial number stay with the original.
    """
    made = []
    for recipe, edge in RECIPES.items():
        if (size := fitted(image.size, edge)) != image.size:
            # Whole steps by averaging, the rest by interpolation: as sharp as people can see, at a fraction of the
            # cost.
            image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.0)
        file = folder / f"{prefix}{recipe}.jpg"
        image.save(file, "JPEG", quality=QUALITY, exif=b"", icc_profile=b"", comment=b"")
        made.append(
            Picture(prefix + recipe, sha256_of_file(file), image.width, image.height, file.stat().st_size, str(file))
        )
    return made, image
