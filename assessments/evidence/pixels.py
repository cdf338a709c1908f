"""From an original's bytes to facts and three smaller pictures. Runs only inside the isolated process.

Type by content, never by name. JPEG is read at the smallest scale that still covers the large derivative, which
reads every byte of its entropy data and so notices truncation, at about the cost of one full decode.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from assessments.evidence import exif
from assessments.kit.checksums import sha256_of_file

RECIPE_VERSION = 1
# Half of what common 12-megapixel cameras write (4000 to 4032): JPEG is then decoded at half scale.
RECIPES = {"large": 2000, "medium": 1000, "thumb": 320}
QUALITY = 82
MOST_PIXELS = 100_000_000
READERS = ("JPEG", "PNG", "TIFF", "WEBP")  # MPO is recognised by the JPEG reader
FORMATS = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp"}

Image.MAX_IMAGE_PIXELS = None  # our own bound below speaks in sentences
ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.init()  # every reader is loaded once, in the forkserver, and none under the limits


class Unreadable(Exception):
    """The file is no photograph that we can read; the message is the reason a person gets."""


@dataclass
class Picture:
    recipe: str
    sha256: str
    width: int
    height: int
    size: int
    file: str


@dataclass
class Reading:
    """Everything learnt from one original."""

    media_type: str
    width: int
    height: int
    facts: exif.Facts
    pictures: list[Picture] = field(default_factory=list)
    remark: str = ""


def read(original: Path, folder: Path, sha256: str) -> dict[str, Any]:
    """Check, read and scale one original; derivatives are written into `folder`. Raises `Unreadable`."""
    if sha256_of_file(original) != sha256:
        raise Unreadable("The stored file no longer has the digest it was received with.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return asdict(_read(original, folder))


def _read(original: Path, folder: Path) -> Reading:
    try:
        image = Image.open(original, formats=READERS)
    except UnidentifiedImageError:
        raise Unreadable(_what_it_is(original)) from None
    except (OSError, SyntaxError, ValueError) as failure:
        raise Unreadable(f"The file says it is a photograph, but its beginning is damaged ({failure}).") from None
    with image:
        facts = _facts(image)
        width, height = image.size
        if facts.orientation >= 5:
            width, height = height, width
        reading = Reading(FORMATS[image.format or ""], width, height, facts)
        if image.width * image.height > MOST_PIXELS:
            reading.remark = "Larger than 100 megapixels: kept as received, not rendered."
            return reading
        if getattr(image, "n_frames", 1) > 1 and image.format == "TIFF":
            reading.remark = "Several pages: the first one is shown."
        reading.pictures = _pictures(_upright(_pixels(image), facts.orientation), folder)
        return reading


def _what_it_is(original: Path) -> str:
    with original.open("rb") as file:
        head = file.read(512)
    text = head.lstrip().lower()
    if head[4:8] == b"ftyp":
        return "This is a HEIC, AVIF or video file, which is not read yet. It is kept as received."
    if text.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")):
        return "This is a web or drawing file under a photograph's name. It is kept as received and never shown."
    if head.startswith(b"%PDF"):
        return "This is a PDF. Send it as a document."
    return "This is not a JPEG, PNG, TIFF or WebP photograph. It is kept as received."


def _facts(image: Image.Image) -> exif.Facts:
    """EXIF may be broken in a sound picture: then the picture counts and the doubt is told."""
    try:
        tags = image.getexif()
        found = exif.facts(dict(tags), dict(tags.get_ifd(0x8769)), dict(tags.get_ifd(0x8825)))
    except Exception as failure:  # noqa: BLE001 - Pillow raises many kinds on hostile EXIF; all mean the same here
        found = exif.Facts()
        found.doubts.append(f"the metadata cannot be read ({type(failure).__name__})")
    return found


def _pixels(image: Image.Image) -> Image.Image:
    """Decoded pixels in sRGB, at most a little larger than the large derivative where the format allows."""
    if image.format in ("JPEG", "MPO"):
        image.draft("RGB", (RECIPES["large"], RECIPES["large"]))
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as failure:
        raise Unreadable(f"The picture breaks off or is damaged inside ({failure}).") from None
    profile = image.info.get("icc_profile")
    if image.mode in ("I;16", "I;16B", "I", "F"):
        image = image.point(lambda value: value / 256).convert("L") if image.mode != "F" else image.convert("L")
    return _in_srgb(image, profile)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA", "P"):
        flat = Image.new("RGB", image.size, "white")
        clear = image.convert("RGBA")
        flat.paste(clear, mask=clear.getchannel("A"))
        return flat
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            done = None
        if done is not None:
            return done
    return image.convert("RGB")


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    """The orientation applied once; derivatives carry no orientation tag."""
    if orientation == 1:
        return image
    tagged = image.copy()
    tagged.getexif()[0x0112] = orientation
    return ImageOps.exif_transpose(tagged)


def _pictures(image: Image.Image, folder: Path) -> list[Picture]:
    """Large first, each next one from the one before. No metadata goes along."""
    pictures = []
    for recipe, edge in RECIPES.items():
        if max(image.size) > edge:
            scale = edge / max(image.size)
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        file = folder / f"{recipe}.jpg"
        image.save(file, "JPEG", quality=QUALITY)
        digest = sha256_of_file(file)
        pictures.append(Picture(recipe, digest, image.width, image.height, file.stat().st_size, str(file)))
    return pictures
