"""What a photograph's EXIF says, as plain values (CIPA DC-008, EXIF 2.32). No Django, no pixels.

Values are taken as they stand; what contradicts itself is left out and named in `doubts`. Degrees are decimal, south
and west negative; directions are degrees clockwise from north.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

TAGS = {
    0x010F: "Make", 0x0110: "Model", 0x0112: "Orientation", 0x0131: "Software", 0x0132: "DateTime",
    0x013B: "Artist", 0x8298: "Copyright",
}  # fmt: skip
EXIF_TAGS = {
    0x829A: "ExposureTime", 0x829D: "FNumber", 0x8827: "ISO", 0x9003: "DateTimeOriginal",
    0x9004: "DateTimeDigitized", 0x9010: "OffsetTime", 0x9011: "OffsetTimeOriginal", 0x920A: "FocalLength",
    0x9291: "SubSecTimeOriginal", 0xA002: "PixelXDimension", 0xA003: "PixelYDimension", 0xA431: "BodySerialNumber",
    0xA433: "LensMake", 0xA434: "LensModel",
}  # fmt: skip
GPS_TAGS = {
    1: "GPSLatitudeRef", 2: "GPSLatitude", 3: "GPSLongitudeRef", 4: "GPSLongitude", 5: "GPSAltitudeRef",
    6: "GPSAltitude", 7: "GPSTimeStamp", 11: "GPSDOP", 16: "GPSImgDirectionRef", 17: "GPSImgDirection",
    29: "GPSDateStamp", 31: "GPSHPositioningError",
}  # fmt: skip
MOST_TEXT = 2_000


@dataclass
class Facts:
    """What the file says. `taken` is the text as written; `taken_at` only where the file tells its offset."""

    values: dict[str, Any] = field(default_factory=dict)
    orientation: int = 1
    camera: str = ""
    taken: str = ""
    offset: str = ""
    taken_at: str = ""
    longitude: float | None = None
    latitude: float | None = None
    error_m: float | None = None
    direction_deg: float | None = None
    doubts: list[str] = field(default_factory=list)


def plain(value: Any) -> Any:
    """A tag's value as JSON: fractions as floats, bytes as text or their length."""
    match value:
        case bool() | int():
            return value
        case str():
            return value.replace("\x00", "").strip()[:MOST_TEXT]
        case bytes():
            text = value[:MOST_TEXT].replace(b"\x00", b"").decode("latin-1")
            return text.strip() if text.isprintable() else f"({len(value)} bytes)"
        case tuple() | list():
            return [plain(one) for one in value[:64]]
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return str(value)[:MOST_TEXT]
    return number if math.isfinite(number) else None


def facts(main: Mapping[int, Any], exif: Mapping[int, Any], gps: Mapping[int, Any]) -> Facts:
    """The facts in three directories of tags (IFD0, Exif, GPS)."""
    found = Facts()
    for tags, names in ((main, TAGS), (exif, EXIF_TAGS), (gps, GPS_TAGS)):
        for number, value in tags.items():
            name = names.get(number)
            if name and (told := plain(value)) not in (None, ""):
                found.values[name] = told
    _orientation(found)
    _camera(found)
    _time(found)
    _position(found)
    return found


def _orientation(found: Facts) -> None:
    value = found.values.get("Orientation", 1)
    if value in range(1, 9):
        found.orientation = int(value)
    else:
        found.doubts.append(f"orientation {value!r} is none of 1 to 8")


def _camera(found: Facts) -> None:
    make, model = str(found.values.get("Make", "")), str(found.values.get("Model", ""))
    found.camera = (model if model.lower().startswith(make.lower()) else f"{make} {model}").strip()[:200]


def _time(found: Facts) -> None:
    text = str(found.values.get("DateTimeOriginal") or found.values.get("DateTimeDigitized") or "")
    moment = _moment(text)
    if moment is None:
        if text.strip(" :0"):
            found.doubts.append(f"the time {text!r} cannot be read")
        return
    found.taken = moment.isoformat(sep=" ")
    offset = str(found.values.get("OffsetTimeOriginal") or found.values.get("OffsetTime") or "")
    if zone := _zone(offset):
        found.offset = offset
        found.taken_at = moment.replace(tzinfo=zone).astimezone(UTC).isoformat()
    else:
        found.doubts.append("the camera did not write its time zone")


def _moment(text: str) -> datetime | None:
    parts = re.match(r"(\d{4})[:\-](\d{2})[:\-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})", text)
    try:
        return datetime(*map(int, parts.groups())) if parts else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _zone(text: str) -> timezone | None:
    parts = re.fullmatch(r"([+\-])(\d{2}):(\d{2})", text.strip())
    if parts is None or int(parts[2]) > 14:
        return UTC if text.strip() == "Z" else None
    minutes = (int(parts[2]) * 60 + int(parts[3])) * (-1 if parts[1] == "-" else 1)
    return timezone(timedelta(minutes=minutes))


def _degrees(value: Any, reference: Any, negative: str) -> float | None:
    if not isinstance(value, list) or not 1 <= len(value) <= 3:
        return None
    if not all(isinstance(one, (int, float)) for one in value):
        return None
    degrees = sum(float(one) / 60**index for index, one in enumerate(value))
    return float(round(-degrees if str(reference).upper().startswith(negative) else degrees, 7))


def _position(found: Facts) -> None:
    values = found.values
    latitude = _degrees(values.get("GPSLatitude"), values.get("GPSLatitudeRef"), "S")
    longitude = _degrees(values.get("GPSLongitude"), values.get("GPSLongitudeRef"), "W")
    if latitude is not None and longitude is not None:
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            found.doubts.append("the position lies off the globe")
        elif latitude == 0 and longitude == 0:
            found.doubts.append("the position is 0, 0, which cameras write when they do not know it")
        else:
            found.latitude, found.longitude = latitude, longitude
    error = values.get("GPSHPositioningError")
    found.error_m = float(error) if isinstance(error, (int, float)) and error > 0 else None
    direction = values.get("GPSImgDirection")
    if isinstance(direction, (int, float)) and 0 <= direction < 360.5:
        found.direction_deg = round(float(direction) % 360, 2)
