"""Any member closes ground at once, also for what could be sent only later; nobody but safety officers opens it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from assessments.kit import clock, geometry, ids
from assessments.kit.errors import Forbidden, Problem
from assessments.register import ground, operations
from assessments.register.messages import HazardZonePatch, SuspiciousObject
from assessments.register.models import Membership, Site
from tests import factories


def _message(world: SimpleNamespace, **fields: object) -> SuspiciousObject:
    given = {"id": ids.uuid7(), "longitude": 38.271, "latitude": 34.549972} | fields
    return SuspiciousObject(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["viewer", "recorder", "planner", "whc_officer"])
def test_any_member_closes_a_hundred_metres(world: SimpleNamespace, who: str) -> None:
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies")
    zone = operations.report_suspicious_object(_message(world, site=world.site.id), by=world.by(who))
    world.arch.refresh_from_db()
    assert ground.gate_answer(world.arch, clock.today()).status == "not_released"
    assert zone.location is not None
    west, south, east, north = geometry.shape(zone.location).bounds
    assert 180 < geometry.distance_m((west, (south + north) / 2), (east, (south + north) / 2)) < 220


def test_what_could_be_sent_only_later_closes_the_ground_from_when_it_was_seen(world: SimpleNamespace) -> None:
    seen = datetime(2016, 4, 25, 9, 30, tzinfo=UTC)
    zone = operations.report_suspicious_object(
        _message(world, site=world.site.id, seen_at=seen), by=world.by("recorder")
    )
    assert (zone.seen_at, zone.surveyed_on) == (seen, date(2016, 4, 25))


def test_a_device_whose_clock_runs_ahead_closes_the_ground_today(world: SimpleNamespace) -> None:
    ahead = clock.now() + timedelta(days=400)
    zone = operations.report_suspicious_object(
        _message(world, site=world.site.id, seen_at=ahead), by=world.by("recorder")
    )
    assert zone.surveyed_on == clock.today()


def test_without_a_site_it_is_the_nearest_of_ones_own(world: SimpleNamespace) -> None:
    Site.objects.filter(pk=world.site.id).update(**geometry.placed(geometry.point(38.27, 34.55)))
    far = factories.site("FAR", **geometry.placed(geometry.point(44.0, 36.0)))
    factories.site("NEX", **geometry.placed(geometry.point(38.2711, 34.55)))
    Membership.objects.create(user=world.users["recorder"], site=far, role="recorder")
    zone = operations.report_suspicious_object(_message(world), by=world.by("recorder"))
    assert zone.site_id == world.site.id


def test_who_belongs_nowhere_is_asked_for_the_site(world: SimpleNamespace) -> None:
    with pytest.raises(Problem, match="at which site"):
        operations.report_suspicious_object(_message(world), by=world.by("outsider"))


def test_the_same_report_sent_twice_closes_the_ground_once(world: SimpleNamespace) -> None:
    message = _message(world, site=world.site.id)
    first = operations.report_suspicious_object(message, by=world.by("recorder"))
    again = operations.report_suspicious_object(message, by=world.by("recorder"))
    assert first.id == again.id
    assert not again.is_new


def test_a_recorder_does_not_end_the_zone(world: SimpleNamespace) -> None:
    zone = operations.report_suspicious_object(_message(world, site=world.site.id), by=world.by("recorder"))
    patch = HazardZonePatch(closed_on=clock.today())
    with pytest.raises(Forbidden):
        operations.change_hazard_zone(zone.id, patch, by=world.by("recorder"), expected_version=None)
