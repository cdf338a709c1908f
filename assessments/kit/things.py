"""What every thing with an address of its own carries: id, version, times, ids in other registers."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models.functions import Now

from assessments.kit import clock, ids
from assessments.kit.errors import NotFound, SomebodyWasFaster, Stale

Row = TypeVar("Row", bound=models.Model)


class Thing(models.Model):
    """Abstract: a row that clients can name, read and change.

    `version` counts changes to what people may write; `created_with` is the SHA-256 of the creation body, so
    that creating twice with the same content is the same thing and with other content a refusal.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(default=clock.now, db_default=Now())
    updated_at = models.DateTimeField(default=clock.now, db_default=Now())
    external_ids = models.JSONField(default=list, db_default=[], blank=True)
    created_with = models.BinaryField(null=True, blank=True, editable=False)

    is_new = False
    """Whether this very object was inserted by the operation that returned it."""

    class Meta:
        abstract = True


def change(
    row: Thing, values: dict[str, Any], *, expected_version: int | None = None, with_lists: bool = False
) -> dict[str, tuple[Any, Any]]:
    """Write changed values with a conditional UPDATE on the version; returns {field: (before, after)}.

    `with_lists`: rows that belong to this one change too, so the version moves even if no own column does.

    Refuses with `Stale` when the caller read another version, with `SomebodyWasFaster` on a race. Nothing is
    written, and the version stays, when nothing differs.
    """
    if expected_version is not None and expected_version != row.version:
        raise Stale(yours=expected_version, now=row.version)
    differing = {field: value for field, value in values.items() if getattr(row, field) != value}
    if not differing and not with_lists:
        return {}
    changes = {field: (getattr(row, field), value) for field, value in differing.items()}
    rows = type(row)._default_manager.filter(pk=row.pk, version=row.version)
    if rows.update(**differing, version=models.F("version") + 1, updated_at=clock.now()) != 1:
        raise SomebodyWasFaster
    row.refresh_from_db()
    return changes


def one_of(rows: models.QuerySet[Row], id: UUID | str) -> Row:
    """The one row of these with this id, or `NotFound`: what may not be seen does not exist."""
    try:
        return rows.get(pk=id)
    except (ObjectDoesNotExist, ValueError):
        raise NotFound from None
