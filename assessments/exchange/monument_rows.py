"""Parser of monuments in CSV and GeoJSON (RFC 7946): every row becomes values or a `BadRow`. No database.

Columns, of which new monuments need only a name and a category; an empty cell keeps the existing value:
`id`, `external_id` (`scheme:value`), `name_en` and any other `name_<language>`, `category` (its id, or its label in
English, French or Arabic), `latitude` and `longitude` (degrees, also with minutes and seconds), `location_error_m`,
`parent` (a name or an external id), `dating`, `height_m`, `area_m2`, `materials` and `conveys` (separated by
semicolons or commas), `sensitivity`, `movable`, `source`. In GeoJSON they are properties; the place is the geometry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.exchange.table_reading import BadRow, NotATable, cleaned, features, opened
from assessments.kit import coordinates, geometry, parsing
from assessments.kit.errors import Problem
from assessments.kit.vocabulary import Vocabulary
from assessments.register.vocabulary import MONUMENT_CATEGORY, SENSITIVITY

MAX_ROWS = 20_000
NAME = re.compile(r"name_([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")
KNOWN = (
    "id", "external_id", "category", "latitude", "longitude", "location_error_m", "parent", "dating", "height_m",
    "area_m2", "materials", "conveys", "sensitivity", "movable", "source",
)  # fmt: skip
YES = ("1", "yes", "true", "oui", "نعم")
NO = ("0", "no", "false", "non", "لا")


@dataclass(frozen=True, slots=True)
class MonumentRow:
    """One row: the keys by which its monument is matched, and its values. `values` holds only cells that are filled."""

    line: int
    id: UUID | None
    external_id: dict[str, str] | None
    names: list[dict[str, str]]
    parent: str
    values: dict[str, Any]

    @property
    def label(self) -> str:
        return self.names[0]["text"] if self.names else str(self.id or (self.external_id or {}).get("value", ""))


@dataclass
class Reading:
    rows: list[MonumentRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Columns that are not known."""


class _NotListed(ValueError):
    """A value that is no term of its vocabulary; the message names both."""


class _Bad(Exception):
    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(reason)


def read(data: bytes) -> Reading:
    """Parse every row into values or a `BadRow`. Raises `NotATable` when the file is neither CSV nor GeoJSON."""
    if data.lstrip()[:1] == b"{":
        return _read_geojson(data)
    table = opened(data)
    table.names = columns = [one.strip() for one in table.names]
    if not any(NAME.match(one) for one in columns) and "id" not in columns and "external_id" not in columns:
        raise NotATable("There is no column of names, such as name_en, and none called id or external_id.")
    reading = Reading(ignored=[one for one in columns if one not in KNOWN and not NAME.match(one)])
    for line, row in table.numbered(reading.bad):
        _take(reading, line, {name: cleaned(value or "") for name, value in row.items()}, None)
    return reading


def _read_geojson(data: bytes) -> Reading:
    reading = Reading()
    for place, feature in enumerate(features(data), 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            reading.bad.append(BadRow(place, "the feature has no properties"))
            continue
        for name in properties:
            if name not in KNOWN and not NAME.match(name) and name not in reading.ignored:
                reading.ignored.append(name)
        row = {name: _cell(value) for name, value in properties.items()}
        _take(reading, place, row, feature.get("geometry"))
    return reading


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return cleaned(str(value))


def _take(reading: Reading, line: int, row: Mapping[str, str], place: Any) -> None:
    if not any(row.values()) and place is None:
        return
    if len(reading.rows) + len(reading.bad) >= MAX_ROWS:
        raise NotATable(f"The file has more than {MAX_ROWS} rows. Split it.")
    try:
        reading.rows.append(_row(line, row, place))
    except _Bad as failure:
        reading.bad.append(BadRow(line, failure.reason, failure.column))


def _row(line: int, row: Mapping[str, str], place: Any) -> MonumentRow:
    values: dict[str, Any] = {}
    for name, convert in _CELLS.items():
        if text := row.get(name, ""):
            values[name] = _converted(name, convert, text)
    location = _place(row, place)
    if location is not None:
        values["location"] = location
    names = [
        {"text": text[:200], "language": found[1], "kind": "official"}
        for column, text in row.items()
        if text and (found := NAME.match(column))
    ]
    id_ = _converted("id", UUID, row["id"]) if row.get("id") else None
    external = _external(row.get("external_id", ""))
    if not (names or id_ or external):
        raise _Bad("name_en", "the row names nothing: give a name, an id or an external id")
    return MonumentRow(line, id_, external, names, row.get("parent", ""), values)


def _converted(column: str, convert: Callable[[str], Any], text: str) -> Any:
    try:
        return convert(text)
    except Problem as problem:
        raise _Bad(column, problem.errors[0].detail if problem.errors else problem.sentence()) from None
    except _NotListed as failure:
        raise _Bad(column, str(failure)) from None
    except (ValueError, ArithmeticError):
        raise _Bad(column, f"'{text[:60]}' cannot be read") from None


def _place(row: Mapping[str, str], place: Any) -> geometry.GeoJSON | None:
    latitude, longitude = row.get("latitude", ""), row.get("longitude", "")
    if place is not None:
        return _converted("geometry", lambda _text: geometry.validated(place, "/geometry"), "")  # type: ignore[no-any-return]
    if not latitude and not longitude:
        return None
    if not (latitude and longitude):
        raise _Bad("latitude" if longitude else "longitude", "latitude and longitude are given together, or neither")
    return _converted("latitude", lambda text: geometry.point(*coordinates.position(text, longitude)), latitude)  # type: ignore[no-any-return]


def _external(text: str) -> dict[str, str] | None:
    if not text:
        return None
    scheme, _colon, value = text.partition(":")
    if not value:
        raise _Bad("external_id", "an external id says whose it is: scheme:value, such as eamena:E-0001")
    return {"scheme": scheme.strip()[:60], "value": value.strip()[:200]}


def _one_of(terms: Vocabulary) -> Callable[[str], str]:
    """Converter to a vocabulary id, from the id itself or from the label in any supported language."""

    def chosen(text: str) -> str:
        found = terms.id_of(text)
        if found is None:
            raise _NotListed(f"'{text[:60]}' is not in the list '{terms.name}'")
        return found

    return chosen


def _measure(text: str) -> Decimal | None:
    amount = parsing.number(text, "/")
    if amount is not None and amount <= 0:
        raise ValueError
    return amount


def _metres(text: str) -> int:
    amount = parsing.number(text, "/")
    if amount is None or not 0 <= amount <= 1_000_000:
        raise ValueError
    return int(amount)


def _yes(text: str) -> bool:
    if text.casefold() not in (*YES, *NO):
        raise ValueError
    return text.casefold() in YES


_CELLS: dict[str, Callable[[str], Any]] = {
    "category": _one_of(MONUMENT_CATEGORY),
    "sensitivity": _one_of(SENSITIVITY),
    "location_error_m": _metres,
    "dating": lambda text: text[:200],
    "height_m": _measure,
    "area_m2": _measure,
    "materials": lambda text: [one[:200] for one in parsing.lines(text)],
    "conveys": parsing.lines,
    "movable": _yes,
    "source": lambda text: text,
}
