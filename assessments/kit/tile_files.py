"""Map tiles out of one file: PMTiles (version 3) or MBTiles (1.3), pictures or vectors. The files lie in a folder of
the installation's data; whoever runs it puts them there, so they are read in place and trusted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType

ENDINGS = (".pmtiles", ".mbtiles")
VECTOR = "application/vnd.mapbox-vector-tile"
OF_PMTILES = {
    TileType.MVT: VECTOR, TileType.PNG: "image/png", TileType.JPEG: "image/jpeg", TileType.WEBP: "image/webp",
    TileType.AVIF: "image/avif",
}  # fmt: skip
OF_MBTILES = {"pbf": VECTOR, "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Tile:
    data: bytes
    media_type: str

    @property
    def is_gzipped(self) -> bool:
        return self.data.startswith(GZIP)


def folder() -> Path:
    return Path(settings.BASE_MAPS_DIR)


def names() -> list[str]:
    """The files of tiles that lie in the folder."""
    return sorted(one.name for one in folder().glob("*") if one.suffix in ENDINGS and one.is_file())


def is_vector(name: str) -> bool:
    """Whether a file holds vectors rather than pictures; raises `OSError` for what is no file of tiles."""
    return _opened(name, _changed(name)).media_type == VECTOR


def tile(name: str, zoom: int, column: int, row: int) -> Tile | None:
    """One square of the web's grid, counted from the north-west; None where the file has none. Raises `OSError`."""
    if not 0 <= zoom <= 24 or not (0 <= column < 1 << zoom and 0 <= row < 1 << zoom):
        return None
    opened = _opened(name, _changed(name))
    data = opened.get(zoom, column, row)
    return Tile(data, opened.media_type) if data else None


def _changed(name: str) -> int:
    if Path(name).name != name or Path(name).suffix not in ENDINGS:
        raise FileNotFoundError(name)
    return (folder() / name).stat().st_mtime_ns


@lru_cache(maxsize=8)
def _opened(name: str, _changed_at: int) -> PMTiles | MBTiles:
    """Kept open until another file lies under the name."""
    path = folder() / name
    return PMTiles(path) if path.suffix == ".pmtiles" else MBTiles(path)


class PMTiles:
    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._reader = Reader(MmapSource(file))
        try:
            header = self._reader.header()
        except Exception as failure:  # the library raises its own kinds for its own reasons
            raise OSError(f"{path.name} is no PMTiles file ({failure}).") from failure
        if header["tile_compression"] not in (Compression.NONE, Compression.GZIP):
            raise OSError(f"{path.name} is compressed in a way that browsers do not read.")
        self.media_type = OF_PMTILES.get(header["tile_type"], "application/octet-stream")

    def get(self, zoom: int, column: int, row: int) -> bytes | None:
        try:
            found: bytes | None = self._reader.get(zoom, column, row)
        except Exception as failure:  # a file that was cut short
            raise OSError(f"a tile cannot be read ({failure})") from failure
        return found


class MBTiles:
    """SQLite, opened for each tile: its connections belong to threads."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        rows = self._asked("SELECT value FROM metadata WHERE name = 'format'", ())
        self.media_type = OF_MBTILES.get(str(rows[0][0]) if rows else "", "image/png")

    def get(self, zoom: int, column: int, row: int) -> bytes | None:
        # Rows are counted from the south there.
        found = self._asked(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, column, (1 << zoom) - 1 - row),
        )
        return bytes(found[0][0]) if found else None

    def _asked(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(self._address, uri=True)) as connection:
                return connection.execute(statement, values).fetchall()
        except sqlite3.Error as failure:
            raise OSError(f"no MBTiles file, or a damaged one ({failure})") from failure
