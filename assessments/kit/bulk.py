"""Inserts in bulk by plain INSERT or COPY, and conditional updates of one row, bypassing Django's SQL compiler, which
dominates the cost of what comes from the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from django.db import connection
from django.db.models import AutoField, BigAutoField, Field, JSONField, Model
from django.db.models.base import ModelState
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

from assessments.kit import statements

COPY_THRESHOLD = 20
"""Up to this many rows an INSERT is as quick as COPY."""


Row = TypeVar("Row", bound=Model)


def new(model: type[Row], columns: Mapping[str, Any]) -> Row:
    """A row to insert, out of values by attribute (`site_id`, not `site`), the others at their defaults. Ten times as
    fast as the constructor of the model, which sends signals and sets each value through a descriptor.
    """
    row = model.__new__(model)
    row._state = ModelState()
    attributes = row.__dict__
    for name, value, make in _defaults(model):
        if name not in columns:
            attributes[name] = value if make is None else make()
    attributes.update(columns)
    return row


@cache
def _defaults(model: type[Model]) -> list[tuple[str, Any, Callable[[], Any] | None]]:
    """(attribute, default value, or what makes one anew) of each column."""
    found = []
    for one in model._meta.local_concrete_fields:
        if not one.generated:
            is_made = callable(one.default) or isinstance(one.get_default(), DatabaseDefault)
            found.append((one.attname, None if is_made else one.get_default(), one.get_default if is_made else None))
    return found


def insert(*tables: Sequence[Model]) -> None:
    """Insert the rows of several tables, in the given order. Raises Django's `IntegrityError` like any insert.

    Columns that the database fills (identity and generated columns) are left out, and loaded when they are first read.
    """
    inserts: list[tuple[str, list[Any]]] = []
    for rows in filter(None, tables):
        if len(rows) > COPY_THRESHOLD:
            statements.run(inserts)
            inserts.clear()
            _copy(rows)
            continue
        inserts.append((_insert(type(rows[0]), len(rows)), list(chain.from_iterable(_values(rows)))))
    statements.run(inserts)


def _copy(rows: Sequence[Model]) -> None:
    statement = f"COPY {_table(type(rows[0]))} FROM STDIN"
    values = _values(rows)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for one in values:
            copy.write_row(one)


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows of plain values into a table."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def _values(rows: Sequence[Model]) -> list[list[Any]]:
    """The values of the columns, row by row. The rows count as stored from now on."""
    names, documents, given_by_database = _columns(type(rows[0]))
    values_of, alias, found = itemgetter(*names), connection.alias, []
    for row in rows:
        row._state.adding, row._state.db = False, alias
        attributes = row.__dict__
        for name in given_by_database:
            if isinstance(value := attributes[name], DatabaseDefault):
                attributes[name] = value.expression.value  # type: ignore[attr-defined]
        values = list(values_of(attributes))
        for place in documents:
            values[place] = _json(values[place])
        found.append(values)
    return found


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, (AutoField, BigAutoField))
    ]


@cache
def _columns(model: type[Model]) -> tuple[list[str], list[int], list[str]]:
    """The attribute of each column; the places of those that hold JSON; those whose default may be the database's."""
    fields = _fields(model)
    documents = [place for place, one in enumerate(fields) if isinstance(one, JSONField)]
    return [one.attname for one in fields], documents, [one.attname for one in fields if one.has_db_default()]


@lru_cache
def _table(model: type[Model]) -> str:
    """The table and its columns as SQL."""
    columns = sql.SQL(", ").join(sql.Identifier(str(one.column)) for one in _fields(model))
    return sql.SQL("{} ({})").format(sql.Identifier(model._meta.db_table), columns).as_string()


@lru_cache
def _insert(model: type[Model], rows: int) -> str:
    each = len(_fields(model))
    places = [[f"${row * each + one + 1}" for one in range(each)] for row in range(rows)]
    params = ", ".join(f"({', '.join(one)})" for one in places)
    return f"INSERT INTO {_table(model)} VALUES {params}"  # noqa: S608 - the model's own names


@dataclass(frozen=True, slots=True)
class Update:
    """Columns of one row to be changed, if others hold what they should."""

    row: Model
    values: Mapping[str, Any]
    only_if: Mapping[str, Any]

    def statement(self) -> tuple[str, list[Any]]:
        model = type(self.row)
        named = (*self.values.items(), ("pk", self.row.pk), *self.only_if.items())
        found = [_column_value(model, name, value) for name, value in named]
        return _update(model, tuple(self.values), tuple(self.only_if)), found


def update(updates: Sequence[Update]) -> list[bool]:
    """Change rows, in one round trip. Whether each was changed."""
    return [count == 1 for count in statements.run([one.statement() for one in updates])]


def _column_value(model: type[Model], name: str, value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return _json(value) if isinstance(_field(model, name), JSONField) else value


@lru_cache
def _field(model: type[Model], name: str) -> Field[Any, Any]:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)  # type: ignore[return-value]


@lru_cache(512)
def _update(model: type[Model], names: tuple[str, ...], conditions: tuple[str, ...]) -> str:
    def column(name: str, number: int) -> str:
        return f"{sql.Identifier(str(_field(model, name).column)).as_string()} = ${number}"

    sets = ", ".join(column(name, number) for number, name in enumerate(names, 1))
    where = " AND ".join(column(name, number) for number, name in enumerate(("pk", *conditions), len(names) + 1))
    return f"UPDATE {sql.Identifier(model._meta.db_table).as_string()} SET {sets} WHERE {where}"  # noqa: S608 - own names


def _json(value: Any) -> str | None:
    """JSON as text, which PostgreSQL reads as what the column is."""
    return None if value is None else msgspec.json.encode(value).decode()
