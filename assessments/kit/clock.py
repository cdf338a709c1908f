"""The one clock. Operations ask it for the time, so that a story can be told at its own date.

`at()` moves only the time things *happened*; when a row was really written stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def recorded_now() -> datetime:
    """The real time, whatever story is being told."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time at which what is being done happens: really now, or the moment of the story."""
    return _told.get() or recorded_now()


def today() -> date:
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block operations happen at `moment` (aware, UTC)."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
