"""Statements of our own in named `.sql` files, for the few paths where the ORM costs more than the work.

Most are prepared once a connection; they run on Django's own connection, inside its transaction if there is one.
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


def rows(sql: str, parameters: Mapping[str, Any], *, is_prepared: bool = True) -> list[tuple[Any, ...]]:
    """The rows of a statement; values are bound by the server. `is_prepared=False` plans it anew for these values: for
    statements whose best plan depends on them.
    """
    connection.ensure_connection()
    # Django switches prepared statements off; only those that ask for it are prepared here.
    connection.connection.prepare_threshold = connection.connection.prepare_threshold or NEVER_BY_ITSELF
    begun = time.monotonic()
    with connection.wrap_database_errors:
        found = Cursor(connection.connection).execute(sql, parameters, prepare=is_prepared, binary=True).fetchall()
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - begun:.3f}"})
    return found
