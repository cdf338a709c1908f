"""What is made of a photograph: smaller pictures and tiles, named by rows, and let go when nothing names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessments.evidence.models import Derivative, Document, Pair, Photo, Pyramid, Received
from assessments.kit.store import DERIVED, TILES, store
from assessments.register.models import StoredFile


def still_there(photo: Photo, pieces: list[tuple[str, str]]) -> bool:
    """Whether a photograph was not erased while we worked on it; else what we made of it goes too. Locks its row."""
    erased_at = Photo.objects.select_for_update().filter(pk=photo.pk).values_list("erased_at", flat=True).first()
    if erased_at is not None:
        transaction.on_commit(lambda: remove_pieces(pieces))
    return erased_at is None


def remove_pieces(pieces: Iterable[tuple[str, str]]) -> None:
    """Let go of files by digest and shelf that nothing names any more: two originals with other metadata make the
    same pictures, and one registration's bytes may be another's.
    """
    for sha256, shelf in pieces:
        if not any(rows.filter(sha256=sha256).exists() for rows in _naming(shelf)):
            store().remove(sha256, shelf)


def _naming(shelf: str) -> list[QuerySet[Any]]:
    """The rows that may name a file of this shelf."""
    if shelf == DERIVED:
        return [Derivative.objects.all(), Pair.objects.all()]
    if shelf == TILES:
        return [Pyramid.objects.all()]
    received: list[type[Received]] = [Photo, Document]
    erased = Document.objects.filter(erased_at__isnull=False)
    return [
        *(one._default_manager.filter(erased_at__isnull=True).exclude(state="registered") for one in received),
        StoredFile.objects.exclude(pk__in=erased.values("pk")),
    ]


def keep_pictures(photo: Photo, pictures: Iterable[dict[str, Any]], version: int) -> None:
    """Rows for smaller pictures; made twice is made once."""
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
