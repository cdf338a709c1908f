"""Home says what is new since one was there last: a visit ends after half an hour, and going on does not begin another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from assessments.kit import clock
from assessments.people import operations
from assessments.people.models import User

MORNING = datetime(2026, 5, 1, 8, tzinfo=UTC)


def opened(world: SimpleNamespace, minutes: int) -> datetime | None:
    with clock.at(MORNING + timedelta(minutes=minutes)):
        return operations.visit_home(User.objects.get(pk=world.users["recorder"].pk))


def test_the_first_visit_has_none_before_it(world: SimpleNamespace) -> None:
    assert opened(world, 0) is None
    assert opened(world, 20) is None


def test_a_later_visit_tells_when_one_was_there_last(world: SimpleNamespace) -> None:
    opened(world, 0)
    opened(world, 10)
    for minutes in (600, 601, 615, 640):
        assert opened(world, minutes) == MORNING + timedelta(minutes=10)
    assert opened(world, 900) == MORNING + timedelta(minutes=640)
