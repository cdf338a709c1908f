"""Plans and orthophotos lie on the map where points found on both put them; too few or useless points are refused."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence import georeferencing, operations, queries
from assessments.evidence.messages import ControlPoint, GeoreferencedImageIn, GeoreferencedImagePatch
from assessments.evidence.models import GeoreferencedImage, Photo
from assessments.kit import ids
from assessments.kit.errors import Invalid, Problem
from tests import factories
from tests.product.url_map import signed_in

SQUARE = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]


def on_ground(x: float, y: float, turn: float = 0.0, size: float = 0.01) -> tuple[float, float]:
    """A picture of `size` degrees around 38.27, 34.55, turned clockwise by some degrees (on the flat ground there)."""
    shrink = math.cos(math.radians(34.55))
    east, north = (x - 0.5) * size * shrink, (0.5 - y) * size
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return 38.27 + (east * cos + north * sin) / shrink, 34.55 + north * cos - east * sin


def points(turn: float = 0.0, shares: Any = SQUARE) -> list[ControlPoint]:
    found = []
    for x, y in shares:
        longitude, latitude = on_ground(x, y, turn)
        found.append(ControlPoint(x=x, y=y, longitude=longitude, latitude=latitude))
    return found


def laid(world: SimpleNamespace, given_points: list[ControlPoint], by: str = "verifier") -> GeoreferencedImage:
    photo = factories.processed(world, monument=world.arch.id)
    return operations.georeference(
        GeoreferencedImageIn(id=ids.uuid7(), photo=photo.id, control_points=given_points), by=world.by(by)
    )


@given(turn=st.floats(-180, 180), count=st.integers(3, 4))
def test_a_picture_that_was_turned_and_scaled_lies_where_it_was_taken_of(turn: float, count: int) -> None:
    known = [georeferencing.ControlPoint(one.x, one.y, one.longitude, one.latitude) for one in points(turn)[:count]]
    found = georeferencing.fit(known)
    assert found.error_m < 0.5
    for corner, (x, y) in zip(found.corners, [(0, 0), (1, 0), (1, 1), (0, 1)], strict=True):
        assert corner == pytest.approx(on_ground(x, y, turn), abs=1e-5)


def test_a_point_that_does_not_fit_shows_in_the_error(world: SimpleNamespace) -> None:
    moved = points()
    moved[0].latitude += 0.001
    assert laid(world, moved).error_m > 20


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        (SQUARE[:2], "too_few"),
        ([], "too_few"),
        ([(0.1, 0.1), (0.5, 0.5), (0.9, 0.9)], "in_line"),
        ([(0.5, 0.5), (0.5, 0.5), (0.5, 0.5)], "in_line"),
    ],
)
def test_points_that_hold_nothing_are_refused_with_a_way_out(world: SimpleNamespace, shares: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        laid(world, points(shares=shares))
    assert [one.code for one in refused.value.errors] == [code]


def test_it_lies_on_the_map_for_the_team_until_it_is_taken_off_or_turned(world: SimpleNamespace) -> None:
    row = laid(world, points())
    site = world.site.id

    def seen(name: str) -> list[Any]:
        return [one["id"] for one in signed_in(world, name).get(f"/sites/{site}/ground").json()["pictures"]]

    assert seen("recorder") == [str(row.id)]
    assert seen("outsider") == []
    Photo.objects.filter(pk=row.photo_id).update(turned=1, turned_made=1)
    assert seen("recorder") == []
    Photo.objects.filter(pk=row.photo_id).update(turned=0, turned_made=0)
    operations.change_georeference(
        queries.georeferenced(world.by("verifier")).get(), GeoreferencedImagePatch(is_shown=False),
        by=world.by("verifier"), expected_version=1,
    )  # fmt: skip
    assert seen("recorder") == []


def test_only_those_who_keep_the_register_lay_pictures(world: SimpleNamespace) -> None:
    with pytest.raises(Problem):
        laid(world, points(), by="recorder")


def test_points_are_typed_and_what_is_no_point_is_said(world: SimpleNamespace, client: Client) -> None:
    photo = factories.processed(world, monument=world.arch.id)
    client.force_login(world.users["verifier"])
    address = f"/photos/{photo.id}/georeference"
    wrong = client.post(address, {"points": "here = there", "is_shown": "1"})
    assert wrong.status_code == 422
    assert "is no point" in wrong.content.decode()
    assert "here = there" in wrong.content.decode()
    pole = "10% 10% = 90, 38\n90% 10% = 90, 39\n90% 90% = 89, 39"
    assert client.post(address, {"points": pole}).status_code == 422
    lines = [f"{one.x * 100}% {one.y * 100}% = {one.latitude:.6f}, {one.longitude:.6f}" for one in points()]
    assert client.post(address, {"points": "\n".join(lines), "is_shown": "1"}).status_code == 302
    row = GeoreferencedImage.objects.get()
    assert row.error_m < 0.5
    version = {"version": row.version}
    assert client.post(address, version | {"points": "\n".join(lines[:3])}).status_code == 302
    assert not GeoreferencedImage.objects.get().is_shown
