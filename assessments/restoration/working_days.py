"""From working days to a day of the calendar, on plain values: five a week, none while works stand still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil

DAYS_A_WEEK = 5
HORIZON_YEARS = 100
ONE_DAY = timedelta(days=1)

Stoppages = Sequence[Mapping[str, str]]
"""Each `since` and `until`, both within it: `2026-12-01`, or `12-01` for every year; one of every year may go over New
Year."""


def wrong_with(stoppage: Mapping[str, str]) -> str:
    """Why it can be none: `form` (one is dated, the other of every year), `day` (there is no such day), `order`; else
    empty.
    """
    since, until = stoppage["since"], stoppage["until"]
    if len(since) != len(until):
        return "form"
    try:
        first, last = (_day(2000, one) for one in (since, until))
    except ValueError:
        return "day"
    return "order" if len(since) > len("12-01") and last < first else ""


def end_after(start: date, working_days: float, stoppages: Stoppages = ()) -> date | None:
    """The day on which so many working days from `start` are over; None if that is farther than a hundred years."""
    left = ceil(working_days * 7 / DAYS_A_WEEK)
    last_year = min(start.year + HORIZON_YEARS, date.max.year - 1)
    stopped = _merged(stoppages, start.year - 1, last_year)
    current, horizon = start, date(last_year, 12, 31)
    for since, until in stopped:
        if until < current:
            continue
        free = max(0, (since - current).days)
        if left <= free:
            break
        if until >= horizon:
            return None
        left, current = left - free, until + ONE_DAY
    return current + timedelta(days=left) if left <= (horizon - current).days else None


def _merged(stoppages: Stoppages, first_year: int, last_year: int) -> list[tuple[date, date]]:
    """The stoppages as intervals in the order of time, those of every year once a year, overlapping ones as one."""
    found: list[tuple[date, date]] = []
    for one in stoppages:
        years = [0] if len(one["since"]) > len("12-01") else range(first_year, last_year + 1)
        for year in years:
            since, until = _day(year, one["since"]), _day(year, one["until"])
            found.append((since, until if until >= since else _day(year + 1, one["until"])))
    merged: list[tuple[date, date]] = []
    for since, until in sorted(found):
        if merged and (since - merged[-1][1]).days <= 1:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        else:
            merged.append((since, until))
    return merged


def _day(year: int, text: str) -> date:
    """A dated day, or one of this year; 29 February is the last of February. Raises ValueError."""
    if len(text) > len("12-01"):
        return date.fromisoformat(text)
    month, day = (int(one) for one in text.split("-"))
    return date(year, 3, 1) - ONE_DAY if (month, day) == (2, 29) else date(year, month, day)
