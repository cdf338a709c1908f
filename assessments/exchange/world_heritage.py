"""Reading the World Heritage List as UNESCO publishes it, and as it is found in the wild. No Django, no database.

The file comes in UTF-8, Windows-1252 or Latin-1, even line by line; with commas or semicolons; with HTML in names and
descriptions; with lists of countries on transboundary properties and none at all on one. Whatever cannot be read is
reported with its line and reason; nothing is guessed.
"""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

NEEDED = ("id_no", "name_en", "name_fr", "date_inscribed", "longitude", "latitude", "iso_code")
_TAGS = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"<\s*(?:br|/p|/li)\s*/?\s*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u00a0]+")
csv.field_size_limit(1 << 20)


class NotTheList(Exception):
    """The file as a whole is no World Heritage List; the message says why."""


@dataclass(frozen=True, slots=True)
class Property:
    """One inscribed property. Coordinates are WGS 84 degrees; `area_ha` None where the list states 0 or nothing."""

    line: int
    number: str
    names: tuple[tuple[str, str], ...]
    descriptions: dict[str, str]
    inscribed_year: int
    in_danger_since: int | None
    longitude: float
    latitude: float
    area_ha: Decimal | None
    criteria: str
    category: str
    states: dict[str, str]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    reason: str


@dataclass
class Reading:
    properties: list[Property] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def text_of(data: bytes) -> str:
    """The file's text. UTF-8 line by line, since single lines in the wild are in another encoding; a line that is no
    UTF-8 is Windows-1252, and where that leaves a byte undefined, Latin-1."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    return "".join(_line(one) for one in data.splitlines(keepends=True))


def _line(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def cleaned(text: str) -> str:
    """Text without HTML: tags gone, entities written out, spaces single, in NFC."""
    plain = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", text)))
    lines = (_SPACES.sub(" ", line).strip() for line in plain.replace("\x00", "").splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def read(data: bytes) -> Reading:
    """Every row as a property or as a reason. Raises `NotTheList` when the file is something else."""
    if not data.strip():
        raise NotTheList("The file is empty.")
    if b"\x00" in data[:4096] or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise NotTheList("This is not a text file. Save the spreadsheet as CSV and import that.")
    text = text_of(data)
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    missing = [name for name in NEEDED if name not in (rows.fieldnames or [])]
    if missing:
        raise NotTheList(f"The columns {', '.join(missing)} are missing. Is this the World Heritage List as CSV?")
    reading = Reading()
    seen: dict[str, int] = {}
    for line, row in _numbered(rows, reading):
        try:
            found = _property(line, row)
        except ValueError as failure:
            reading.bad.append(BadRow(line, str(failure)))
            continue
        if found.number in seen:
            reading.bad.append(BadRow(line, f"id_no {found.number} stands already in line {seen[found.number]}"))
            continue
        seen[found.number] = line
        reading.properties.append(found)
    return reading


def _numbered(rows: csv.DictReader[str], reading: Reading) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line on which they begin."""
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as failure:
            reading.bad.append(BadRow(line, f"broken CSV ({failure}); everything after it is unread"))
            return
        if None in row or any(value is None for value in row.values()):
            reading.bad.append(BadRow(line, "the row has another number of columns than the header"))
            continue
        yield line, row


def _property(line: int, row: dict[str, str]) -> Property:
    number = row["id_no"].strip()
    if not number:
        raise ValueError("id_no is empty")
    names = tuple((language, name) for language in ("en", "fr") if (name := cleaned(row.get(f"name_{language}", ""))))
    if not names:
        raise ValueError("neither an English nor a French name")
    longitude, latitude = _degrees(row, "longitude", 180), _degrees(row, "latitude", 90)
    return Property(
        line, number, names,
        {one: text for one in ("en", "fr") if (text := cleaned(row.get(f"short_description_{one}", "")))},
        _year(row["date_inscribed"], "date_inscribed"), _danger(row), longitude, latitude, _area(row),
        cleaned(row.get("criteria_txt", "")), cleaned(row.get("category", "")),
        {one: text for one in ("en", "fr") if (text := cleaned(row.get(f"states_name_{one}", "")))},
        _countries(row["iso_code"]),
    )  # fmt: skip


def _degrees(row: dict[str, str], name: str, most: float) -> float:
    text = row[name].strip().replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} is '{text}', which is no number") from None
    if not -most <= value <= most:
        raise ValueError(f"{name} is {text}, which lies off the globe")
    return round(value, 7)


def _year(text: str, name: str) -> int:
    found = re.match(r"\s*(\d{4})", text)
    if not found or not 1972 <= int(found[1]) <= 2200:
        raise ValueError(f"{name} is '{text.strip()}', which is no year of the Convention")
    return int(found[1])


def _danger(row: dict[str, str]) -> int | None:
    """The year in danger, for properties on the danger list now: the last 'Y' of `danger_list` not ended by a 'P'."""
    if row.get("danger", "").strip() not in ("1", "Y", "y"):
        return None
    years = re.findall(r"\b(19\d\d|20\d\d)\b", row.get("danger_list", "") or "")
    return int(years[-1]) if years else None


def _area(row: dict[str, str]) -> Decimal | None:
    text = row.get("area_hectares", "").strip().replace(",", ".")
    try:
        value = Decimal(text) if text else Decimal(0)
    except InvalidOperation:
        raise ValueError(f"area_hectares is '{text}', which is no number") from None
    return value.quantize(Decimal("0.0001")) if value > 0 else None


def _countries(text: str) -> tuple[str, ...]:
    """ISO 3166-1 codes; a transboundary property has several, the Old City of Jerusalem none."""
    codes = tuple(one.strip().upper() for one in text.split(",") if one.strip())
    for code in codes:
        if not re.fullmatch("[A-Z]{2}", code):
            raise ValueError(f"iso_code '{code}' is no two-letter country code")
    return codes
