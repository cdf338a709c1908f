"""Creating and changing one thing together with its history, in one transaction: the common shape of operations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from assessments.audit.operations import Entry, Thing, record
from assessments.kit.actor import Actor
from assessments.kit.errors import IdTaken, refused_by_database
from assessments.kit.things import Thing as ThingRow
from assessments.kit.things import change

Row = TypeVar("Row", bound=ThingRow)


def already_there(model: type[Row], id: UUID, created_with: bytes) -> Row | None:
    """The row that this very creation made before; None when the id is free. Refuses with `IdTaken` otherwise."""
    rows = model._default_manager.filter(pk=id)
    # The free id is the usual one, and a photograph's row is wide.
    known = rows.values_list("created_with").first()
    if known is None:
        return None
    if known[0] is None or bytes(known[0]) != created_with:
        raise IdTaken
    return rows.get()


def create(
    model: type[Row],
    values: Mapping[str, Any],
    *,
    by: Actor,
    verb: str,
    kind: str,
    site_id: UUID | None,
    open_fields: Collection[str],
    created_with: bytes | None = None,
    touched: Collection[Thing] = (),
    hidden: Collection[str] = (),
) -> Row:
    """Insert one row and its history entry. `hidden` fields are derived and not told in history."""
    row = model(**values, created_with=created_with)
    changes = {name: (None, _told(value)) for name, value in values.items() if name not in hidden and name != "id"}
    try:
        with transaction.atomic():
            entry = Entry(verb, Thing(kind, row.pk, site_id), changes, open_fields, touched=tuple(touched))
            record(entry, by=by, made=[row])
    except IntegrityError as failure:
        raise refused_by_database(failure) from None
    row.is_new = True
    return row


def update(
    row: Row,
    values: dict[str, Any],
    *,
    by: Actor,
    verb: str,
    kind: str,
    site_id: UUID | None,
    open_fields: Collection[str],
    expected_version: int | None = None,
    hidden: Collection[str] = (),
    lists: Mapping[str, Any] | None = None,
    note: str = "",
) -> Row:
    """Change one row with its history; nothing differs, nothing is written. Refuses with `Stale`.

    With `lists`, rows in other tables were written anew beside it: the version moves even when no column differs, and
    history tells them.
    """
    try:
        with transaction.atomic():
            differing = change(row, values, expected_version=expected_version, with_lists=lists is not None)
            told = {name: (_told(old), _told(new)) for name, (old, new) in differing.items() if name not in hidden}
            told |= {name: (None, value) for name, value in (lists or {}).items()}
            if differing or lists is not None:
                record(Entry(verb, Thing(kind, row.pk, site_id), told, open_fields, note=note), by=by)
    except IntegrityError as failure:
        raise refused_by_database(failure) from None
    return row


def _told(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value
