"""Counts of monuments for the map agree with the monuments that the same reader sees, whatever was changed."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.kit import geometry
from assessments.kit.actor import OUTSIDER, Actor
from assessments.register import operations, queries
from assessments.register.models import ConditionInterval, MapCell, Monument, Site, UncountedSite
from tests import factories

WORLD = (-180.0, -90.0, 180.0, 90.0)
PUBLIC = OUTSIDER


def counted(by: Actor, bbox: Any = WORLD, zoom: float = 2, **more: Any) -> int:
    return sum(one.count for one in queries.cells(by, bbox, zoom, **more))


def seen(by: Actor) -> int:
    return queries.monuments(by).filter(display_lon__isnull=False).count()


def at(world: SimpleNamespace, lon: float, lat: float, **fields: Any) -> Monument:
    return factories.monument(world.site, f"{lon} {lat}", **geometry.placed(geometry.point(lon, lat)), **fields)


@pytest.mark.parametrize("zoom", [0, 2.7, 9, 14, 16.9])
def test_every_reader_counts_the_monuments_they_see(world: SimpleNamespace, zoom: float) -> None:
    for sensitivity in ("open", "guarded", "sensitive"):
        at(world, 38.2, 34.5, sensitivity=sensitivity)
    at(world, 38.2, 34.5, sensitivity="open", movable=True, whereabouts="stolen")
    secret = factories.site("SEC", visibility="members")
    factories.monument(secret, sensitivity="open")
    operations.count_map_cells()
    for by in (world.by("recorder"), world.by("outsider"), world.by("administrator"), PUBLIC):
        assert counted(by, zoom=zoom) == seen(by)


def test_masked_places_are_counted_in_the_middle_of_their_square(world: SimpleNamespace) -> None:
    world.arch.delete()
    at(world, 38.2712, 34.5512, sensitivity="guarded")
    operations.count_map_cells()
    (team,) = queries.cells(world.by("recorder"), WORLD, 14)
    (registered,) = queries.cells(world.by("outsider"), WORLD, 14)
    assert (team.longitude, team.latitude) == pytest.approx((38.2712, 34.5512))
    assert (registered.longitude, registered.latitude) == pytest.approx((38.275, 34.555))
    Site.objects.update(visibility="public")
    (public,) = queries.cells(PUBLIC, WORLD, 14)
    assert (public.longitude, public.latitude) == pytest.approx((38.25, 34.55))


def test_grades_are_told_to_the_team_only(world: SimpleNamespace) -> None:
    ConditionInterval.objects.create(
        monument=world.arch, during=(date(2016, 4, 1), None), grade="destroyed", report_id=world.arch.id,
        method="satellite", is_remote=True, seen_on=date(2016, 4, 1),
    )  # fmt: skip
    Monument.objects.update(sensitivity="open")
    operations.count_map_cells()
    assert [one.worst for one in queries.cells(world.by("recorder"), WORLD, 5)] == [5]
    assert [one.worst for one in queries.cells(world.by("outsider"), WORLD, 5)] == [-1]


def test_what_changes_a_count_names_its_site_and_nothing_else_does(world: SimpleNamespace) -> None:
    operations.count_map_cells()
    Monument.objects.update(dating="AD 200", version=2)
    assert not UncountedSite.objects.exists()
    for change in ({"sensitivity": "sensitive"}, {"west": 38.1}, {"whereabouts": "missing"}):
        Monument.objects.update(**change)
        assert UncountedSite.objects.exists(), change
        operations.count_map_cells()
    assert not UncountedSite.objects.exists()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.floats(-179, 179), st.floats(-84, 84)), max_size=12))
def test_moved_about_at_will_they_are_counted_where_they_stand(world: SimpleNamespace, moves: Any) -> None:
    Monument.objects.all().delete()
    rows = [at(world, 10.0 + one, 20.0) for one in range(5)]
    for which, lon, lat in moves:
        Monument.objects.filter(pk=rows[which].pk).update(**geometry.placed(geometry.point(lon, lat)))
        if which % 2:
            operations.count_map_cells()
    operations.count_map_cells()
    by = world.by("recorder")
    assert counted(by) == 5
    for one in Monument.objects.all():
        box = (one.west - 1e-4, one.south - 1e-4, one.west + 1e-4, one.south + 1e-4)
        assert counted(by, box, 14) >= 1


def test_a_view_holds_what_lies_in_it(world: SimpleNamespace) -> None:
    at(world, -70.0, -30.0)
    operations.count_map_cells()
    assert counted(world.by("recorder"), (-71, -31, -69, -29), 8) == 1
    assert counted(world.by("recorder"), (-71, -31, -69, -29), 8, site=factories.site("ELS").id) == 0
    assert MapCell.objects.exists()


def test_from_near_there_are_no_squares(world: SimpleNamespace) -> None:
    operations.count_map_cells()
    assert counted(world.by("recorder"), zoom=17) == 0
