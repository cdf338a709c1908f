"""Uncertain dates: days or spans of days, with their precision.

A date is `{"precision": "on" | "between" | "before" | "after" | "unknown", "from", "to", "approximate"?,
"as_written"?}`; days are ISO 8601. `first` and `last` are the bounds used for comparison; None is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit.errors import invalid_field

PRECISIONS = ("on", "between", "before", "after", "unknown")


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A day or span of days, as exactly as it is known."""

    precision: str
    first: date | None = None
    last: date | None = None
    as_written: str = ""
    is_approximate: bool = False
    """About then: `c. 1932`, EDTF `1932~`."""

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"precision": self.precision}
        if self.precision in ("on", "between", "after") and self.first:
            body["from"] = self.first.isoformat()
        if self.precision in ("between", "before") and self.last:
            body["to"] = self.last.isoformat()
        if self.is_approximate:
            body["approximate"] = True
        if self.as_written:
            body["as_written"] = self.as_written
        return body


def on(day: date) -> UncertainDate:
    return UncertainDate("on", day, day)


def parsed(value: dict[str, Any] | None, pointer: str) -> UncertainDate:
    """Parse the JSON form. Raises `Invalid` with the field and a sentence."""
    if not value:
        return UncertainDate("unknown")
    precision = value.get("precision", "on")
    if precision not in PRECISIONS:
        raise invalid_field(f"{pointer}/precision", "unknown_value", f"One of: {', '.join(PRECISIONS)}.")
    first, last = _day(value.get("from"), f"{pointer}/from"), _day(value.get("to"), f"{pointer}/to")
    known = UncertainDate(
        precision, first, last, str(value.get("as_written") or ""), is_approximate=value.get("approximate") is True
    )
    match precision:
        case "on":
            _require(first, f"{pointer}/from")
            return replace(known, last=first)
        case "between":
            if not first or not last or first > last:
                raise invalid_field(
                    f"{pointer}/to", "span", _("A span needs a first day and a last day not before it.")
                )
            return known
        case "before":
            _require(last, f"{pointer}/to")
            return replace(known, first=None)
        case "after":
            _require(first, f"{pointer}/from")
            return replace(known, last=None)
    return UncertainDate("unknown", as_written=known.as_written)


def _require(day: date | None, pointer: str) -> None:
    if day is None:
        raise invalid_field(pointer, "missing", _("A day is needed here, such as 2016-04-25."))


def _day(value: Any, pointer: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise invalid_field(pointer, "date", _("A day is written as 2016-04-25.")) from None
