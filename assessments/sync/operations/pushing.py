"""Push: every operation gets an outcome of its own, and all outcomes are committed before the response is sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from uuid import UUID

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from assessments.kit import jobs
from assessments.kit.actor import Actor, Via
from assessments.kit.checksums import digest_of_struct
from assessments.people import operations as people
from assessments.sync.errors import OperationReused
from assessments.sync.messages import ClientState, Operation, Outcome
from assessments.sync.operations import waiting
from assessments.sync.operations.batch import Applied, Batch, refused
from assessments.sync.operations.receipts import one_at_a_time, owner_of, receipts, store_receipts

FINAL = ("applied", "merged", "conflict")
ATTEMPTS = 5
"""So often a batch is tried that PostgreSQL ended because it and another one waited for each other."""


def push(operations: Sequence[Operation], *, by: Actor, client: ClientState | None = None) -> list[Outcome]:
    """Apply a batch in order; a refused operation does not stop the others, except those that depend on it.

    An advisory lock serialises the pushes of one device, so that a batch sent twice concurrently gets the same outcomes
    twice.
    """
    by = dataclasses.replace(by, via=Via.SYNC)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                outcomes = _push(operations, by)
                if by.device_id:
                    people.note_sync(by, client)
        except OperationalError as failure:
            if attempt == ATTEMPTS or not isinstance(failure.__cause__, DeadlockDetected):
                raise
        else:
            break
    return outcomes


def note_reading(by: Actor) -> None:
    """A device that reads the feed has synced."""
    if by.device_id:
        people.note_sync(by)


def _push(operations: Sequence[Operation], by: Actor) -> list[Outcome]:
    owner = owner_of(by)
    one_at_a_time(owner)
    known = receipts(owner, [one.op_id for one in operations])
    outcomes: dict[int, Outcome] = {}
    fresh: dict[int, Operation] = {}
    seen: dict[UUID, bytes] = {}
    for index, operation in enumerate(operations):
        digest = digest_of_struct(operation)
        first = known.get(operation.op_id)
        before = bytes(first.digest) if first else seen.get(operation.op_id)
        is_same = before is None or digest.is_of(before)
        if operation.op_id not in seen and (first is None or (is_same and first.outcome["outcome"] not in FINAL)):
            fresh[index] = operation
            seen[operation.op_id] = digest
        elif not is_same:
            outcomes[index] = refused(operation, OperationReused())
        else:
            outcomes[index] = Outcome(
                op_id=operation.op_id, outcome="duplicate", first=first.outcome if first else None
            )
    applied = Batch(by, list(fresh.values())).apply()
    done = dict(zip(fresh, applied.outcomes, strict=True))
    waiting.keep(owner, list(zip(fresh.values(), applied.outcomes, strict=True)), by)
    store_receipts(owner, [(seen[one.op_id], one) for one in done.values()], known)
    _ring(applied)
    outcomes |= done
    return [outcomes[index] for index in range(len(operations))]


def _ring(applied: Applied) -> None:
    """What others sent may have waited for this."""
    if applied.arrived and waiting.somebody_waits_for(applied.arrived):
        jobs.enqueue(waiting.APPLY_TASK, "all")
