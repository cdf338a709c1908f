"""When a photograph was taken, as people know it: a stated day, and how far the camera's clock was off.

What the file says is never changed; both stand beside it, and `Photo.shown_at` takes them first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from assessments.evidence.models import MAX_CLOCK_S
from assessments.kit import clock, uncertain_dates
from assessments.kit.errors import invalid_field
from assessments.register.models import Site

FIRST_YEAR = 1826
"""No photograph is older than Niépce's."""
DERIVED = frozenset({"taken_on_at", "clock_corrected_at"})
"""Columns computed from others; history leaves them out. The database puts the clock right itself."""


def columns(values: Mapping[str, Any], site_id: UUID) -> dict[str, Any]:
    """The columns of those of `taken_on` and `clock_ahead_s` that a message carries.

    Raises `Invalid` for a day that has not come or is older than photography, and for a clock that is off by more than
    31 days.
    """
    found: dict[str, Any] = {}
    if "taken_on" in values:
        found |= day_columns(values["taken_on"], site_id)
    if "clock_ahead_s" in values:
        require_clock(values["clock_ahead_s"])
    return found


def day_columns(taken_on: dict[str, Any] | None, site_id: UUID) -> dict[str, Any]:
    """An uncertain date, and the noon of its first known day at the site, by which pictures are put in order."""
    if not taken_on:
        return {"taken_on": None, "taken_on_at": None}
    zone = Site.objects.values_list("time_zone", flat=True).get(pk=site_id)
    stated = uncertain_dates.parsed(taken_on, "/taken_on")
    day = stated.first or stated.last
    if day and day > clock.day_of(clock.recorded_now(), zone):
        raise invalid_field("/taken_on", "future", _("This day has not come yet. Write when it was taken."))
    if day and day.year < FIRST_YEAR:
        raise invalid_field("/taken_on", "too_old", _("No photograph is older than 1826. Look at the year again."))
    return {"taken_on": stated.as_json(), "taken_on_at": _noon(day, zone) if day else None}


def require_clock(ahead_s: int | None) -> None:
    """By how many seconds the camera's clock was ahead. Raises `Invalid` for one that lost its date."""
    if ahead_s is not None and abs(ahead_s) > MAX_CLOCK_S:
        detail = _("A clock that is off by more than 31 days has lost its date. Say when the photographs were taken.")
        raise invalid_field("/clock_ahead_s", "clock", detail)


def _noon(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(zone))
