"""Chain of custody: a tamper-evident, hash-chained log for each photograph and document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessments.evidence.models import CustodyEntry, ReceivedFile
from assessments.kit import bulk, clock, ids
from assessments.kit.actor import Actor
from assessments.kit.checksums import canonical, plain, sha256

FIRST_PREVIOUS = b"\0" * 32
ONCE_AN_HOUR = timedelta(hours=1)
FORMAT = 1


def append(
    item: ReceivedFile,
    kind: str,
    *,
    by: Actor,
    note: str = "",
    facts: dict[str, Any] | None = None,
    has_lock: bool = False,
) -> CustodyEntry:
    """Add one entry. Locks only this item's row, so that concurrent entries get different sequence numbers; pass
    `has_lock` when the transaction holds that lock already.

    `note` and `facts` are hashed as they are and cannot be erased: they must never contain a person's name, a place
    or free text.
    """
    return _append([(item, kind, note, facts or {})], by, has_lock=has_lock)[0]


def append_several(
    item: ReceivedFile, facts_by_kind: Mapping[str, dict[str, Any]], *, by: Actor, has_lock: bool = False
) -> list[CustodyEntry]:
    """Add several entries to the log of one item, in the order of the mapping from kind to facts."""
    return _append([(item, kind, "", facts) for kind, facts in facts_by_kind.items()], by, has_lock=has_lock)


def append_to_each(items: Sequence[ReceivedFile], kind: str, *, by: Actor, facts: dict[str, Any]) -> list[CustodyEntry]:
    """Add one entry to the log of each item; all items are of the same model."""
    return _append([(item, kind, "", facts) for item in items], by)


def _append(
    events: Sequence[tuple[ReceivedFile, str, str, dict[str, Any]]], by: Actor, *, has_lock: bool = False
) -> list[CustodyEntry]:
    """Add entries given as item, kind, note and facts; takes three queries regardless of their number."""
    if not events:
        return []
    of, model = events[0][0].kind, type(events[0][0])
    with transaction.atomic(savepoint=False):
        keys = {item.pk for item, *_rest in events}
        if not has_lock:
            locked = model._default_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
            list(locked.values_list("pk"))
        entries = CustodyEntry.objects.filter(**{f"{of}__in": keys}).order_by(f"{of}_id", "-sequence")
        latest = entries.distinct(f"{of}_id").values_list(f"{of}_id", "sequence", "hash")
        ends = {key: (sequence, bytes(hash_)) for key, sequence, hash_ in latest}
        rows = []
        for item, kind, note, facts in events:
            row = _entry(item, *ends.get(item.pk, (0, FIRST_PREVIOUS)), kind, by, note, facts)
            ends[item.pk] = (row.sequence, bytes(row.hash))
            rows.append(row)
        bulk.insert(rows)
    return rows


def _entry(
    item: ReceivedFile, last: int, previous: bytes, kind: str, by: Actor, note: str, facts: dict[str, Any]
) -> CustodyEntry:
    """Build the entry that follows sequence number `last`, whose hash is `previous`."""
    row = CustodyEntry(
        id=ids.uuid7(), sequence=last + 1, kind=kind, actor_code=by.code, occurred_at=clock.now(), note=note,
        previous=previous, **{item.kind: item},
    )  # fmt: skip
    row.canonical = canonical({**document_of(row), "sha256": item.sha256, "facts": facts})
    row.hash = sha256(previous + sha256(row.canonical))
    return row


def document_of(row: CustodyEntry) -> dict[str, Any]:
    """The columns of an entry as a document with the keys of its canonical bytes."""
    item = {"photo": row.photo_id} if row.photo_id else {"document": row.document_id}
    return item | {
        "format": FORMAT, "id": row.id, "sequence": row.sequence, "kind": row.kind, "actor": row.actor_code,
        "occurred_at": row.occurred_at, "note": row.note,
    }  # fmt: skip


def append_once_an_hour(item: ReceivedFile, kind: str, *, by: Actor) -> None:
    """Looking twice within the hour leaves one entry per person, item and kind."""
    since = clock.recorded_now() - ONCE_AN_HOUR
    known = entries_of(item).filter(kind=kind, actor_code=by.code, occurred_at__gte=since)
    if not known.exists():
        append(item, kind, by=by)


def entries_of(item: ReceivedFile) -> QuerySet[CustodyEntry]:
    """The log of one item, oldest first."""
    return CustodyEntry.objects.filter(**{item.kind: item}).order_by("sequence")


@dataclass(frozen=True, slots=True)
class Verdict:
    valid: bool
    entries: int
    breaks_at: int | None = None
    because: str = ""


def verify(item: ReceivedFile) -> Verdict:
    """Recompute the chain of one item, and say where it breaks."""
    previous, expected = FIRST_PREVIOUS, 0
    for row in entries_of(item):
        expected += 1
        if row.sequence != expected:
            return Verdict(False, expected - 1, expected, "an entry is missing")
        if bytes(row.previous) != previous:
            return Verdict(False, expected - 1, expected, "it does not follow from the one before")
        body = bytes(row.canonical)
        previous = sha256(previous + sha256(body))
        if previous != bytes(row.hash):
            return Verdict(False, expected - 1, expected, "its hash does not fit its bytes")
        columns = plain(document_of(row))
        sealed = json.loads(body)
        assert isinstance(columns, dict)
        if any(sealed.get(name) != value for name, value in columns.items()):
            return Verdict(False, expected - 1, expected, "its columns are not what was sealed")
    return Verdict(True, expected)
