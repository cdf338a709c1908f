"""Receipts: which operation of a device had which outcome, so that a repeat is answered and not applied again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from django.db import connection

from assessments.kit import bulk, statements
from assessments.kit.actor import Actor
from assessments.kit.renderers import plain
from assessments.sync.messages import Outcome
from assessments.sync.models import Receipt


def owner_of(by: Actor) -> UUID:
    """Whose operation ids these are: the device's; in a browser session the person's."""
    owner = by.device_id or by.user_id
    assert owner is not None
    return owner


def one_at_a_time(owner: UUID) -> None:
    """Let nobody else apply operations of this owner until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(owner)])


def receipts(owner: UUID, op_ids: Sequence[UUID]) -> dict[UUID, Receipt]:
    known = statements.rows(_KNOWN, {"owner": owner, "op_ids": list(op_ids)})
    return {row.op_id: row for row in Receipt.objects.filter(pk__in=[one for (one,) in known])} if known else {}


_KNOWN = "SELECT id FROM assessments_receipt WHERE owner = %(owner)s AND op_id = ANY(%(op_ids)s::uuid[])"


def store_receipts(owner: UUID, done: Sequence[tuple[bytes, Outcome]], known: Mapping[UUID, Receipt]) -> None:
    """Store every outcome; the outcome of a repeated operation replaces its first one."""
    fresh, again = [], []
    for digest, outcome in done:
        stored = msgspec.to_builtins(_without_thing(outcome), enc_hook=plain)
        values = {"owner": owner, "op_id": outcome.op_id, "digest": digest, "outcome": stored}
        receipt = bulk.new(Receipt, values)
        if first := known.get(outcome.op_id):
            receipt.pk = first.pk
            again.append(receipt)
        else:
            fresh.append(receipt)
    bulk.insert(fresh)
    if again:
        Receipt.objects.bulk_update(again, ["digest", "outcome", "answered_at"])


def _without_thing(outcome: Outcome) -> Outcome:
    """What a thing looked like then is not kept in each receipt: the feed tells what it looks like now."""
    return outcome if outcome.thing is None else msgspec.structs.replace(outcome, thing=None)
