"""Facts from the metadata of a photograph, in the units in which they are stored and displayed.

Degrees are decimal, south and west negative; directions are degrees clockwise from north; heights and errors are
metres. What contradicts itself is left out and named in `doubts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from assessments.evidence.reader.sentences import gettext_noop, sentence

NO_ZONE = gettext_noop("The camera did not write its time zone.")
ZONE_BY_GPS = gettext_noop(
    "The camera did not write its time zone; the satellites' time beside it makes it %(offset)s."
)
CLOCKS_DISAGREE = gettext_noop("The camera's time and the satellites' time beside it are %(hours)s hours apart.")
CLOCK_IS_OFF = gettext_noop("The camera's clock is about %(minutes)s minutes away from the satellites' time.")
UNREADABLE_TIME = gettext_noop("The time '%(text)s' cannot be read.")
OFF_THE_GLOBE = gettext_noop("The position lies off the globe.")
NULL_ISLAND = gettext_noop("The position is 0, 0, which cameras write when they do not know it.")
MADE_BY_MACHINE = gettext_noop("The file says that it was made or changed by a generating program (%(kind)s).")
ONLY_XMP = gettext_noop("The %(what)s is from the file's XMP, which programs write, not from the camera's EXIF.")
NOT_FROM_CAMERA = gettext_noop(
    "The time is from %(source)s, which programs and people write, not from the camera's EXIF."
)
DIGITISED = gettext_noop("The time is from %(source)s: when the picture was digitised, which is later for a scan.")
ONLY_DAY = gettext_noop("The file tells the day but no time; noon stands for it.")
QUARTER_S = 900
MAX_DRIFT_S = 120


@dataclass
class Facts:
    """`taken` is the local time (or only the date) as written, `taken_source` the field it is from, such as `EXIF
    DateTimeOriginal`; `taken_at` (RFC 3339, UTC) is set only where the UTC offset is known.
    """

    orientation: int = 1
    camera: str = ""
    serial: str = ""
    lens: str = ""
    focal_length_mm: float | None = None
    exposure_s: float | None = None
    f_number: float | None = None
    iso: int | None = None
    taken: str = ""
    taken_source: str = ""
    offset: str = ""
    taken_at: str = ""
    longitude: float | None = None
    latitude: float | None = None
    altitude_m: float | None = None
    error_m: float | None = None
    dop: float | None = None
    direction_deg: float | None = None
    direction_is_magnetic: bool = False
    gps_at: str = ""
    creator: str = ""
    rights: str = ""
    description: str = ""
    headline: str = ""
    keywords: list[str] = field(default_factory=list)
    created: str = ""
    city: str = ""
    country: str = ""
    source_type: str = ""
    guid: str = ""
    doubts: list[dict[str, Any]] = field(default_factory=list)

    def doubt(self, text: str, /, **values: Any) -> None:
        self.doubts.append(sentence(text, **values))


FIRST_YEAR, LAST_YEAR = 1826, 2199
"""No photograph is older than Niépce's; a clock that was never set writes year 1 or 9999, where zones overflow."""


_WRITTEN = re.compile(
    r"(\d{4})[:\-/. ](\d{1,2})[:\-/. ](\d{1,2})"
    r"(?:[ T_]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,6})\d*)?)?)?"
    r"\s*(Z|[+\-]\d{2}:?\d{2})?"
)
"""EXIF writes `2016:04:25 14:02:00`, XMP `2016-04-25T14:02:00.25+03:00`; cameras and programs in the field also write
slashes, points and dashes, a zone behind an EXIF time, or no time at all.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A local time parsed from a file, with the UTC offset that follows it (or ""); `has_clock` is False for a date."""

    local: datetime
    zone: str
    has_clock: bool


def written_time(text: str, subsecond: str = "") -> Written | None:
    """Parse a time of EXIF or XMP; None if it is invalid or not between 1826 and 2199."""
    parts = _WRITTEN.fullmatch(text.replace("\x00", "").strip())
    if parts is None:
        return None
    digits = parts[7] or (subsecond if re.fullmatch(r"\d{1,6}", subsecond) else "")
    try:
        year, month, day, hour, minute, second = (int(parts[n] or 0) for n in range(1, 7))
        micro = int(digits.ljust(6, "0")) if digits else 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        local = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 - a camera's local time
    except ValueError:
        return None
    return Written(local, parts[8] or "", has_clock=parts[4] is not None)


def zone(text: str) -> timezone | None:
    """`+03:00`, `+0300` or `Z`; None for anything else."""
    parts = re.fullmatch(r"([+\-])(\d{2}):?(\d{2})", text.strip())
    if parts is None or int(parts[2]) > 14:
        return UTC if text.strip() == "Z" else None
    minutes = (int(parts[2]) * 60 + int(parts[3])) * (-1 if parts[1] == "-" else 1)
    return timezone(timedelta(minutes=minutes))


def put_time(found: Facts, text: str, offset: str = "", subsecond: str = "", *, source: str) -> None:
    """Set the time of the photograph with its UTC offset, from the file or else derived from its GPS time.

    `source` names the metadata field. An offset after the time itself is used where there is no `offset`. A date
    without a time is stored as a date; `taken_at` is then left for the caller, who knows the site's time zone.
    """
    written = written_time(text, subsecond)
    if written is None:
        if text.strip(" :0"):
            found.doubt(UNREADABLE_TIME, text=text[:40])
        return
    found.taken_source = source
    if not written.has_clock:
        found.taken = written.local.date().isoformat()
        found.doubt(ONLY_DAY)
        return
    local, offset = written.local, (offset.strip() or written.zone)
    found.taken = local.replace(microsecond=0).isoformat(sep=" ")
    gps = datetime.fromisoformat(found.gps_at) if found.gps_at else None
    ahead = (local.replace(tzinfo=UTC) - gps).total_seconds() if gps else 0.0
    stated = zone(offset)
    if stated is not None:
        found.offset = offset
        found.taken_at = local.replace(tzinfo=stated).astimezone(UTC).isoformat()
        _compare_clocks(found, (local.replace(tzinfo=stated) - gps).total_seconds() if gps else 0.0)
    elif gps is not None and abs(ahead) < 14.5 * 3600:
        quarters = round(ahead / QUARTER_S)
        found.offset = _offset(quarters * 15)
        found.taken_at = (local.replace(tzinfo=UTC) - timedelta(minutes=quarters * 15)).isoformat()
        found.doubt(ZONE_BY_GPS, offset=found.offset)
        _compare_clocks(found, ahead - quarters * QUARTER_S)
    else:
        found.doubt(NO_ZONE)
        if gps is not None:
            found.doubt(CLOCKS_DISAGREE, hours=round(abs(ahead) / 3600))


def _compare_clocks(found: Facts, apart_s: float) -> None:
    if abs(apart_s) > MAX_DRIFT_S:
        found.doubt(CLOCK_IS_OFF, minutes=round(abs(apart_s) / 60))


def _offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def put_position(found: Facts, longitude: float | None, latitude: float | None) -> None:
    if longitude is None or latitude is None:
        return
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        found.doubt(OFF_THE_GLOBE)
    elif latitude == 0 and longitude == 0:
        found.doubt(NULL_ISLAND)
    else:
        found.latitude, found.longitude = latitude, longitude


def put_direction(found: Facts, value: float | None, reference: str) -> None:
    if value is not None and 0 <= value < 360.5:
        found.direction_deg = round(value % 360, 2)
        found.direction_is_magnetic = reference.upper().startswith("M")


def put_source_type(found: Facts, address: str) -> None:
    """IPTC's digital source type, the last word of its address."""
    found.source_type = address.rstrip("/").rpartition("/")[2][:60]
    if "algorithmic" in found.source_type.lower():
        found.doubt(MADE_BY_MACHINE, kind=found.source_type)
