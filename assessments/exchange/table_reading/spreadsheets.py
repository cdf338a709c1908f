"""The first sheet of a spreadsheet as a table, read by a program of our own under limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assessments.exchange.table_reading.table import BadRow, NotATable, Table
from assessments.kit.process_limits import ENVIRONMENT

PROGRAM = "assessments.exchange.table_reading.spreadsheet_program"
ROOT = Path(__file__).resolve().parents[3]
WALL_S = 35
TOO_MUCH = (
    "Reading the spreadsheet would take more memory or time than this server gives it. Save the table alone in a new "
    "one, or as CSV."
)
_turn = threading.Lock()
"""One at a time in a process, so that bombs cannot be thrown beside each other."""


def spreadsheet_table(data: bytes) -> Table:
    """An XLSX or ODS file. The first row that holds anything names the columns. Raises `NotATable`."""
    cells = _cells(data)
    start = next((number for number, row in enumerate(cells) if any(row)), None)
    if start is None:
        raise NotATable("The first sheet of the spreadsheet is empty.")
    names = _without_empty_end(cells[start])
    return Table(names, _rows(cells, start, len(names)))


def _rows(cells: Sequence[list[str]], start: int, width: int) -> Iterator[tuple[int, Sequence[str] | BadRow]]:
    """Lines are the numbers that the spreadsheet shows beside its rows."""
    for number, row in enumerate(cells[start + 1 :], start + 2):
        if any(row):
            filled = _without_empty_end(row)
            yield number, filled + [""] * (width - len(filled))


def _without_empty_end(row: list[str]) -> list[str]:
    return row[: next((number for number in range(len(row), 0, -1) if row[number - 1]), 0)]


def _cells(data: bytes) -> list[list[str]]:
    # It answers into a file, whose size is limited too; a pipe would be read whole, whatever comes out of it.
    with _turn, tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-m", PROGRAM], input=data, stdout=answer, stderr=subprocess.DEVNULL, timeout=WALL_S,
                check=False, cwd=ROOT, env={"PATH": os.defpath, **ENVIRONMENT},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NotATable(TOO_MUCH) from None
        if done.returncode:
            raise NotATable(TOO_MUCH)
        answer.seek(0)
        found: dict[str, Any] = json.load(answer)
    if "unreadable" in found:
        raise NotATable(found["unreadable"])
    rows: list[list[str]] = found["rows"]
    return rows
