"""The plan of a site is drawn by those who keep the register, or taken from a file; others see what was opened."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.kit import ids
from assessments.register import operations, queries
from assessments.register.messages import SiteFeatureIn, SiteFeaturePatch
from assessments.register.models import SiteFeature
from tests.product.samples import GROUND

LINE = {"type": "LineString", "coordinates": [[38.271, 34.55], [38.2677, 34.5514]]}


def drawn(world: SimpleNamespace, **fields: Any) -> SiteFeature:
    values = {"kind": "building", "location": GROUND, "source": "Survey"} | fields
    return operations.record_site_feature(
        SiteFeatureIn(id=ids.uuid7(), site=world.site.id, **values), by=world.by("verifier")
    )


def seen(world: SimpleNamespace, name: str) -> list[Any]:
    return [one.id for one in queries.site_features(world.by(name), [world.site.id])]


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(place: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": place, "properties": properties}


def send(world: SimpleNamespace, client: Client, data: bytes, source: str = "Plan of 1975") -> Any:
    client.force_login(world.users["verifier"])
    file = SimpleUploadedFile("plan.geojson", data, "application/geo+json")
    return client.post(f"/sites/{world.site.id}/site-plan/import", {"file": file, "source": source})


def test_the_team_sees_all_of_it_and_others_what_was_opened(world: SimpleNamespace) -> None:
    inner, outer = drawn(world), drawn(world, is_open=True)
    assert seen(world, "recorder") == [inner.id, outer.id]
    assert seen(world, "outsider") == [outer.id]


def test_what_was_taken_off_the_plan_is_shown_to_nobody_and_kept(world: SimpleNamespace) -> None:
    one = drawn(world)
    operations.change_site_feature(
        one.id, SiteFeaturePatch(is_shown=False), by=world.by("verifier"), expected_version=1
    )
    assert seen(world, "verifier") == []
    assert SiteFeature.objects.filter(pk=one.id).exists()


def test_a_file_brings_names_kinds_and_its_source(world: SimpleNamespace, client: Client) -> None:
    street = feature(LINE, name="Great Colonnade", name_ar="الشارع الطويل", kind="street")
    yard = feature(GROUND, name="Yard", kind="parking", source="Photograph")
    assert send(world, client, collection(street, yard)).status_code == 302
    one, other = SiteFeature.objects.order_by("-kind")
    both = {"en": "Great Colonnade", "ar": "الشارع الطويل"}
    assert (one.kind, one.title, one.source) == ("street", both, "Plan of 1975")
    assert (other.kind, other.title, other.source) == ("other", {"en": "Yard"}, "Photograph")


@pytest.mark.parametrize(
    ("data", "source", "words"),
    [
        (b"", "Plan", "cannot be read as JSON"),
        (b"[" * 100_000, "Plan", "cannot be read as JSON"),
        (b'{"type": "Feature"}', "Plan", "FeatureCollection"),
        (collection(feature(LINE), feature(None)), "Plan", "Feature 2 has no geometry"),
        (collection(feature({"type": "Point", "coordinates": [38, 34]})), "Plan", "geometry is wanted"),
        (collection(feature({"type": "LineString", "coordinates": [[438, 34], [38, 34]]})), "Plan", "off the globe"),
        (collection(feature(LINE), feature({"type": "Polygon", "coordinates": [[[1, 1]]]})), "Plan", "Feature 2 cannot"),
        (collection(feature(LINE)), " ", "from which survey"),
        (b'{"type": "FeatureCollection", "features": [], "crs": 7}', "Plan", "FeatureCollection with features"),
        (json.dumps({"type": "FeatureCollection", "features": [feature(LINE)],
                     "crs": {"properties": {"name": "EPSG:32637"}}}).encode(), "Plan", "Convert the coordinates"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_drawn_whole_draws_nothing(
    world: SimpleNamespace, client: Client, data: bytes, source: str, words: str
) -> None:
    answer = send(world, client, data, source)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SiteFeature.objects.exists()


def test_properties_of_any_shape_are_read_as_far_as_they_are_words(world: SimpleNamespace, client: Client) -> None:
    odd: Any = {"type": "Feature", "geometry": LINE, "properties": ["kind"]}
    assert send(world, client, collection(odd, feature(LINE, name="a\x00b", kind=["wall"]))).status_code == 302
    assert sorted(one.title.get("en", "") for one in SiteFeature.objects.all()) == ["", "ab"]


def test_corners_of_a_wall_are_a_line_and_of_a_building_an_area(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.users["verifier"])
    corners = "34.55, 38.27\n34.551, 38.27\n34.551, 38.271"
    for kind in ("fortification", "building"):
        typed = {"kind": kind, "location": corners, "source": "Plan", "is_shown": "on"}
        assert client.post(f"/sites/{world.site.id}/site-plan/new", typed).status_code == 302
    assert [one.location["type"] for one in SiteFeature.objects.order_by("-kind")] == ["LineString", "Polygon"]
