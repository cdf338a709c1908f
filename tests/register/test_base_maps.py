"""Administrators choose what lies under the map: files of the installation, or services that are named whole."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.kit import ids
from assessments.kit.errors import Invalid, Problem
from assessments.register import operations, queries
from assessments.register.messages import BaseMapIn
from tests.kit.test_tile_files import PNG, write_mbtiles

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture
def maps(tmp_path: Path, django_settings: Any) -> Path:
    django_settings.BASE_MAPS_DIR = str(tmp_path)
    write_mbtiles(tmp_path / "city.mbtiles", PNG)
    return tmp_path


def offered(world: SimpleNamespace, by: str = "administrator", **fields: Any) -> Any:
    values = {"kind": "tiles", "address": TILES, "title": {"en": "Streets"}, "attribution": "© Somebody"} | fields
    return operations.record_base_map(BaseMapIn(id=ids.uuid7(), **values), by=world.by(by))


def test_a_file_is_served_tile_by_tile_to_everybody(world: SimpleNamespace, client: Client, maps: Path) -> None:
    row = offered(world, kind="file", address="city.mbtiles")
    answer = client.get(f"/base-maps/{row.id}/1/0/0")
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    assert "public" in answer["Cache-Control"]
    assert client.get(f"/base-maps/{row.id}/1/1/1").status_code == 204
    (maps / "city.mbtiles").unlink()
    assert client.get(f"/base-maps/{row.id}/1/0/0").status_code == 404
    assert queries.layers() == []


def test_services_are_asked_as_they_write_their_addresses(world: SimpleNamespace) -> None:
    offered(world)
    offered(world, address="https://maps.example.org/{TileMatrix}/{TileRow}/{TileCol}")
    offered(world, kind="wms", address="https://wms.example.org/ows?map=1", layers="relief")
    streets, matrix, wms = (one.tiles for one in queries.layers())
    assert streets == TILES
    assert matrix == "https://maps.example.org/{z}/{y}/{x}"
    assert wms.startswith("https://wms.example.org/ows?map=1&service=WMS&")
    assert wms.endswith("layers=relief&bbox={bbox-epsg-3857}")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"address": "tiles.example.org/{z}/{x}/{y}"}, "/address"),
        ({"address": "javascript:alert(1)//{z}{x}{y}"}, "/address"),
        ({"address": "https://a.example;script-src *//{z}/{x}/{y}"}, "/address"),
        ({"address": "https://tiles.example.org/one.png"}, "/address"),
        ({"kind": "wms", "address": "https://wms.example.org"}, "/layers"),
        ({"kind": "file", "address": "../city.mbtiles"}, "/address"),
        ({"kind": "paper"}, "/kind"),
        ({"title": {"en": " "}}, "/title"),
        ({"min_zoom": 9, "max_zoom": 3}, "/max_zoom"),
    ],
)
def test_what_cannot_be_drawn_is_refused_beside_its_field(
    world: SimpleNamespace, maps: Path, fields: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        offered(world, **fields)
    assert [one.pointer for one in refused.value.errors] == [pointer]


def test_nobody_else_chooses(world: SimpleNamespace) -> None:
    with pytest.raises(Problem):
        offered(world, by="verifier")
