"""The gate's answer for a movable monument is that of the place where it was on that day."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.kit import geometry, ids
from assessments.register import ground, operations
from assessments.register.messages import HazardZoneIn, LocationIn
from assessments.register.models import Monument, Site
from tests import factories

GARDEN, DEPOT = geometry.point(38.27, 34.55), geometry.point(38.30, 34.56)
SPRING = date(2016, 4, 25)


def _lion(world: SimpleNamespace, **fields: Any) -> Monument:
    return factories.monument(world.site, "Lion of Al-Lat", movable=True, **fields)


def _moved(world: SimpleNamespace, lion: Monument, to: Any, since: dict[str, Any], **fields: Any) -> None:
    message = LocationIn(id=ids.uuid7(), monument=lion.id, since=since, location=to, **fields)
    operations.record_location(message, by=world.by("verifier"))


def _hazard(world: SimpleNamespace, at: Any) -> None:
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies")
    lon, lat = at["coordinates"]
    ring = [[lon + x * 0.001, lat + y * 0.001] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
    zone = HazardZoneIn(
        id=ids.uuid7(), site=world.site.id, location={"type": "Polygon", "coordinates": [ring]}, status="suspected",
        surveyed_on=SPRING,
    )  # fmt: skip
    operations.record_hazard_zone(zone, by=world.by("safety_officer"))
    world.site.refresh_from_db()


def _answers(lion: Monument, on: date) -> str:
    return ground.gate_answer(Monument.objects.get(pk=lion.pk), on).status


def test_the_answer_follows_it_from_place_to_place(world: SimpleNamespace) -> None:
    lion = _lion(world)
    _hazard(world, DEPOT)
    _moved(world, lion, GARDEN, {"precision": "on", "from": "2016-04-01"}, until=date(2016, 9, 30))
    _moved(world, lion, DEPOT, {"precision": "on", "from": "2016-10-01"})
    assert [_answers(lion, date(2016, month, 25)) for month in (4, 9, 10)] == ["unknown", "unknown", "not_released"]


def test_where_it_is_since_a_day_stands_before_where_it_was_since_nobody_knows_when(world: SimpleNamespace) -> None:
    lion = _lion(world)
    _hazard(world, DEPOT)
    _moved(world, lion, DEPOT, {"precision": "on", "from": "2016-10-01"})
    _moved(world, lion, GARDEN, {"precision": "unknown"})
    assert _answers(lion, date(2016, 10, 25)) == "not_released"


def test_without_a_location_that_day_its_own_place_counts(world: SimpleNamespace) -> None:
    lion = _lion(world, **geometry.placed(DEPOT))
    _hazard(world, DEPOT)
    _moved(world, lion, GARDEN, {"precision": "on", "from": "2016-10-01"})
    assert (_answers(lion, SPRING), _answers(lion, date(2016, 10, 25))) == ("not_released", "unknown")


def test_many_that_move_cost_as_many_queries_as_two(world: SimpleNamespace) -> None:
    def cost() -> int:
        listed = list(Monument.objects.filter(site=world.site))
        with CaptureQueriesContext(connection) as queries:
            assert len(ground.access_to(world.site, listed, SPRING)) == len(listed)
        return len(queries)

    for number in range(2):
        _moved(world, _lion(world, sort_key=f"{number}"), GARDEN, {"precision": "on", "from": "2016-04-01"})
    few = cost()
    for number in range(10):
        _moved(world, _lion(world, sort_key=f"more {number}"), GARDEN, {"precision": "on", "from": "2016-04-01"})
        factories.monument(world.site, f"Placeless {number}", **geometry.placed(None))
    assert cost() == few
