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
    today: date
    """The day at the site that is looked at."""

    @property
    def horizon(self) -> date:
        """The last day whose data is shown."""
        return self.known_at.date() if self.known_at else self.today

    @property
    def is_today(self) -> bool:
        return self.known_at is None

    def was_on_record(self, recorded_at: datetime | None) -> bool:
        """Whether what was recorded at a moment (None: never) was known by then."""
        return self.known_at is None or (recorded_at is not None and recorded_at <= self.known_at)


def viewpoint(request: HttpRequest, zone: str = "") -> Viewpoint:
    """What the reader chose to look at; without a choice today, by the time zone of the site if one is given."""
    today = clock.today(zone) if zone else clock.latest_day()
    chosen = request.session.get(KEY) if settings.DEMO else None
    if not chosen:
        return Viewpoint(today, None, today)
    day = date.fromisoformat(chosen)
    return Viewpoint(day, datetime.combine(day, time.max, UTC), today)


def on_day(request: HttpRequest, zone: str) -> Viewpoint:
    """The viewpoint, looking at the day in the address when there is one: `?on=2016-04-25`. What was known stays."""
    moment = viewpoint(request, zone)
    given = parsing.day(request.GET.get("on", ""), "/on")
    return replace(moment, on=min(given, moment.horizon)) if given else moment


def choose(request: HttpRequest, value: str) -> None:
    if value in {one.isoformat() for one in CHOICES}:
        request.session[KEY] = value
    else:
        request.session.pop(KEY, None)
