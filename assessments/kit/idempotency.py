"""Responses stored under their `Idempotency-Key`: a repeated request is executed only the first time.

The key is claimed and the work done in one transaction. A second request with the same key waits until the first has
finished, then returns its response; a failed request stores nothing, so that it may be tried again.
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

MAX_LENGTH = 200
RETENTION = timedelta(days=7)
"""Long enough for a field client that was offline for days to learn the result of its request."""


class IdempotentResponse(models.Model):
    """The response to one person's request with a key."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person = models.UUIDField()
    key = models.CharField(max_length=MAX_LENGTH)
    request = models.BinaryField()
    status = models.PositiveSmallIntegerField(default=0)
    etag = models.CharField(max_length=40, blank=True)
    body = models.BinaryField(default=b"")
    stored_at = models.DateTimeField(default=clock.recorded_now, db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="a_key_stands_for_one_request")]
        indexes = [models.Index(fields=["stored_at"], name="responses_by_age")]


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response as bytes."""

    status: int
    etag: str
    body: bytes


def run_once(person: UUID, key: str, request: bytes, run: Callable[[], StoredResponse]) -> tuple[StoredResponse, bool]:
    """The response to a request, computed the first time only; and whether it was stored before.

    `request` is a digest of the request. Raises `KeyTaken` when the key was used for another request.
    """
    if not 1 <= len(key) <= MAX_LENGTH or not key.isprintable():
        raise BadRequest(f"An Idempotency-Key has 1 to {MAX_LENGTH} printable characters.")
    with transaction.atomic():
        claim = IdempotentResponse(person=person, key=key, request=request)
        # Waits here while another transaction holds the same key, and then inserts nothing.
        IdempotentResponse.objects.bulk_create([claim], ignore_conflicts=True)
        stored = IdempotentResponse.objects.get(person=person, key=key)
        if stored.id != claim.id:
            if bytes(stored.request) != request:
                raise KeyTaken
            return StoredResponse(stored.status, stored.etag, bytes(stored.body)), True
        response = run()
        IdempotentResponse.objects.filter(pk=claim.id).update(
            status=response.status, etag=response.etag, body=response.body
        )
    return response, False


def delete_expired() -> int:
    """Delete responses older than a week; returns how many."""
    return IdempotentResponse.objects.filter(stored_at__lt=clock.recorded_now() - RETENTION).delete()[0]
