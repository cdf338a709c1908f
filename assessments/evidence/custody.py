"""The sealed log of who had a photograph: one chain per photograph, checkable for decades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.evidence.models import CustodyEntry, Photo
from assessments.kit import clock, ids
from assessments.kit.actor import Actor
from assessments.kit.checksums import canonical, sha256

FIRST_PREVIOUS = b"\0" * 32
ONCE_AN_HOUR = timedelta(hours=1)
FORMAT = 1


def append(photo: Photo, kind: str, *, by: Actor, note: str = "", facts: dict[str, Any] | None = None) -> CustodyEntry:
    """Add one entry. Locks this photograph's row only, so that two at once get two places."""
    with transaction.atomic():
        Photo.objects.select_for_update(no_key=True).filter(pk=photo.pk).values_list("pk").first()
        last = CustodyEntry.objects.filter(photo=photo).order_by("-sequence").first()
        row = CustodyEntry(
            id=ids.uuid7(), photo=photo, sequence=last.sequence + 1 if last else 1, kind=kind, actor_code=by.code,
            occurred_at=clock.now(), note=note, previous=bytes(last.hash) if last else FIRST_PREVIOUS,
        )  # fmt: skip
        row.canonical = canonical({**document_of(row), "sha256": photo.sha256, "facts": facts or {}})
        row.hash = sha256(bytes(row.previous) + sha256(row.canonical))
        row.save(force_insert=True)
    return row


def document_of(row: CustodyEntry) -> dict[str, Any]:
    """What the columns of an entry say, in the words of its canonical bytes."""
    return {
        "format": FORMAT, "id": row.id, "photo": row.photo_id, "sequence": row.sequence, "kind": row.kind,
        "actor": row.actor_code, "occurred_at": row.occurred_at, "note": row.note,
    }  # fmt: skip


def append_once_an_hour(photo: Photo, kind: str, *, by: Actor) -> None:
    """Looking twice within the hour leaves one entry per person, photograph and kind."""
    since = clock.recorded_now() - ONCE_AN_HOUR
    known = CustodyEntry.objects.filter(photo=photo, kind=kind, actor_code=by.code, occurred_at__gte=since)
    if not known.exists():
        append(photo, kind, by=by)


@dataclass(frozen=True, slots=True)
class Verdict:
    valid: bool
    entries: int
    breaks_at: int | None = None
    because: str = ""


def verify(photo_id: UUID) -> Verdict:
    """Recompute the chain of one photograph, and say where it breaks."""
    import json

    from assessments.kit.checksums import plain

    previous, expected = FIRST_PREVIOUS, 0
    for row in CustodyEntry.objects.filter(photo_id=photo_id).order_by("sequence"):
        expected += 1
        if row.sequence != expected:
            return Verdict(False, expected - 1, expected, "an entry is missing")
        if bytes(row.previous) != previous:
            return Verdict(False, expected - 1, expected, "it does not follow from the one before")
        body = bytes(row.canonical)
        previous = sha256(previous + sha256(body))
        if previous != bytes(row.hash):
            return Verdict(False, expected - 1, expected, "its hash does not fit its bytes")
        told = plain(document_of(row))
        sealed = json.loads(body)
        assert isinstance(told, dict)
        if any(sealed.get(name) != value for name, value in told.items()):
            return Verdict(False, expected - 1, expected, "its columns are not what was sealed")
    return Verdict(True, expected)
