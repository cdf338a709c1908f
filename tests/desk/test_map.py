"""The map shows monuments, sites with boundaries and incidents to those who may see them, and says what it leaves out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from assessments.desk import map as map_views
from assessments.kit import geometry, ids
from assessments.register import messages as m
from assessments.register import operations
from assessments.register.models import Site
from tests import factories
from tests.product.samples import GROUND
from tests.product.url_map import signed_in

VIEW = "/map/data?bbox=38.2,34.5,38.3,34.6"


def _found(world: SimpleNamespace, who: str) -> Any:
    return signed_in(world, who).get(VIEW).json()


def _placed(world: SimpleNamespace) -> None:
    Site.objects.filter(pk=world.site.id).update(
        boundary=GROUND, buffer_zone=GROUND, **geometry.placed(geometry.point(38.266, 34.554))
    )


def test_a_site_stands_with_its_boundary_and_buffer_zone(world: SimpleNamespace) -> None:
    _placed(world)
    found = _found(world, "outsider")
    assert [one["properties"]["label"] for one in found["sites"]["features"]] == ["Site PAL"]
    assert [one["properties"]["kind"] for one in found["boundaries"]["features"]] == ["boundary", "buffer"]


def test_a_hidden_site_draws_nothing_for_others(world: SimpleNamespace) -> None:
    _placed(world)
    Site.objects.filter(pk=world.site.id).update(visibility="members")
    found = _found(world, "outsider")
    assert not any(found[name]["features"] for name in ("sites", "boundaries", "incidents", "monuments"))
    assert _found(world, "viewer")["sites"]["features"]


def test_incidents_stand_where_they_happened_for_the_team_only(world: SimpleNamespace) -> None:
    claim = m.Claim(occurred={"precision": "on", "from": "2015-10-04"}, source="A", chosen=True)
    operations.record_incident(
        m.IncidentIn(id=ids.uuid7(), site=world.site.id, monuments=[world.arch.id], title={"en": "Blast"}, claims=[claim]),
        by=world.by("verifier"),
    )  # fmt: skip
    (one,) = _found(world, "viewer")["incidents"]["features"]
    assert one["properties"] | {"url": ""} == {"label": "Blast", "when": "4 October 2015", "url": ""}
    assert one["geometry"]["coordinates"] == [38.271, 34.549972]
    assert _found(world, "outsider")["incidents"]["features"] == []


def test_it_says_how_many_have_no_place(world: SimpleNamespace) -> None:
    _placed(world)
    factories.monument(world.site, "Lost", location=None, west=None, south=None, east=None, north=None)
    assert _found(world, "viewer")["left_out"] == {"monuments": False, "sites": False, "without_place": 1}


def test_it_says_when_not_everything_is_drawn(world: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setattr(map_views, "MAX_MONUMENTS", 1)
    factories.monument(world.site, "Theatre")
    found = _found(world, "viewer")
    assert found["left_out"]["monuments"] is True
    assert len(found["monuments"]["features"]) == 1
