"""What could not be applied: held until what it names has arrived, then in quarantine; or refused. Nothing is dropped
unseen: administrators read it, have it judged again, or dismiss it with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.kit import clock, jobs, statements
from assessments.kit.actor import Actor, Via
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.renderers import plain
from assessments.people import queries as people
from assessments.register import policy as register
from assessments.sync.errors import TooManyHeld
from assessments.sync.messages import Operation, Outcome
from assessments.sync.models import WaitingOperation
from assessments.sync.operations.batch import Batch
from assessments.sync.operations.ordering import Thing
from assessments.sync.operations.receipts import one_at_a_time, receipts, store_receipts

APPLY_TASK = "assessments.apply_held"
HELD_LIMIT = 1000
"""So many operations of one device may wait for others."""
KEPT_LIMIT = 10_000
"""So many refused operations of one device are kept here too; the device keeps its own copy of each."""
HELD_FOR = timedelta(hours=72)


def keep(owner: UUID, done: Sequence[tuple[Operation, Outcome]], by: Actor) -> None:
    """Keep what was not applied, and forget what is applied now. Beyond the limit `held` becomes `refused` in place."""
    rows = WaitingOperation.objects.filter(owner=owner)
    known = set(rows.filter(op_id__in=[one.op_id for one, _outcome in done]).values_list("op_id", flat=True))
    settled, fresh = [], []
    counts: dict[str, int] = {}
    for operation, outcome in done:
        if outcome.outcome not in ("held", "refused"):
            settled.append(operation.op_id)
            continue
        state = outcome.outcome
        if operation.op_id not in known:
            if state not in counts:
                counts[state] = rows.filter(state=state).count()
            counts[state] += 1
        if state == "held" and counts.get(state, 0) > HELD_LIMIT:
            _give_up(outcome)
        elif not (state == "refused" and counts.get(state, 0) > KEPT_LIMIT):
            fresh.append(_row(owner, operation, outcome, by))
    if known.intersection(settled):
        rows.filter(op_id__in=settled).delete()
    WaitingOperation.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["owner", "op_id"],
        update_fields=["state", "waits_for", "problem", "judged_at"],
    )  # fmt: skip


def _give_up(outcome: Outcome) -> None:
    """Tell the device to keep it: too much waits already."""
    outcome.outcome, outcome.waits_for = "refused", []
    outcome.problem = TooManyHeld(limit=HELD_LIMIT).as_json()


def _row(owner: UUID, operation: Operation, outcome: Outcome, by: Actor) -> WaitingOperation:
    return WaitingOperation(
        owner=owner, user_id=by.user_id, device_id=by.device_id, op_id=operation.op_id, kind=operation.kind,
        subject_id=operation.id, action=operation.action, operation=msgspec.to_builtins(operation, enc_hook=plain),
        state=outcome.outcome, waits_for=[one.id for one in outcome.waits_for], problem=outcome.problem,
    )  # fmt: skip


def somebody_waits_for(arrived: Iterable[Thing]) -> bool:
    return bool(statements.rows(_WAITS_FOR, {"ids": [one for _kind, one in arrived]}))


_WAITS_FOR = """
    SELECT 1 FROM assessments_waitingoperation WHERE state = 'held' AND waits_for && %(ids)s::uuid[] LIMIT 1
"""


@jobs.due_tasks
def held_due() -> Iterable[tuple[str, Any]]:
    """While anything is held, it is looked at with each sweep: what it waits for may have come by another way."""
    return [(APPLY_TASK, "all")] if WaitingOperation.objects.filter(state="held").exists() else []


def apply_held() -> int:
    """Judge again what is held, each as the person who sent it; put in quarantine what has waited too long. Returns how
    many were applied."""
    rows = WaitingOperation.objects.filter(state="held")
    owners = rows.order_by("owner", "user_id", "device_id").values_list("owner", "user_id", "device_id").distinct()
    done = sum(_judge(rows.filter(owner=owner), owner, user, device) for owner, user, device in owners)
    late = rows.filter(received_at__lt=clock.recorded_now() - HELD_FOR)
    late.update(state="quarantined", judged_at=clock.recorded_now())
    return done


def _judge(rows: QuerySet[WaitingOperation], owner: UUID, user_id: UUID, device_id: UUID | None) -> int:
    by = _sender(user_id, device_id)
    if by is None:
        return 0
    with transaction.atomic():
        one_at_a_time(owner)
        operations = [_operation(row) for row in rows.order_by("received_at", "id")[: HELD_LIMIT + 1]]
        applied = Batch(by, operations).apply()
        done = [
            (operation, outcome)
            for operation, outcome in zip(operations, applied.outcomes, strict=True)
            if outcome.outcome != "held"
        ]
        _settle(owner, done, by)
    return sum(outcome.outcome != "refused" for _operation, outcome in done)


def _operation(row: WaitingOperation) -> Operation:
    return msgspec.convert(row.operation, Operation)


def _settle(owner: UUID, done: Sequence[tuple[Operation, Outcome]], by: Actor) -> None:
    keep(owner, done, by)
    known = receipts(owner, [operation.op_id for operation, _outcome in done])
    store_receipts(owner, [(digest_of_struct(operation), outcome) for operation, outcome in done], known)


def _sender(user_id: UUID, device_id: UUID | None) -> Actor | None:
    """Who sent an operation, with the rights that they have today; None for an account that is closed."""
    user = people.active_user(user_id)
    return Actor(user_id=user.id, via=Via.SYNC, code=user.code, device_id=device_id) if user else None


def replay(id: UUID, *, by: Actor) -> Outcome:
    """Judge an operation again, as the person who sent it. For administrators, after they mended what it lacked."""
    register.require_administrator(by)
    with transaction.atomic():
        row = _locked(id)
        sender = _sender(row.user_id, row.device_id)
        if sender is None:
            raise invalid_field("/user", "closed", _("The account of whoever sent this is closed."))
        one_at_a_time(row.owner)
        operation = _operation(row)
        (outcome,) = Batch(sender, [operation]).apply().outcomes
        _settle(row.owner, [(operation, outcome)], sender)
        changes = {"outcome": (None, outcome.outcome)}
        audit.record(Entry("sync.operation.replayed", _subject(row), changes, {"outcome"}), by=by)
    return outcome


def dismiss(id: UUID, *, because: str, by: Actor) -> None:
    """Take an operation off the list, with a reason; history keeps what it said."""
    register.require_administrator(by)
    if not because.strip():
        raise invalid_field("/because", "missing", _("Say why it is not needed."))
    with transaction.atomic():
        row = _locked(id)
        changes = {"operation": (row.operation, None)}
        audit.record(Entry("sync.operation.dismissed", _subject(row), changes, note=because), by=by)
        row.delete()


def _locked(id: UUID) -> WaitingOperation:
    row = WaitingOperation.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise NotFound
    return row


def _subject(row: WaitingOperation) -> Subject:
    return Subject("operation", row.pk)
