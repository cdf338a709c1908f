"""Date helpers of the demo: run operations as on a given day, and build uncertain dates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from assessments.kit import clock

DAYS_TO_LOOK_BACK_AT = (date(2016, 4, 25), date(2017, 1, 10), date(2017, 3, 5))
"""The as-of dates that the demo offers: after the first loss, before and after the second."""


@contextmanager
def on(day: str, hour: int = 9) -> Iterator[None]:
    with clock.at(datetime.combine(date.fromisoformat(day), time(hour), UTC)):
        yield


def between(first: str, last: str) -> dict[str, Any]:
    return {"precision": "between", "from": first, "to": last}


def day_of(day: str) -> dict[str, Any]:
    return {"precision": "on", "from": day}
