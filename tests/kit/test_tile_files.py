"""Files of map tiles are read in place: PMTiles and MBTiles, pictures and vectors, and nothing outside their folder."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from assessments.kit import tile_files

PNG = b"\x89PNG north-west"


def write_pmtiles(path: Path, data: bytes, kind: TileType = TileType.PNG) -> None:
    """One tile: zoom 1, the north-west quarter."""
    is_vector = kind == TileType.MVT
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(1, 0, 0), data)
        header = {"tile_type": kind, "tile_compression": Compression.GZIP if is_vector else Compression.NONE}
        bounds = {"min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 0, "max_lat_e7": 0}
        writer.finalize(header | bounds | {"center_zoom": 1, "center_lon_e7": 0, "center_lat_e7": 0}, {})


def write_mbtiles(path: Path, data: bytes) -> None:
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name text, value text)")
        file.execute("INSERT INTO metadata VALUES ('format', 'png')")
        file.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        file.execute("INSERT INTO tiles VALUES (1, 0, 1, ?)", (data,))
    file.close()


@pytest.fixture
def maps(tmp_path: Path, django_settings: Any) -> Path:
    django_settings.BASE_MAPS_DIR = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["city.pmtiles", "city.mbtiles"])
def test_a_tile_is_found_by_its_place_in_the_grid_from_the_north_west(maps: Path, name: str) -> None:
    (write_pmtiles if name.endswith("pmtiles") else write_mbtiles)(maps / name, PNG)
    found = tile_files.tile(name, 1, 0, 0)
    assert found
    assert (found.data, found.media_type, found.is_gzipped) == (PNG, "image/png", False)
    assert tile_files.tile(name, 1, 0, 1) is None
    assert tile_files.tile(name, 1, 2, 0) is None
    assert not tile_files.is_vector(name)


def test_vectors_say_that_they_are_compressed(maps: Path) -> None:
    write_pmtiles(maps / "city.pmtiles", gzip.compress(b"vector"), TileType.MVT)
    found = tile_files.tile("city.pmtiles", 1, 0, 0)
    assert found
    assert found.is_gzipped
    assert tile_files.is_vector("city.pmtiles")


@pytest.mark.parametrize("name", ["../city.pmtiles", "city.png", "missing.mbtiles", "broken.pmtiles", "broken.mbtiles"])
def test_what_is_no_file_of_tiles_is_an_error(maps: Path, name: str) -> None:
    for broken in ("broken.pmtiles", "broken.mbtiles"):
        (maps / broken).write_bytes(b"no map at all" * 40)
    write_pmtiles(maps.parent / "city.pmtiles", PNG)
    with pytest.raises(OSError, match=r"\w"):
        tile_files.is_vector(name)


def test_a_file_that_was_replaced_is_read_anew(maps: Path) -> None:
    write_mbtiles(maps / "city.mbtiles", PNG)
    assert tile_files.tile("city.mbtiles", 1, 0, 0)
    (maps / "city.mbtiles").unlink()
    write_mbtiles(maps / "city.mbtiles", b"\x89PNG newer")
    found = tile_files.tile("city.mbtiles", 1, 0, 0)
    assert found
    assert found.data == b"\x89PNG newer"


def test_a_file_that_was_cut_short_is_an_error_and_no_tile(maps: Path) -> None:
    write_pmtiles(maps / "whole.pmtiles", PNG)
    (maps / "cut.pmtiles").write_bytes((maps / "whole.pmtiles").read_bytes()[:130])
    with sqlite3.connect(maps / "cut.mbtiles") as file:
        file.execute("CREATE TABLE metadata (name text, value text)")
    file.close()
    for name in ("cut.pmtiles", "cut.mbtiles"):
        with pytest.raises(OSError, match=r"\w"):
            tile_files.tile(name, 1, 0, 0)
