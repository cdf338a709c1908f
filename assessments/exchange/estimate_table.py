"""The line table of an estimate as CSV and as a spreadsheet: what is exported is what an import reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assessments.exchange.csv_export import csv_lines, text_of_cell
from assessments.exchange.table_reading import BadRow, NotATable, opened
from assessments.restoration.models import WorkPackage
from assessments.restoration.rules import MAX_LINES

COLUMNS = (
    "id", "package", "category", "element", "quantity", "unit", "low", "likely", "high", "currency", "rate_source",
    "rate_date",
)  # fmt: skip
NEEDED = ("package", "category", "element", "quantity", "unit", "low", "likely", "high")
"""What a new line cannot be without."""


def written(packages: Iterable[WorkPackage]) -> Iterator[str]:
    """The lines of the CSV file: work packages with their estimate lines, in the plan's order."""
    rows = (
        (
            line.id, package.title, line.category, line.element, f"{line.quantity.normalize():f}", line.unit,
            line.low_rate, line.likely_rate, line.high_rate, line.currency, line.rate_source, line.rate_date,
        )
        for package in packages
        for line in package.lines.all()
    )  # fmt: skip
    return csv_lines(COLUMNS, rows)


def read(data: bytes) -> tuple[list[tuple[int, Mapping[str, str]]], list[BadRow]]:
    """The rows that are not empty, each with the number of its line, and those that are broken. Raises `NotATable`."""
    table = opened(data)
    table.names = [one.strip().casefold() for one in table.names]
    _require_columns(table.names)
    bad: list[BadRow] = []
    rows: list[tuple[int, Mapping[str, str]]] = []
    for line, row in table.numbered(bad):
        cells = {name: text_of_cell(_plain(row.get(name) or "")) for name in COLUMNS}
        if any(cells.values()):
            rows.append((line, cells))
        if len(rows) > MAX_LINES:
            raise NotATable(f"The file has more than {MAX_LINES} rows. Split it.")
    return rows, bad


def _plain(text: str) -> str:
    """A cell as it was typed: `<20 cm` is no markup here."""
    return unicodedata.normalize("NFC", text.replace("\x00", "")).strip()


def _require_columns(names: Sequence[str]) -> None:
    if "id" not in names and not {"package", "element"} <= set(names):
        raise NotATable(f"Its first line names the columns: {', '.join(COLUMNS)}.")
    named = [one for one in names if one]
    if len(set(named)) != len(named):
        raise NotATable("Two columns have the same name.")
