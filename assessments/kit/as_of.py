"""The as-of date that the reader selected. It affects read queries only; writes always use today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from assessments.kit import clock, parsing

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
    def is_now(self) -> bool:
        """Whether nothing else than the present is looked at."""
        return self.known_at is None and self.on == self.today

    @property
    def is_today(self) -> bool:
        return self.known_at is None

    def was_on_record(self, recorded_at: datetime | None) -> bool:
        """Whether what was recorded at a moment (None: never) was known by then."""
        return self.known_at is None or (recorded_at is not None and recorded_at <= self.known_at)


def viewpoint(request: HttpRequest, zone: str = "") -> Viewpoint:
    """The day that the reader looks at: by the address (`?on=2016-04-25&known_at=2016-05-01`, days at the site), else
    by the as-of date chosen in the demo, else today, by the time zone of the site if one is given.

    Without `on` a past `known_at` is looked at on its own day. Raises `Invalid` for what is no day.
    """
    known = parsing.day(request.GET.get("known_at", ""), "/known_at")
    moment = _known_on(known, zone) if known else chosen(request, zone)
    on = parsing.day(request.GET.get("on", ""), "/on")
    return replace(moment, on=min(on, moment.horizon)) if on else moment


def chosen(request: HttpRequest, zone: str = "") -> Viewpoint:
    """The as-of date chosen in the demo, else today: what every page may ask, whatever its address says."""
    day = request.session.get(KEY) if settings.DEMO else None
    return _known_on(date.fromisoformat(day) if day else None, zone)


def _known_on(day: date | None, zone: str) -> Viewpoint:
    today = clock.today(zone) if zone else clock.latest_day()
    if day is None or day >= today:
        return Viewpoint(today, None, today)
    return Viewpoint(day, datetime.combine(day, time.max, ZoneInfo(zone or "UTC")), today)


def choose(request: HttpRequest, value: str, choices: Collection[date]) -> None:
    """Keep the as-of date for this session; anything that is not among the choices means today."""
    if value in {one.isoformat() for one in choices}:
        request.session[KEY] = value
    else:
        request.session.pop(KEY, None)
