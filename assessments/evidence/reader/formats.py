"""File type by content, never by name: the six supported formats, and messages for other types."""

from __future__ import annotations

from pathlib import Path

import pi_heif
from PIL import Image, ImageFile, UnidentifiedImageError

from assessments.evidence.reader.sentences import Unreadable, gettext_noop

pi_heif.register_heif_opener(thumbnails=False)

MEDIA_TYPES = {
    "JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp",
    "HEIF": "image/heic", "AVIF": "image/avif",
}  # fmt: skip
READERS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF", "AVIF")  # MPO is recognised by the JPEG reader
FRUGAL = ("JPEG", "MPO")
"""Formats that can be decoded at a fraction of their size."""
UPRIGHT_ALREADY = ("HEIF",)
"""Formats whose decoder already rotates the picture, so that the orientation in EXIF must be ignored."""

Image.MAX_IMAGE_PIXELS = None  # `photograph.MAX_PIXELS` applies instead, with a message for people
ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.init()  # every plugin is loaded once, in the fork server, not in the limited child

WEB = gettext_noop("This is a web or drawing file under a photograph's name. It is kept as received and never shown.")
PDF = gettext_noop("This is a PDF. Send it as a document.")
VIDEO = gettext_noop("This is a video. Send it as a document.")
RAW = gettext_noop(
    "This is a camera's raw file of a kind that is not read. Send it as a document, and a JPEG beside it."
)
OTHER = gettext_noop("This is not a JPEG, PNG, TIFF, WebP, HEIC or AVIF photograph. It is kept as received.")
DAMAGED = gettext_noop("The file says it is a photograph, but its beginning is damaged (%(failure)s).")
_WEB_BEGINNINGS = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script")


def opened(original: Path) -> ImageFile.ImageFile:
    """Open a picture: its header is read, its pixels are not decoded yet. Raises `Unreadable`."""
    try:
        return Image.open(original, formats=READERS)
    except UnidentifiedImageError:
        raise Unreadable(_what_it_is(original)) from None
    except (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, OverflowError) as failure:
        raise Unreadable(DAMAGED, failure=str(failure)[:200] or type(failure).__name__) from None


def _what_it_is(original: Path) -> str:
    with original.open("rb") as file:
        head = file.read(1024)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_WEB_BEGINNINGS):
        return WEB
    if head.startswith(b"%PDF"):
        return PDF
    if head[4:8] == b"ftyp" and head[8:12] not in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return RAW if head[8:11] == b"crx" else VIDEO
    if head.startswith((b"FUJIFILMCCD-RAW", b"IIRO", b"IIU\0")):
        return RAW
    return OTHER
