"""Reads one spreadsheet from standard input under limits, and writes the cells of its first sheet as JSON.

`python -m assessments.exchange.table_reading.spreadsheet_program`: `{"rows": [["id", …], …]}`, each cell as text, or
`{"unreadable": "why"}`. A bomb ends this process and no other.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from assessments.kit.process_limits import limit

LIMITS = {"memory": 512 << 20, "cpu": 20, "file": 48 << 20, "wall_ms": 30_000}
"""The file is the one that it answers into."""
MAX_ROWS, MAX_COLUMNS, MAX_CHARACTERS = 25_000, 300, 8_000_000
"""More than any table of ours takes, so that its own limit is what people read about."""


def text_of(value: Any) -> str:
    """A cell as one would type it: numbers with the fifteen digits that spreadsheets keep, days in ISO 8601."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def read(data: bytes) -> dict[str, Any]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
    except PasswordError:
        return {"unreadable": "The spreadsheet is locked with a password. Save it without one."}
    except CalamineError as failure:
        return {"unreadable": f"The spreadsheet cannot be read ({failure}). Save it again as XLSX, or as CSV."}
    if sheet.width > MAX_COLUMNS:
        return {"unreadable": f"The first sheet has more than {MAX_COLUMNS} columns. Take out those that are empty."}
    if sheet.end is not None and sheet.end[0] >= MAX_ROWS:
        return {"unreadable": f"The first sheet goes down beyond row {MAX_ROWS}. Split it, or take out what is empty."}
    characters, found = 0, []
    for row in rows:
        found.append([text_of(one) for one in row])
        characters += sum(map(len, found[-1]))
        if characters > MAX_CHARACTERS:
            return {"unreadable": "The first sheet holds more text than a table of ours can. Split it."}
    return {"rows": found}


if __name__ == "__main__":
    given = sys.stdin.buffer.read()
    limit(LIMITS)
    sys.stdout.write(json.dumps(read(given), ensure_ascii=True))
