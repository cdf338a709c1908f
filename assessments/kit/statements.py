"""Statements of our own in named `.sql` files, for the few paths where the ORM costs more than the work.

They are prepared once a connection and run on Django's own connection, inside its transaction if there is one.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import Cursor

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


def rows(sql: str, parameters: Mapping[str, Any], *, binary: bool = True) -> list[tuple[Any, ...]]:
    """The rows of a prepared statement; values are bound by the server."""
    connection.ensure_connection()
    # Django switches prepared statements off; only those that ask for it are prepared here.
    connection.connection.prepare_threshold = connection.connection.prepare_threshold or NEVER_BY_ITSELF
    begun = time.monotonic()
    with connection.wrap_database_errors:
        found = Cursor(connection.connection).execute(sql, parameters, prepare=True, binary=binary).fetchall()
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - begun:.3f}"})
    return found
