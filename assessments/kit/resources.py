"""Base model of every resource with its own URL: id, version, timestamps, ids in other registers."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.functions import Now

from assessments.kit import bulk, clock, ids
from assessments.kit.errors import NotFound, SomebodyWasFaster, Stale

Row = TypeVar("Row", bound=models.Model)


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
) -> dict[str, tuple[Any, Any]]:
    """Write changed values with a conditional UPDATE on the version; returns {field: (before, after)}.

    `with_lists`: rows that belong to this one change too, so the version moves even if no own column does.

    Raises `Stale` when the caller read another version, `SomebodyWasFaster` on a race. When nothing differs, nothing
    is written and the version stays.
    """
    if expected_version is not None and expected_version != row.version:
        raise Stale(yours=expected_version, now=row.version)
    differing = {field: value for field, value in values.items() if getattr(row, field) != value}
    if not differing and not with_lists:
        return {}
    changes = {field: (getattr(row, field), value) for field, value in differing.items()}
    written = {**differing, "version": row.version + 1, "updated_at": clock.now()}
    if not bulk.update(row, written, only_if={"version": row.version}):
        raise SomebodyWasFaster
    for field, value in written.items():
        setattr(row, field, value)
    forget_generated(row)
    return changes


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
