"""CSV export: streamed row by row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Cells that begin with these are formulas to a spreadsheet; a leading apostrophe makes them text (OWASP, CSV
injection)."""


class _Echo:
    def write(self, line: str) -> str:
        return line


def cell(value: Any) -> str:
    text = "" if value is None else str(value)
    is_number = text[1:].replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not is_number else text


def text_of_cell(text: str) -> str:
    """What `cell` was given, without the apostrophe."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file, beginning with a byte order mark, by which spreadsheets recognise UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(header)
    for row in rows:
        yield writer.writerow([cell(one) for one in row])
