"""What the register's hand-written forms share: texts, days and dates that may not be left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assessments.kit import parsing, typed_dates
from assessments.kit.errors import invalid_field


def text(data: Mapping[str, str], name: str, most: int = 20_000) -> str:
    return data.get(name, "").strip()[:most]


def needed(data: Mapping[str, str], name: str, words: str, most: int = 200) -> str:
    found = text(data, name, most)
    if not found:
        raise invalid_field(f"/{name}", "missing", words)
    return found


def needed_day(data: Mapping[str, str], name: str, words: str) -> date:
    day = parsing.day(data.get(name, ""), f"/{name}")
    if day is None:
        raise invalid_field(f"/{name}", "missing", words)
    return day


def needed_date(data: Mapping[str, str], name: str, words: str) -> dict[str, Any]:
    """An uncertain date as typed. Raises `Invalid` with `words` when nothing was written."""
    found = typed_dates.read(data.get(name, ""), f"/{name}")
    if not found:
        raise invalid_field(f"/{name}", "missing", words)
    return found
