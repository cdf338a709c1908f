"""The application's clock. Operations take the time from here, so that the demo and tests can set the date.

`at()` changes only the time at which something *happened*; `recorded_now()` always gives the real time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_moment_override: ContextVar[datetime | None] = ContextVar("moment_override", default=None)


def recorded_now() -> datetime:
    """The real time, also inside `at()`."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time at which the current operation happens: the real time, or the moment set by `at()`."""
    return _moment_override.get() or recorded_now()


def today() -> date:
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block operations happen at `moment` (aware, UTC)."""
    token = _moment_override.set(moment)
    try:
        yield
    finally:
        _moment_override.reset(token)
