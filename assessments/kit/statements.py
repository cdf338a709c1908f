"""Statements of our own in named `.sql` files, for the few paths where the ORM costs more than the work.

Most are prepared once a connection; they run on Django's own connection, inside its transaction if there is one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import RawCursor
from psycopg.rows import tuple_row

NEVER_BY_ITSELF = 1 << 30


@cache
def statement(folder: str, name: str, **pieces: str) -> str:
    """The text of a `.sql` file beside the module whose `__file__` is given; `{name}` in it is replaced by pieces that
    stand in our own code, never by what somebody sent.
    """
    text = Path(folder).with_name(f"{name}.sql").read_text()
    for piece, words in pieces.items():
        text = text.replace("{" + piece + "}", words)
    return text


def run(all_of: Sequence[tuple[str, Sequence[Any]]]) -> list[int]:
    """Run several prepared statements in one round trip; returns how many rows each wrote. Their values stand as $1, $2
    and so on.
    """
    if not all_of:
        return []
    begun = time.monotonic()
    with connection.wrap_database_errors:
        raw = _ready()
        with raw.pipeline():
            cursors = [RawCursor(raw).execute(sql, values, prepare=True) for sql, values in all_of]
    if connection.queries_logged:
        words = "; ".join(sql for sql, _values in all_of)
        connection.queries_log.append({"sql": words, "time": f"{time.monotonic() - begun:.3f}"})
    return [one.rowcount for one in cursors]


def _ready() -> Any:
    """Django's connection, open. Django switches prepared statements off: only those that ask for it are prepared."""
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = raw.prepare_threshold or NEVER_BY_ITSELF
    return raw


_PLACE = re.compile(r"%\((\w+)\)s")


@cache
def _native(sql: str) -> tuple[str, list[str]]:
    """The statement with $1, $2 in place of %(name)s, and the names in that order: psycopg would look for them anew in
    each call of a long one.
    """
    names: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return _PLACE.sub(numbered, sql), names


def rows(sql: str, parameters: Mapping[str, Any], *, is_prepared: bool = True) -> list[tuple[Any, ...]]:
    """The rows of a statement; values are bound by the server. `is_prepared=False` plans it anew for these values: for
    statements whose best plan depends on them.
    """
    begun = time.monotonic()
    with connection.wrap_database_errors:
        native, names = _native(sql)
        values = [parameters[name] for name in names]
        found = (
            RawCursor(_ready(), row_factory=tuple_row)
            .execute(native, values, prepare=is_prepared, binary=True)
            .fetchall()
        )
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - begun:.3f}"})
    return found
