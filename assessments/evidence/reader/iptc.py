"""The facts in IPTC-IIM (version 4.2), as older newsroom and museum software writes them. Raw values are bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Record 2, the application record.
DATASETS = {
    5: "ObjectName", 25: "Keywords", 40: "SpecialInstructions", 55: "DateCreated", 60: "TimeCreated", 80: "By-line",
    85: "By-lineTitle", 90: "City", 92: "Sub-location", 95: "Province-State", 100: "Country-PrimaryLocationCode",
    101: "Country-PrimaryLocationName", 105: "Headline", 110: "Credit", 115: "Source", 116: "CopyrightNotice",
    120: "Caption-Abstract", 122: "Writer-Editor",
}  # fmt: skip
MAX_TEXT = 2_000
_UTF8 = b"\x1b%G"


def values(raw: Mapping[tuple[int, int], Any]) -> dict[str, Any]:
    """Named values of a parsed IIM block; texts as text, repeated datasets as lists."""
    encoding = "utf-8" if raw.get((1, 90)) == _UTF8 else None
    found: dict[str, Any] = {}
    for (record, dataset), value in raw.items():
        name = DATASETS.get(dataset) if record == 2 else None
        if name is None:
            continue
        found[name] = (
            [_text(one, encoding) for one in value[:200]] if isinstance(value, list) else _text(value, encoding)
        )
    return found


def created(named: Mapping[str, Any]) -> str:
    """When the picture was made, from DateCreated (CCYYMMDD) and TimeCreated (HHMMSS±HHMM), as XMP would write it."""
    day = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", str(named.get("DateCreated", "")))
    clock = re.fullmatch(r"(\d{2}):?(\d{2}):?(\d{2})([+\-]\d{2}:?\d{2})?", str(named.get("TimeCreated", "")))
    if day is None:
        return str(named.get("DateCreated", ""))
    return "-".join(day.groups()) + (f"T{clock[1]}:{clock[2]}:{clock[3]}{clock[4] or ''}" if clock else "")


def _text(value: Any, encoding: str | None) -> str:
    raw = bytes(value)[:MAX_TEXT]
    try:
        text = raw.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text.replace("\x00", "").strip()
