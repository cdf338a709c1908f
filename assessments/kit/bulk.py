"""Writing many rows at once by COPY: for what the field sends in bulk, where building INSERTs is most of the cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection
from django.db.models import AutoField, BigAutoField, Field, JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

FEW = 20
"""Up to this many rows an INSERT is as quick, and one statement less in the log."""


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one table, in their order. Refuses with Django's `IntegrityError` like any insert.

    Columns that the database fills (identities, generated ones) are left to it and not read back.
    """
    if not rows:
        return
    model = type(rows[0])
    if len(rows) <= FEW:
        model._default_manager.bulk_create(rows)
        return
    statement, columns = _columns(model)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = row.__dict__
            copy.write_row([values[name] if convert is None else convert(values[name]) for name, convert in columns])


Convert = Callable[[Any], Any] | None


@lru_cache
def _columns(model: type[Model]) -> tuple[sql.Composed, list[tuple[str, Convert]]]:
    fields: list[Field[Any, Any]] = [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, (AutoField, BigAutoField))
    ]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(str(one.column)) for one in fields)
    )
    return statement, [(one.attname, _json if isinstance(one, JSONField) else None) for one in fields]


def _json(value: Any) -> Jsonb | None:
    return None if value is None else Jsonb(value, dumps=msgspec.json.encode)
