"""The metadata of a file: the complete set for the record, the facts for model fields, the doubts for people.

Where several blocks contain the same fact, the order follows the IPTC mapping guidelines: XMP, IPTC-IIM, EXIF for
descriptions; EXIF, then XMP, for measurements of the camera.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageFile, IptcImagePlugin

from assessments.evidence.reader import exif, facts, iptc, xmp
from assessments.evidence.reader.facts import Facts
from assessments.evidence.reader.formats import UPRIGHT_ALREADY
from assessments.evidence.reader.sentences import gettext_noop

UNREADABLE = gettext_noop("The %(what)s in the file cannot be read (%(failure)s).")
EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x8769, 0x8825, 0xA005


def read(image: ImageFile.ImageFile) -> tuple[dict[str, Any], Facts]:
    """The complete set by group (`IFD0`, `ExifIFD`, `GPS`, `InteropIFD`, `XMP`, `IPTC`) and the facts in it."""
    found = Facts()
    groups = _exif(image, found) | {"XMP": _xmp(image, found), "IPTC": _iptc(image, found)}
    _tolerating(found, "EXIF", lambda: exif.extract(found, groups))
    if image.format in UPRIGHT_ALREADY:
        found.orientation = 1
    _tolerating(found, "XMP", lambda: _from_xmp(found, groups["XMP"]))
    _tolerating(found, "IPTC", lambda: _fallback_time(found, groups))
    _descriptions(found, groups)
    return {name: values for name, values in groups.items() if values}, found


def _tolerating(found: Facts, what: str, extract: Callable[[], None]) -> None:
    """Run one extraction step. An absurd value must not fail the whole file: facts found so far stay, and a doubt is
    added.
    """
    try:
        extract()
    except (ArithmeticError, ValueError, TypeError) as failure:
        found.doubt(UNREADABLE, what=what, failure=type(failure).__name__)


def _exif(image: Image.Image, found: Facts) -> dict[str, Any]:
    try:
        tags = image.getexif()
        inner, gps = dict(tags.get_ifd(EXIF_IFD)), dict(tags.get_ifd(GPS_IFD))
        # The interoperability directory hangs below the Exif directory, and is named there by its parsed content.
        interop = inner.pop(INTEROP_IFD, {})
        return exif.groups(dict(tags), inner, gps, interop if isinstance(interop, dict) else {})
    except Exception as failure:  # noqa: BLE001 - Pillow raises many kinds on hostile metadata; the picture counts
        found.doubt(UNREADABLE, what="EXIF", failure=type(failure).__name__)
        return exif.groups({}, {}, {}, {})


def _xmp(image: Image.Image, found: Facts) -> dict[str, Any]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet:
        return {}
    try:
        return xmp.values(bytes(packet))
    except (ValueError, TypeError, RecursionError) as failure:
        found.doubt(UNREADABLE, what="XMP", failure=str(failure)[:100])
        return {}


def _iptc(image: ImageFile.ImageFile, found: Facts) -> dict[str, Any]:
    try:
        return iptc.values(IptcImagePlugin.getiptcinfo(image) or {})
    except Exception as failure:  # noqa: BLE001 - Pillow raises many kinds on hostile metadata; the picture counts
        found.doubt(UNREADABLE, what="IPTC", failure=type(failure).__name__)
        return {}


def _from_xmp(found: Facts, packet: Mapping[str, Any]) -> None:
    """Measurements of the camera that only XMP contains."""
    if found.latitude is None:
        latitude, longitude = _angle(_first(packet, "exif:GPSLatitude")), _angle(_first(packet, "exif:GPSLongitude"))
        facts.put_position(found, longitude, latitude)
        if found.latitude is not None:
            found.doubt(facts.ONLY_XMP, what=gettext_noop("position"))
    if found.direction_deg is None and (text := _first(packet, "exif:GPSImgDirection")):
        facts.put_direction(found, _ratio(text), _first(packet, "exif:GPSImgDirectionRef"))


def _fallback_time(found: Facts, groups: Mapping[str, Mapping[str, Any]]) -> None:
    """The time when EXIF has no time of exposure: from XMP, from IPTC, or else the time of digitisation.

    The order is that of the Metadata Working Group's guidelines, 2.0, section 5.1.
    """
    packet = groups["XMP"]
    taken = [(f"XMP {name}", _first(packet, name)) for name in ("exif:DateTimeOriginal", "photoshop:DateCreated")]
    for source, text in [*taken, ("IPTC DateCreated", iptc.created(groups["IPTC"]))]:
        if not found.taken and text:
            facts.put_time(found, text, source=source)
            if found.taken:
                found.doubt(facts.NOT_FROM_CAMERA, source=source)
    if not found.taken:
        exif.put_time(found, groups["ExifIFD"], "Digitized")
    if not found.taken and (text := _first(packet, "xmp:CreateDate")):
        facts.put_time(found, text, source="XMP xmp:CreateDate")
    if found.taken_source in ("EXIF DateTimeDigitized", "XMP xmp:CreateDate"):
        found.doubt(facts.DIGITISED, source=found.taken_source)


def _angle(text: str) -> float | None:
    """XMP's `34,33.0180N` or `34,33,1N` in decimal degrees."""
    parts = re.fullmatch(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])", text.strip())
    if parts is None:
        return None
    degrees = int(parts[1]) + float(parts[2]) / 60 + float(parts[3] or 0) / 3600
    return round(-degrees if parts[4] in "SW" else degrees, 7)


def _ratio(text: str) -> float | None:
    parts = re.fullmatch(r"(\d+(?:\.\d+)?)(?:/(\d+))?", text.strip())
    if parts is None or (parts[2] and not float(parts[2])):
        return None
    return float(parts[1]) / float(parts[2] or 1)


def _descriptions(found: Facts, groups: Mapping[str, Mapping[str, Any]]) -> None:
    main, iim, packet = groups["IFD0"], groups["IPTC"], groups["XMP"]
    found.creator = _first(packet, "dc:creator") or _first(iim, "By-line") or _first(main, "Artist")
    found.rights = _first(packet, "dc:rights") or _first(iim, "CopyrightNotice") or _first(main, "Copyright")
    found.description = (
        _first(packet, "dc:description") or _first(iim, "Caption-Abstract") or _first(main, "ImageDescription")
    )
    found.headline = _first(packet, "photoshop:Headline") or _first(iim, "Headline")
    found.created = (_first(packet, "photoshop:DateCreated") or _first(iim, "DateCreated"))[:40]
    found.city = _first(packet, "photoshop:City") or _first(iim, "City")
    found.country = _first(packet, "photoshop:Country") or _first(iim, "Country-PrimaryLocationName")
    found.guid = _first(packet, "Iptc4xmpExt:DigImageGUID")[:200]
    keywords = packet.get("dc:subject") or iim.get("Keywords") or []
    found.keywords = [str(one)[:200] for one in (keywords if isinstance(keywords, list) else [keywords])][:100]
    if address := _first(packet, "Iptc4xmpExt:DigitalSourceType"):
        facts.put_source_type(found, address)


def _first(values: Mapping[str, Any], *names: str) -> str:
    """The first non-empty value; a list is joined into one line."""
    for name in names:
        value = values.get(name)
        text = "; ".join(str(one) for one in value) if isinstance(value, list) else str(value or "")
        if text.strip():
            return text.strip()[:2_000]
    return ""
