"""Monuments come in from CSV and GeoJSON: tried first, all or nothing, found again, and what people wrote stays."""

from __future__ import annotations

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assessments.audit.queries import history_of
from assessments.exchange.errors import FileUnreadable, RowsUnreadable
from assessments.exchange.operations import import_monuments
from assessments.kit import geometry
from assessments.kit.errors import Forbidden
from assessments.register.models import Monument, Site
from tests import factories
from tests.rest import Rest

HEADER = "external_id,name_en,name_ar,category,latitude,longitude,height_m,parent"
GATE = "dgam:12,South Gate,البوابة الجنوبية,wall_gate,34.5501,38.2702,7.5,"
TOMB = "dgam:13,Tomb of Three Brothers,مدفن الإخوة الثلاثة,Hypogeum,34°32'50\"N,38°14'30\"E,,West Necropolis"
NECROPOLIS = "dgam:14,West Necropolis,,necropolis,,,,"


def csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def run(world: SimpleNamespace, data: bytes, **options: object) -> object:
    return import_monuments(data, world.site, by=world.by("verifier"), source="list.csv", **options)  # type: ignore[arg-type]


def test_a_dry_run_reports_everything_and_changes_nothing(world: SimpleNamespace) -> None:
    before = Monument.objects.count()
    found = run(world, csv(GATE, TOMB, NECROPOLIS), dry_run=True)
    assert (found.created, found.changed, found.unchanged, found.bad) == (3, 0, 0, [])
    assert [one.what for one in found.rows] == ["created"] * 3
    assert Monument.objects.count() == before


def test_what_came_in_is_found_again_and_a_second_time_changes_nothing(world: SimpleNamespace) -> None:
    run(world, csv(GATE, TOMB, NECROPOLIS))
    gate, tomb = (
        Monument.objects.get(external_ids__contains=[{"scheme": "dgam", "value": one}]) for one in ("12", "13")
    )
    assert (gate.category, gate.height_m, gate.label) == ("wall_gate", Decimal("7.5"), "South Gate")
    assert tomb.category == "underground_tomb"
    assert tomb.parent is not None
    assert tomb.parent.label == "West Necropolis"
    assert tomb.location == {"type": "Point", "coordinates": [38.2416667, 34.5472222]}
    assert history_of("monument", tomb.id)[0].verb == "register.monument.imported"
    again = run(world, csv(GATE, TOMB, NECROPOLIS))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)
    assert len(history_of("monument", tomb.id)) == 1


def test_a_changed_row_changes_only_what_it_says(world: SimpleNamespace) -> None:
    run(world, csv(GATE))
    gate = Monument.objects.get(external_ids__contains=[{"scheme": "dgam", "value": "12"}])
    names = [*gate.names, {"text": "Bab al-Janub", "language": "ar-Latn", "kind": "local"}]
    Monument.objects.filter(pk=gate.pk).update(dating="3rd c.", names=names)
    found = run(world, csv("dgam:12,South Gate (Bab),,,,,8,"))
    assert (found.created, found.changed) == (0, 1)
    gate.refresh_from_db()
    assert (gate.height_m, gate.dating, gate.category) == (Decimal(8), "3rd c.", "wall_gate")
    texts = {one["text"] for one in gate.names}
    assert texts == {"South Gate (Bab)", "البوابة الجنوبية", "Bab al-Janub"}


def test_a_monument_that_is_there_is_found_by_its_name(world: SimpleNamespace) -> None:
    found = run(world, b"name_en;height_m\nMONUMENTAL arch;20,5\n")
    assert (found.created, found.changed) == (0, 1)
    world.arch.refresh_from_db()
    assert world.arch.height_m == Decimal("20.5")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("dgam:1,Gate,,castle of air,,,,", "category"),
        ("dgam:1,Gate,,wall_gate,34.55,,,", "longitude"),
        ("dgam:1,Gate,,wall_gate,95,38.2,,", "latitude"),
        ("dgam:1,Gate,,wall_gate,,,-3,", "height_m"),
        ("dgam:1,Gate,,wall_gate,,,9999999,", "height_m"),
        ("no scheme,Gate,,wall_gate,,,,", "external_id"),
        ("dgam:1,,,wall_gate,,,,", "name_en"),
        ("dgam:1,Gate,,,,,,", "category"),
        ("dgam:1,Gate,,wall_gate,,,,Nowhere", "parent"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_column_and_nothing_comes_in(
    world: SimpleNamespace, row: str, column: str
) -> None:
    before = Monument.objects.count()
    with pytest.raises(RowsUnreadable) as refusal:
        run(world, csv(GATE, row))
    (bad,) = refusal.value.facts["bad"]  # type: ignore[misc]
    assert (bad.line, bad.column) == (3, column)
    assert Monument.objects.count() == before
    assert run(world, csv(GATE, row), skip_bad_rows=True).bad == [bad]


def test_namesakes_are_not_guessed_apart(world: SimpleNamespace) -> None:
    factories.monument(world.site, "Tower tomb")
    factories.monument(world.site, "Tower tomb")
    found = run(world, b"name_en,category\nTower tomb,tower_tomb\n", dry_run=True)
    assert "several monuments" in found.bad[0].reason


def test_two_rows_about_one_monument_are_refused(world: SimpleNamespace) -> None:
    assert "earlier row" in run(world, csv(GATE, GATE), dry_run=True).bad[0].reason


def test_nothing_stands_inside_itself(world: SimpleNamespace) -> None:
    rows = csv("dgam:1,A,,necropolis,,,,B", "dgam:2,B,,necropolis,,,,A")
    assert [one.column for one in run(world, rows, dry_run=True).bad] == ["parent"]


def test_what_lies_far_away_is_asked_about_not_refused(world: SimpleNamespace) -> None:
    Site.objects.filter(pk=world.site.id).update(**geometry.placed(geometry.point(38.27, 34.55)))
    world.site.refresh_from_db()
    found = run(world, b"name_en,category,latitude,longitude\nLion,statue,33.51,36.29\n", dry_run=True)
    assert found.bad == []
    assert found.rows[0].remark == "lies 216 km from the site"


def test_geojson_comes_in_with_its_shapes(world: SimpleNamespace) -> None:
    ring = [[38.26, 34.55], [38.27, 34.55], [38.27, 34.56], [38.26, 34.55]]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
               "properties": {"name_en": "Agora", "category": "agora", "area_m2": 4000, "colour": "red"}}  # fmt: skip
    found = run(world, json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    assert found.created == 1
    agora = Monument.objects.get(category="agora")
    assert agora.location is not None
    assert (agora.location["type"], agora.area_m2) == ("Polygon", Decimal(4000))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 a spreadsheet",
        b"colour,shape\nred,round\n",
        b"{",
        b'{"type": "Feature"}',
        b'{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::22770"}}}',
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(world: SimpleNamespace, data: bytes) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        run(world, data)
    assert refusal.value.sentence()


def test_recorders_bring_nothing_in(world: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        import_monuments(csv(GATE), world.site, by=world.by("recorder"), source="x")


def test_clients_try_a_file_and_then_send_it(world: SimpleNamespace) -> None:
    client = Rest.signed_in(world.users["verifier"])
    path = f"/api/v1/sites/{world.site.id}/monuments/import"

    def send(data: bytes, query: str = "") -> tuple[int, dict[str, object]]:
        response = client.client.post(f"{path}{query}", data, content_type="text/csv", headers=client.headers)
        return response.status_code, json.loads(response.content)

    status, body = send(csv(GATE), "?dry_run=true")
    assert (status, body["created"], Monument.objects.filter(site=world.site).count()) == (200, 1, 1)
    status, body = send(csv(GATE, "dgam:9,Gate,,castle of air,,,,"))
    assert (status, body["code"]) == (422, "rows_unreadable")
    assert body["errors"][0]["pointer"] == "/3/category"  # type: ignore[index]
    status, body = send(csv(GATE))
    assert (status, body["created"]) == (200, 1)
