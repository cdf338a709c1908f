"""Which files the store should hold, and what refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from assessments.evidence.models import (
    Derivative,
    Document,
    Pair,
    Photo,
    Pyramid,
    ReceivedFile,
)
from assessments.kit.store import DERIVED, ORIGINALS, TILES
from assessments.register.models import StoredFile


def referring_rows(namespace: str) -> list[QuerySet[Any]]:
    """Rows that may refer to a file of this namespace."""
    if namespace == DERIVED:
        return [Derivative.objects.all(), Pair.objects.all()]
    if namespace == TILES:
        return [Pyramid.objects.all()]
    received: list[type[ReceivedFile]] = [Photo, Document]
    erased = Document.objects.filter(erased_at__isnull=False)
    return [
        *(one._default_manager.filter(erased_at__isnull=True).exclude(state="registered") for one in received),
        StoredFile.objects.exclude(pk__in=erased.values("pk")),
    ]


def stored_files() -> Iterator[tuple[str, str, int]]:
    """(namespace, SHA-256, size) of every original and smaller picture that should be in the store, each once. Tiles
    and aligned pictures are made again from those."""
    originals = [rows.order_by().values_list("sha256", "size") for rows in referring_rows(ORIGINALS)]
    found = originals[0].union(*originals[1:]).order_by("sha256")
    yield from ((ORIGINALS, digest, size) for digest, size in found.iterator(chunk_size=2000))
    smaller = Derivative.objects.order_by("sha256").values_list("sha256", "size").distinct()
    yield from ((DERIVED, digest, size) for digest, size in smaller.iterator(chunk_size=2000))


def is_stored(namespace: str, sha256: str) -> bool:
    """Whether a file should be in the store now."""
    return any(rows.filter(sha256=sha256).exists() for rows in referring_rows(namespace))
