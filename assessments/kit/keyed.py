"""Answers kept for their `Idempotency-Key`: the same request coming twice is done once and answered alike.

The key is claimed and the work done in one transaction. Whoever comes second with the same key waits until the first
has finished, then reads its answer; a refusal keeps nothing, so that the same request may be tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import Now

from assessments.kit import clock, ids
from assessments.kit.errors import BadRequest, KeyTaken

MOST_LENGTH = 200
KEPT_FOR = timedelta(days=7)
"""A field client that was offline for days still learns what became of its request."""


class KeptAnswer(models.Model):
    """What one person's request with a key was answered."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person = models.UUIDField()
    key = models.CharField(max_length=MOST_LENGTH)
    request = models.BinaryField()
    status = models.PositiveSmallIntegerField(default=0)
    etag = models.CharField(max_length=40, blank=True)
    body = models.BinaryField(default=b"")
    kept_at = models.DateTimeField(default=clock.recorded_now, db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="a_key_stands_for_one_request")]
        indexes = [models.Index(fields=["kept_at"], name="answers_by_age")]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as bytes."""

    status: int
    etag: str
    body: bytes


def once(person: UUID, key: str, request: bytes, run: Callable[[], Told]) -> tuple[Told, bool]:
    """The answer to a request, worked out the first time only; and whether it was kept from before.

    `request` is a digest of what was asked. Refuses with `KeyTaken` when the key came with something else.
    """
    if not 1 <= len(key) <= MOST_LENGTH or not key.isprintable():
        raise BadRequest(f"An Idempotency-Key has 1 to {MOST_LENGTH} printable characters.")
    with transaction.atomic():
        mine = KeptAnswer(person=person, key=key, request=request)
        # Waits here while another transaction holds the same key, and then inserts nothing.
        KeptAnswer.objects.bulk_create([mine], ignore_conflicts=True)
        kept = KeptAnswer.objects.get(person=person, key=key)
        if kept.id != mine.id:
            if bytes(kept.request) != request:
                raise KeyTaken
            return Told(kept.status, kept.etag, bytes(kept.body)), True
        told = run()
        KeptAnswer.objects.filter(pk=mine.id).update(status=told.status, etag=told.etag, body=told.body)
    return told, False


def forget() -> int:
    """Drop answers older than a week; returns how many."""
    return KeptAnswer.objects.filter(kept_at__lt=clock.recorded_now() - KEPT_FOR).delete()[0]
