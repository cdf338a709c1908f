"""Creating or changing one resource together with its history entry, in one transaction; used by most operations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from assessments.audit.operations import Entry, Subject, record
from assessments.kit.actor import Actor
from assessments.kit.checksums import MessageDigest
from assessments.kit.errors import IdTaken, refused_by_database
from assessments.kit.resources import Resource, change

Row = TypeVar("Row", bound=Resource)


def already_there(model: type[Row], id: UUID, created_with: MessageDigest) -> Row | None:
    """The row that an earlier identical creation made; None when the id is free. Raises `IdTaken` otherwise."""
    rows = model._default_manager.filter(pk=id)
    # Usually the id is free; only one column is read, because a photograph's row is wide.
    known = rows.values_list("created_with").first()
    if known is None:
        return None
    if known[0] is None or not created_with.is_of(known[0]):
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
    touched: Collection[Subject] = (),
    hidden: Collection[str] = (),
    lists: Mapping[str, Any] | None = None,
) -> Row:
    """Insert one row and its history entry. `hidden` fields are derived and left out of history; `lists` describe rows
    of other tables that are written with it.
    """
    row = model(**values, created_with=created_with)
    changes = {
        name: (None, _history_value(value)) for name, value in values.items() if name not in hidden and name != "id"
    } | {name: (None, value) for name, value in (lists or {}).items()}
    try:
        with transaction.atomic():
            subject = Subject(kind, row.pk, site_id)
            entry = Entry(verb, subject, changes, open_fields, touched=tuple(touched), version=row.version)
            record(entry, by=by, made=[[row]])
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
    lists: Mapping[str, tuple[Any, Any]] | None = None,
    touched: Collection[Subject] = (),
    note: str = "",
) -> Row:
    """Change one row with its history; when nothing differs, nothing is written. Raises `Stale`.

    `lists` are (before, after) of rows of other tables that were rewritten with it: then the version moves even when
    no column differs, and history records them.
    """
    try:
        with transaction.atomic():
            differing = change(row, values, expected_version=expected_version, with_lists=lists is not None)
            recorded = {
                name: (_history_value(old), _history_value(new))
                for name, (old, new) in differing.items()
                if name not in hidden
            }
            recorded |= lists or {}
            if differing or lists is not None:
                subject = Subject(kind, row.pk, site_id)
                entry = Entry(
                    verb, subject, recorded, open_fields, note=note, touched=tuple(touched), version=row.version
                )
                record(entry, by=by)
    except IntegrityError as failure:
        raise refused_by_database(failure) from None
    return row


def _history_value(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value
