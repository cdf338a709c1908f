"""The as-of date that the reader selected. It affects read queries only; writes always use today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpRequest

from assessments.kit import clock, parsing

CHOICES = (date(2016, 4, 25), date(2017, 1, 10), date(2017, 3, 5))
KEY = "as_of"


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """`on` is the day in the world (valid time), `known_at` what we knew then (transaction time); None means now."""

    on: date
    known_at: datetime | None

    @property
    def horizon(self) -> date:
        """The last day whose data is shown."""
        return self.known_at.date() if self.known_at else clock.today()

    @property
    def is_today(self) -> bool:
        return self.known_at is None


def viewpoint(request: HttpRequest) -> Viewpoint:
    chosen = request.session.get(KEY) if settings.DEMO else None
    if not chosen:
        return Viewpoint(clock.today(), None)
    day = date.fromisoformat(chosen)
    return Viewpoint(day, datetime.combine(day, time.max, UTC))


def on_day(request: HttpRequest) -> Viewpoint:
    """The viewpoint, looking at the day in the address when there is one: `?on=2016-04-25`. What was known stays."""
    moment = viewpoint(request)
    given = parsing.day(request.GET.get("on", ""), "/on")
    return replace(moment, on=min(given, moment.horizon)) if given else moment


def choose(request: HttpRequest, value: str) -> None:
    if value in {one.isoformat() for one in CHOICES}:
        request.session[KEY] = value
    else:
        request.session.pop(KEY, None)
