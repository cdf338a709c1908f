"""Writing rows without Django's compiler, which is most of the cost of what the field sends: one INSERT, or COPY."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection
from django.db.models import AutoField, BigAutoField, Field, JSONField, Model
from django.db.models.expressions import DatabaseDefault
from psycopg import sql
from psycopg.types.json import Jsonb

FEW = 20
"""Up to this many rows an INSERT is as quick as COPY."""


def insert(*tables: Sequence[Model]) -> None:
    """Insert rows, those of each table in their order, one table after the other. Refuses with Django's
    `IntegrityError` like any insert.

    Columns that the database fills (identities, generated ones) are left to it, and read when asked for.
    """
    statements: list[str] = []
    values: list[Any] = []
    for rows in filter(None, tables):
        if len(rows) > FEW:
            _send(statements, values)
            _copy(rows)
            continue
        statements.append(_insert(type(rows[0]), len(rows)))
        for row in rows:
            values += _values(row)
    _send(statements, values)


def _send(statements: list[str], values: list[Any]) -> None:
    """Several statements in one message, where there are any; both lists are empty afterwards."""
    if statements:
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements), values)
    statements.clear()
    values.clear()


def _copy(rows: Sequence[Model]) -> None:
    statement = f"COPY {_table(type(rows[0]))} FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(_values(row))


def _values(row: Model) -> list[Any]:
    row._state.adding, row._state.db = False, connection.alias
    held, told = row.__dict__, []
    for name, convert in _columns(type(row)):
        value = held[name]
        if isinstance(value, DatabaseDefault):
            value = held[name] = value.expression.value  # type: ignore[attr-defined]
        told.append(value if convert is None else convert(value))
    return told


Convert = Callable[[Any], Any] | None


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, (AutoField, BigAutoField))
    ]


@lru_cache
def _columns(model: type[Model]) -> list[tuple[str, Convert]]:
    """For each column the attribute that holds it, and what makes it a value of the database."""
    return [(one.attname, _json if isinstance(one, JSONField) else None) for one in _fields(model)]


@lru_cache
def _table(model: type[Model]) -> str:
    """The table and its columns as SQL."""
    columns = sql.SQL(", ").join(sql.Identifier(str(one.column)) for one in _fields(model))
    return sql.SQL("{} ({})").format(sql.Identifier(model._meta.db_table), columns).as_string()


@lru_cache
def _insert(model: type[Model], rows: int) -> str:
    places = f"({', '.join(['%s'] * len(_fields(model)))})"
    return f"INSERT INTO {_table(model)} VALUES {', '.join([places] * rows)}"  # noqa: S608 - the model's own names


def _json(value: Any) -> Jsonb | None:
    return None if value is None else Jsonb(value, dumps=msgspec.json.encode)
