"""Parser of the World Heritage List as published by UNESCO and as found elsewhere. No Django, no database.

The encoding may be UTF-8, Windows-1252 or Latin-1, even line by line; the delimiter a comma or semicolon; names and
descriptions may contain HTML; transboundary properties have lists of countries, and one property has none. Whatever
cannot be parsed is reported with its line and reason; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from assessments.exchange.table_reading import BadRow, NotATable, cleaned, opened

NEEDED = ("id_no", "name_en", "name_fr", "date_inscribed", "longitude", "latitude", "iso_code")


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


@dataclass
class Reading:
    properties: list[Property] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read(data: bytes) -> Reading:
    """Parse every row into a property or a `BadRow`. Raises `NotATable` when the file is something else."""
    table = opened(data)
    missing = [name for name in NEEDED if name not in table.names]
    if missing:
        raise NotATable(f"The columns {', '.join(missing)} are missing. Is this the World Heritage List as CSV?")
    reading = Reading()
    seen: dict[str, int] = {}
    for line, row in table.numbered(reading.bad):
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
