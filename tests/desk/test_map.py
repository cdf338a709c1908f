"""The map shows monuments, sites with boundaries and incidents to those who may see them, and says what it leaves out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from assessments.desk import map_view
from assessments.evidence.models import Photo
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
    (site,) = found["sites"]["features"]
    ground = signed_in(world, "outsider").get(site["properties"]["ground"]).json()
    assert [one["properties"]["kind"] for one in ground["features"]] == ["boundary", "buffer"]


def test_a_hidden_site_draws_nothing_for_others(world: SimpleNamespace) -> None:
    _placed(world)
    Site.objects.filter(pk=world.site.id).update(visibility="members")
    found = _found(world, "outsider")
    assert not any(found[name]["features"] for name in ("sites", "squares", "outlines", "incidents", "monuments"))
    assert signed_in(world, "outsider").get(f"/sites/{world.site.id}/ground").status_code == 404
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


def test_where_monuments_are_many_they_are_counted_in_squares(world: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setattr(map_view, "MAX_MONUMENTS", 1)
    factories.monument(world.site, "Theatre")
    operations.count_map_cells()
    found = _found(world, "viewer")
    assert found["monuments"]["features"] == []
    assert [one["properties"]["count"] for one in found["squares"]["features"]] == [2]


def test_hazardous_ground_is_drawn_where_monuments_are_counted_and_where_there_are_none(
    world: SimpleNamespace, monkeypatch: Any
) -> None:
    monkeypatch.setattr(map_view, "MAX_MONUMENTS", 0)
    other = factories.site("OTH", **geometry.placed(geometry.point(38.25, 34.55)))
    factories.monument(other, "Kiln")
    _placed(world)
    elsewhere = geometry.circle(38.9, 34.9, 50)
    for place in (GROUND, elsewhere):
        operations.record_hazard_zone(
            m.HazardZoneIn(
                id=ids.uuid7(), site=world.site.id, location=place, status="suspected", surveyed_on=world.site.today
            ),
            by=world.by("safety_officer"),
        )
    operations.count_map_cells()
    found = _found(world, "viewer")
    assert found["squares"]["features"]
    assert len(found["hazards"]["features"]) == 1
    empty = signed_in(world, "viewer").get("/map/data?bbox=38.8,34.8,39,35").json()
    assert empty["monuments"]["features"] == []
    assert len(empty["hazards"]["features"]) == 1
    assert _found(world, "outsider")["hazards"]["features"] == []


def test_filters_show_monuments_one_by_one_and_say_when_some_are_left_out(
    world: SimpleNamespace, monkeypatch: Any
) -> None:
    monkeypatch.setattr(map_view, "MAX_FILTERED", 1)
    factories.monument(world.site, "Arcade")
    client = signed_in(world, "viewer")
    found = client.get(f"{VIEW}&q=arc&category=arch&site={world.site.id}").json()
    assert found["left_out"]["monuments"] is True
    assert len(found["monuments"]["features"]) == 1
    assert client.get(f"{VIEW}&q=tetrapylon").json()["monuments"]["features"] == []


def test_outlines_are_drawn_for_those_who_may_see_them(world: SimpleNamespace) -> None:
    factories.monument(world.site, "Court", sensitivity="guarded", **geometry.placed(GROUND))
    assert len(_found(world, "viewer")["outlines"]["features"]) == 1
    assert _found(world, "outsider")["outlines"]["features"] == []


def test_the_plan_of_a_site_is_drawn_with_the_names_of_its_features(world: SimpleNamespace) -> None:
    operations.record_site_feature(
        m.SiteFeatureIn(
            id=ids.uuid7(), site=world.site.id, kind="building", location=GROUND, source="Plan", title={"en": "Baths"}
        ),
        by=world.by("verifier"),
    )
    address = f"/sites/{world.site.id}/ground"
    (one,) = signed_in(world, "viewer").get(address).json()["features"]
    assert one["properties"] == {"kind": "building", "label": "Baths"}
    assert signed_in(world, "outsider").get(address).json()["features"] == []


def test_cameras_are_told_to_the_team_with_the_way_they_look(world: SimpleNamespace) -> None:
    photo = factories.processed(world, monument=world.arch.id)
    Photo.objects.filter(pk=photo.id).update(exif_longitude=38.25, exif_latitude=34.55, exif_direction_deg=90.0)
    address = "/map/photographs?bbox=38.2,34.5,38.3,34.6"
    (one,) = signed_in(world, "viewer").get(address).json()["features"]
    assert (one["geometry"]["coordinates"], one["properties"]["looking"]) == ([38.25, 34.55], 90.0)
    assert signed_in(world, "outsider").get(address).json()["features"] == []


def test_only_services_that_were_chosen_may_be_asked_by_a_page_with_a_map(world: SimpleNamespace) -> None:
    client = signed_in(world, "viewer")
    assert "connect-src" not in client.get("/map")["Content-Security-Policy"]
    operations.record_base_map(
        m.BaseMapIn(
            id=ids.uuid7(), kind="tiles", address="https://tiles.example.org/{z}/{x}/{y}.png", title={"en": "Streets"},
            attribution="© Somebody",
        ),
        by=world.by("administrator"),
    )  # fmt: skip
    for page in ("/map", f"/sites/{world.site.id}?view=map"):
        assert "connect-src 'self' https://tiles.example.org" in client.get(page)["Content-Security-Policy"]
    assert "example.org" not in client.get(f"/sites/{world.site.id}")["Content-Security-Policy"]


def test_the_card_of_a_monument_masks_as_its_page_does(world: SimpleNamespace) -> None:
    hidden = factories.monument(world.site, "Secret tomb", sensitivity="sensitive")
    assert "Secret tomb" in signed_in(world, "viewer").get(f"/monuments/{hidden.id}/card").content.decode()
    assert "Secret tomb" not in signed_in(world, "outsider").get(f"/monuments/{hidden.id}/card").content.decode()


def test_a_plan_that_was_drawn_later_is_not_told_of_a_past_day(world: SimpleNamespace) -> None:
    operations.record_site_feature(
        m.SiteFeatureIn(id=ids.uuid7(), site=world.site.id, kind="building", location=GROUND, source="Plan"),
        by=world.by("verifier"),
    )
    address = f"/sites/{world.site.id}/ground"
    assert len(signed_in(world, "viewer").get(address).json()["features"]) == 1
    assert signed_in(world, "viewer").get(f"{address}?known_at=2016-05-01").json()["features"] == []
