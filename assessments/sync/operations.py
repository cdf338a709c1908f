"""Push: every operation gets an outcome of its own, and all outcomes are committed before the response is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from assessments.damage import operations as damage
from assessments.damage.messages import ReportIn, ReportPatch, RequiredNote, Submit
from assessments.kit import bulk
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import Problem
from assessments.kit.messages import converted
from assessments.sync.errors import KindNotPushable, OperationReused
from assessments.sync.messages import Operation, Outcome
from assessments.sync.models import Receipt

FINAL = ("applied", "merged", "conflict")


def push(operations: Sequence[Operation], *, by: Actor) -> list[Outcome]:
    """Apply a batch in order. Consecutive creations are written together; a refused operation does not stop the others.

    An advisory lock serialises the pushes of one device, so that a batch sent twice concurrently gets the same outcomes
    twice.
    """
    owner = by.device_id or by.user_id
    assert owner is not None
    with transaction.atomic():
        _one_at_a_time(owner)
        known = _receipts(owner, operations)
        outcomes: dict[int, Outcome] = {}
        fresh: list[tuple[int, Operation]] = []
        seen: dict[UUID, bytes] = {}
        for index, operation in enumerate(operations):
            digest = digest_of_struct(operation)
            first = known.get(operation.op_id)
            before = bytes(first.digest) if first else seen.get(operation.op_id)
            is_same = before is None or digest.is_of(before)
            if before is None or (first and first.outcome["outcome"] not in FINAL and is_same):
                fresh.append((index, operation))
                seen[operation.op_id] = digest
            elif not is_same:
                outcomes[index] = _refused(operation, OperationReused())
            else:
                outcomes[index] = Outcome(
                    op_id=operation.op_id, outcome="duplicate", first=first.outcome if first else None
                )
        outcomes |= _apply(fresh, by)
        _store_receipts(owner, [(seen[operation.op_id], outcomes[index]) for index, operation in fresh], known)
    return [outcomes[index] for index in range(len(operations))]


def _one_at_a_time(owner: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(owner)])


def _receipts(owner: UUID, operations: Sequence[Operation]) -> dict[UUID, Receipt]:
    rows = Receipt.objects.filter(owner=owner, op_id__in=[one.op_id for one in operations])
    return {row.op_id: row for row in rows}


def _store_receipts(owner: UUID, done: Sequence[tuple[bytes, Outcome]], known: Mapping[UUID, Receipt]) -> None:
    """Store every outcome; the outcome of a repeated operation replaces its first one."""
    fresh, again = [], []
    for digest, outcome in done:
        stored = msgspec.to_builtins(outcome, builtin_types=())
        receipt = Receipt(owner=owner, op_id=outcome.op_id, digest=digest, outcome=stored)
        if first := known.get(outcome.op_id):
            receipt.pk = first.pk
            again.append(receipt)
        else:
            fresh.append(receipt)
    bulk.insert(fresh)
    if again:
        Receipt.objects.bulk_update(again, ["digest", "outcome", "answered_at"])


def _apply(operations: Sequence[tuple[int, Operation]], by: Actor) -> dict[int, Outcome]:
    """Apply consecutive creations together, and every other operation in a savepoint of its own."""
    outcomes: dict[int, Outcome] = {}
    waiting: list[tuple[int, Operation]] = []
    for index, operation in operations:
        if operation.kind == "report" and operation.action == "create":
            waiting.append((index, operation))
            continue
        outcomes |= _create(waiting, by)
        waiting = []
        outcomes[index] = _apply_one(operation, by)
    return outcomes | _create(waiting, by)


def _create(operations: Sequence[tuple[int, Operation]], by: Actor) -> dict[int, Outcome]:
    outcomes: dict[int, Outcome] = {}
    messages: list[tuple[int, Operation, ReportIn]] = []
    for index, operation in operations:
        try:
            messages.append((index, operation, converted({**operation.data, "id": str(operation.id)}, ReportIn)))
        except Problem as refusal:
            outcomes[index] = _refused(operation, refusal)
    made = damage.create_reports([message for _index, _operation, message in messages], by=by) if messages else []
    for (index, operation, _message), result in zip(messages, made, strict=True):
        if isinstance(result, Problem):
            outcomes[index] = _refused(operation, result)
        else:
            outcomes[index] = Outcome(op_id=operation.op_id, outcome="applied", version=result.version)
    return outcomes


def _refused(operation: Operation, problem: Problem) -> Outcome:
    return Outcome(op_id=operation.op_id, outcome="refused", problem=problem.as_json())


def _apply_one(operation: Operation, by: Actor) -> Outcome:
    try:
        with transaction.atomic():
            version = _run(operation, by)
    except Problem as refusal:
        return _refused(operation, refusal)
    return Outcome(op_id=operation.op_id, outcome="applied", version=version)


def _run(operation: Operation, by: Actor) -> int | None:
    run = _ACTIONS.get(operation.action) if operation.kind == "report" else None
    if run is None:
        raise KindNotPushable(kind=f"{operation.kind} {operation.action}")
    version: int | None = run(operation, by)
    return version


def _update(operation: Operation, by: Actor) -> int:
    message = converted(operation.data, ReportPatch)
    return damage.change_report(operation.id, message, by=by, expected_version=operation.base_version).version


def _delete(operation: Operation, by: Actor) -> None:
    damage.delete_draft(operation.id, by=by, expected_version=operation.base_version)


def _submit(operation: Operation, by: Actor) -> int:
    message = converted(operation.data, Submit)
    return damage.submit(
        operation.id, by=by, note=message.note, confirm=message.confirm, expected_version=operation.base_version,
        accept_doubts=True,
    ).version  # fmt: skip


def _withdraw(operation: Operation, by: Actor) -> int:
    message = converted(operation.data, RequiredNote)
    return damage.withdraw(operation.id, by=by, note=message.note, expected_version=operation.base_version).version


_ACTIONS: dict[str, Callable[[Operation, Actor], Any]] = {
    "update": _update,
    "delete": _delete,
    "submit": _submit,
    "withdraw": _withdraw,
}
