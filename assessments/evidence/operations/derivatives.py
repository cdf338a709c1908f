"""Files derived from a photograph: derivatives and tiles, removed when no row refers to them any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from assessments.evidence import queries
from assessments.evidence.models import Derivative, Pair, Photo, Pyramid
from assessments.kit.store import store


def not_erased_meanwhile(photo: Photo, pieces: list[tuple[str, str]]) -> bool:
    """Whether the photograph still has its bytes. If it was erased meanwhile, schedules removal of the files made from
    it. Locks its row.
    """
    erased_at = Photo.objects.select_for_update().filter(pk=photo.pk).values_list("erased_at", flat=True).first()
    if erased_at is not None:
        transaction.on_commit(lambda: remove_unreferenced(pieces))
    return erased_at is None


def remove_unreferenced(pieces: Iterable[tuple[str, str]]) -> None:
    """Remove files, given by digest and namespace, to which no row refers any more. Files may be shared: originals that
    differ only in metadata have the same derivatives, and two registrations may have the same bytes.
    """
    for sha256, namespace in pieces:
        if not queries.is_stored(namespace, sha256):
            store().remove(sha256, namespace)


def make_again() -> None:
    """Have the worker cut all tiles and align all pairs again: their files are in no backup."""
    Pyramid.objects.update(state="due", sha256="", attempt=0, lease_until=None)
    Pair.objects.exclude(sha256="").update(state="due", sha256="", attempt=0, lease_until=None)


def save_derivatives(photo: Photo, pictures: Iterable[dict[str, Any]], version: int) -> None:
    """Create the rows of derivatives. Idempotent."""
    Derivative.objects.bulk_create(
        [
            Derivative(
                photo=photo, recipe=one["recipe"], recipe_version=version, sha256=one["sha256"], width=one["width"],
                height=one["height"], size=one["size"],
            )
            for one in pictures
        ],
        ignore_conflicts=True,
    )  # fmt: skip
