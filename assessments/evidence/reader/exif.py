"""EXIF (CIPA DC-008, EXIF 2.32 and 3.0): every tag under its name, and the facts extracted from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any

from PIL import ExifTags

from assessments.evidence.reader import facts
from assessments.evidence.reader.facts import Facts
from assessments.evidence.reader.sentences import gettext_noop

MAX_TEXT = 2_000
MAX_VALUES = 64
MAX_TAGS = 1_000
ODD_ORIENTATION = gettext_noop("The orientation %(value)s is none of 1 to 8.")
_NUMBERS = (int, float)
_CHARSETS = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp"}
# Tags whose value is an offset in the file, or a blob without meaning outside it.
_SKIPPED = {
    "ExifOffset",
    "GPSInfo",
    "ExifInteroperabilityOffset",
    "XMLPacket",
    "IPTCNAA",
    "ImageResources",
    "InterColorProfile",
}


def named(tags: Mapping[int, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """Values of one directory under their names; unknown tags under their number."""
    found: dict[str, Any] = {}
    for number, value in list(tags.items())[:MAX_TAGS]:
        name = names.get(number, f"0x{number:04x}")
        converted = _comment(value) if name == "UserComment" else plain(value)
        if name not in _SKIPPED and converted not in (None, ""):
            found[name] = converted
    return found


def _comment(value: Any) -> Any:
    if not isinstance(value, bytes):
        return plain(value)
    charset = _CHARSETS.get(value[:8])
    text = value[8:] if charset else value.removeprefix(b"\0" * 8)
    return text[:MAX_TEXT].decode(charset or "utf-8", "replace").replace("\x00", "").strip()


def plain(value: Any) -> Any:
    """A tag's value as JSON: fractions as floats, bytes as text or their length."""
    match value:
        case bool() | int():
            return value
        case str():
            return _text(value)
        case bytes():
            text = value[:MAX_TEXT].replace(b"\x00", b"").decode("latin-1")
            return text.strip() if text.isprintable() else f"({len(value)} bytes)"
        case tuple() | list():
            return [plain(one) for one in value[:MAX_VALUES]]
        case dict():
            return f"({len(value)} values)"
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return str(value)[:MAX_TEXT]
    return number if math.isfinite(number) else None


def _text(value: str) -> str:
    """EXIF texts are ASCII by the standard and UTF-8 by custom; the library hands them over as Latin-1."""
    text = value.replace("\x00", "").strip()[:MAX_TEXT]
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def groups(
    main: Mapping[int, Any], exif: Mapping[int, Any], gps: Mapping[int, Any], interop: Mapping[int, Any]
) -> dict[str, Any]:
    """All directories, named as in the standard."""
    return {
        "IFD0": named(main, ExifTags.TAGS),
        "ExifIFD": named(exif, ExifTags.TAGS),
        "GPS": named(gps, ExifTags.GPSTAGS),
        "InteropIFD": named(interop, {1: "InteropIndex", 2: "InteropVersion"}),
    }


def extract(found: Facts, directories: Mapping[str, Mapping[str, Any]]) -> None:
    """Extract the facts from those directories."""
    main, exif, gps = directories["IFD0"], directories["ExifIFD"], directories["GPS"]
    _orientation(found, main)
    _camera(found, main, exif)
    _position(found, gps)
    put_time(found, exif, "Original")


def put_time(found: Facts, exif: Mapping[str, Any], which: str) -> None:
    """The time of one pair of tags, `Original` (when taken) or `Digitized`, with its offset and fractions."""
    offset = exif.get(f"OffsetTime{which}") or exif.get("OffsetTime") or ""
    name, fractions = f"DateTime{which}", str(exif.get(f"SubsecTime{which}", ""))
    facts.put_time(found, str(exif.get(name) or ""), str(offset), fractions, source=f"EXIF {name}")


def _number(value: Any) -> float | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return float(value) if isinstance(value, _NUMBERS) and math.isfinite(value) else None


def _positive(value: Any) -> float | None:
    number = _number(value)
    return number if number is not None and number > 0 else None


def _orientation(found: Facts, main: Mapping[str, Any]) -> None:
    value = main.get("Orientation", 1)
    if value in range(1, 9):
        found.orientation = int(value)
    else:
        found.doubt(ODD_ORIENTATION, value=str(value)[:20])


def _camera(found: Facts, main: Mapping[str, Any], exif: Mapping[str, Any]) -> None:
    make, model = str(main.get("Make", "")), str(main.get("Model", ""))
    found.camera = (model if model.lower().startswith(make.lower()) else f"{make} {model}").strip()[:200]
    found.serial = str(exif.get("BodySerialNumber") or main.get("CameraSerialNumber") or "")[:100]
    found.lens = str(exif.get("LensModel", ""))[:200]
    found.focal_length_mm = _positive(exif.get("FocalLength"))
    found.exposure_s = _positive(exif.get("ExposureTime"))
    found.f_number = _positive(exif.get("FNumber"))
    sensitivity = _positive(exif.get("ISOSpeedRatings"))
    found.iso = int(sensitivity) if sensitivity and sensitivity < 1e9 else None


def _degrees(value: Any, reference: Any, negative: str) -> float | None:
    if not isinstance(value, list) or not 1 <= len(value) <= 3:
        return None
    if not all(isinstance(one, _NUMBERS) for one in value):
        return None
    degrees = sum(float(one) / 60**index for index, one in enumerate(value))
    return float(round(-degrees if str(reference).upper().startswith(negative) else degrees, 7))


def _position(found: Facts, gps: Mapping[str, Any]) -> None:
    facts.put_position(
        found,
        _degrees(gps.get("GPSLongitude"), gps.get("GPSLongitudeRef"), "W"),
        _degrees(gps.get("GPSLatitude"), gps.get("GPSLatitudeRef"), "S"),
    )
    height = _number(gps.get("GPSAltitude"))
    if height is not None and found.latitude is not None and abs(height) < 12_000:
        # References 1 and 3 are below the sea or the ellipsoid; some cameras write the byte as text.
        found.altitude_m = (
            -height if str(gps.get("GPSAltitudeRef", 0)).strip("\x00") in ("1", "3", "\x01", "\x03") else height
        )
    found.error_m = _positive(gps.get("GPSHPositioningError"))
    found.dop = _positive(gps.get("GPSDOP"))
    facts.put_direction(found, _number(gps.get("GPSImgDirection")), str(gps.get("GPSImgDirectionRef", "")))
    _satellite_time(found, gps)


def _satellite_time(found: Facts, gps: Mapping[str, Any]) -> None:
    clock, day = gps.get("GPSTimeStamp"), facts.written_time(str(gps.get("GPSDateStamp", "")))
    if (
        day is None
        or not isinstance(clock, list)
        or len(clock) != 3
        or not all(isinstance(one, _NUMBERS) for one in clock)
    ):
        return
    seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    if 0 <= seconds < 86_401:
        found.gps_at = (day.local.replace(tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()
