"""Base model of every resource with its own URL: id, version, timestamps, ids in other registers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.functions import Now

from assessments.kit import bulk, clock, ids
from assessments.kit.errors import NotFound, SomebodyWasFaster, Stale

Row = TypeVar("Row", bound=models.Model)
Changes = dict[str, tuple[Any, Any]]


class Resource(models.Model):
    """Abstract: a row that clients can name, read and change.

    `version` counts changes to what people may write; `created_with` is the SHA-256 of the creation body, so
    that repeating a creation returns the same row, and the same id with other content raises `IdTaken`.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(default=clock.now, db_default=Now())
    updated_at = models.DateTimeField(default=clock.now, db_default=Now())
    external_ids = models.JSONField(default=list, db_default=[], blank=True)
    created_with = models.BinaryField(null=True, blank=True, editable=False)

    is_new = False
    """True when this object was inserted by the operation that returned it, not found from an earlier request."""

    class Meta:
        abstract = True


def change(
    row: Resource, values: dict[str, Any], *, expected_version: int | None = None, with_lists: bool = False
) -> Changes:
    """Write changed values with a conditional UPDATE on the version; returns {field: (before, after)}.

    `with_lists`: rows that belong to this one change too, so the version moves even if no own column does.

    Raises `Stale` when the caller read another version, `SomebodyWasFaster` on a race. When nothing differs, nothing
    is written and the version stays.
    """
    require_version(row, expected_version)
    differing = {field: value for field, value in values.items() if getattr(row, field) != value}
    if not differing and not with_lists:
        return {}
    (changes,) = write([(row, differing)])
    if changes is None:
        raise SomebodyWasFaster
    return changes


def require_version(row: Resource, expected_version: int | None) -> None:
    """Raises `Stale` when the caller read another version."""
    if expected_version is not None and expected_version != row.version:
        raise Stale(yours=expected_version, now=row.version)


def write(asked: Sequence[tuple[Resource, dict[str, Any]]]) -> list[Changes | None]:
    """Write values of several rows in one round trip, each with its next version. For each {field: (before, after)}, or
    None when somebody else was faster.
    """
    updates = [
        bulk.Update(
            row, {**values, "version": row.version + 1, "updated_at": clock.now()}, only_if={"version": row.version}
        )
        for row, values in asked
    ]
    found: list[Changes | None] = []
    for (row, values), update, is_written in zip(asked, updates, bulk.update(updates), strict=True):
        if not is_written:
            found.append(None)
            continue
        found.append({field: (getattr(row, field), value) for field, value in values.items()})
        for field, value in update.values.items():
            setattr(row, field, value)
        forget_generated(row)
    return found


def forget_generated(row: models.Model) -> None:
    """Have generated columns read again when they are next asked for."""
    for field in row._meta.local_concrete_fields:
        if field.generated:
            row.__dict__.pop(field.attname, None)


def get_visible(rows: models.QuerySet[Row], id: UUID | str) -> Row:
    """The row with this id from a queryset of visible rows. Raises `NotFound`, also for hidden rows."""
    try:
        return rows.get(pk=id)
    except (ObjectDoesNotExist, ValueError, ValidationError):
        raise NotFound from None
