"""The application's clock. Operations take the time from here, so that the demo and tests can set the date.

`at()` changes only the time at which something *happened*; `recorded_now()` always gives the real time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_moment_override: ContextVar[datetime | None] = ContextVar("moment_override", default=None)


def recorded_now() -> datetime:
    """The real time, also inside `at()`."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time at which the current operation happens: the real time, or the moment set by `at()`."""
    return _moment_override.get() or recorded_now()


def today(zone: str = "UTC") -> date:
    """The day in a time zone, such as a site's: in the field it is the day of the place, never that of UTC."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: str) -> date:
    """The day on which a moment falls in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def latest_day() -> date:
    """The latest day that has begun anywhere (UTC+14): `today` for lists over sites in several time zones, since
    nothing is observed in the future of its own site."""
    return (now() + timedelta(hours=14)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block operations happen at `moment` (aware, UTC)."""
    token = _moment_override.set(moment)
    try:
        yield
    finally:
        _moment_override.reset(token)
