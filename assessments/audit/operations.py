"""Writing history, and the sequencer that turns it into the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from assessments.audit.models import Epoch, HistoryEntry, HistoryPrivate, LedgerRow, Pending
from assessments.kit import bulk, clock, ids, jobs, statements
from assessments.kit.actor import Actor
from assessments.kit.checksums import plain, sha256
from assessments.kit.seal import seal

SEQUENCER_LOCK = 0x5E_9E_4C_E5
BATCH = 10_000
SEQUENCE_WITHIN_S = 0.5
"""Entries get their positions so long after their commit, many together; whoever reads the feed gives them theirs."""
FIRST_PREVIOUS = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Subject:
    """What a history entry is about: a kind, an id, and the site whose members may read it."""

    kind: str
    id: UUID
    site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation, as described by the package that performed it.

    `changes` maps a field to (before, after). Only `open_fields` are sealed in clear; everything else enters as a
    salted commitment. `touched` are other subjects that the same operation changed.
    """

    verb: str
    subject: Subject
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    open_fields: Collection[str] = ()
    note: str = ""
    touched: Sequence[Subject] = ()
    version: int | None = None
    """The version that the subject reached; what it held at an earlier one follows from the entries since."""


def record(entry: Entry, *, by: Actor, made: Sequence[Sequence[Model]] = ()) -> UUID:
    """Write one history entry inside the operation's transaction; returns its id. The new rows in `made`, table by
    table, are inserted before it in the same round trip.
    """
    return record_many([entry], by=by, made=made)[0]


def record_many(entries: Iterable[Entry], *, by: Actor, made: Sequence[Sequence[Model]] = ()) -> list[UUID]:
    """Write the entries, and one pending row per touched subject, in bulk, after the new rows in `made`. Must run
    inside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("history is written inside the operation's transaction")
    entries = list(entries)
    if not entries:
        return []
    rows: list[HistoryEntry] = []
    private: list[HistoryPrivate] = []
    pending: list[Pending] = []
    moments = {"occurred_at": clock.now(), "recorded_at": clock.recorded_now()}
    for entry, entry_id in zip(entries, ids.uuids7(len(entries)), strict=True):
        row, stored = _row(entry, entry_id, moments, by)
        rows.append(row)
        if stored:
            private.append(bulk.new(HistoryPrivate, {"entry_id": row.id, "fields": stored}))
        pending += [
            bulk.new(
                Pending,
                {"entry_id": row.id, "kind": one.kind, "subject_id": one.id, "site_id": one.site_id},
            )
            for one in (entry.subject, *entry.touched)
        ]
    bulk.insert(*made, rows, private, pending)
    jobs.enqueue("assessments.sequence", wait_s=SEQUENCE_WITHIN_S)
    return [row.id for row in rows]


def document_of(row: HistoryEntry) -> dict[str, Any]:
    """The columns of a row as JSON, under the names used in its canonical bytes (without changes and note)."""
    return {
        "id": str(row.id),
        "verb": row.verb,
        "subject": [row.subject_kind, str(row.subject_id)],
        "site": plain(row.site_id),
        "actor": row.actor_code,
        "device": plain(row.device_id),
        "via": row.via,
        "occurred_at": plain(row.occurred_at),
        "recorded_at": plain(row.recorded_at),
        "version": row.version,
    }


HEADER = ("id", "verb", "subject", "site", "actor", "device", "via", "occurred_at", "recorded_at", "version")


def _row(
    entry: Entry, id: UUID, moments: Mapping[str, datetime], by: Actor
) -> tuple[HistoryEntry, dict[str, list[object]]]:
    row = bulk.new(
        HistoryEntry,
        {
            "id": id, "verb": entry.verb, "subject_kind": entry.subject.kind, "subject_id": entry.subject.id,
            "site_id": entry.subject.site_id, "actor_code": by.code, "device_id": by.device_id, "via": by.via.value,
            "version": entry.version, **moments,
        },
    )  # fmt: skip
    document = document_of(row)
    document["touched"] = [[subject.kind, str(subject.id)] for subject in entry.touched]
    open_fields = {*HEADER, "touched"}
    for name, (before, after) in entry.changes.items():
        document[f"change:{name}"] = [before, after]
        if name in entry.open_fields:
            open_fields.add(f"change:{name}")
    if entry.note:
        document["note"] = entry.note
    sealed = seal(document, open_fields=open_fields)
    row.canonical = sealed.canonical
    return row, sealed.private


def sequence(limit: int = BATCH) -> int:
    """Give pending rows their positions in the ledger; returns how many.

    An advisory lock allows one sequencer at a time; a second one waits its turn, so that whoever was told that
    something is stored finds it in the ledger afterwards: the first may have begun before it was written. Writers never
    wait for this: they only insert pending rows.
    """
    placed = 0
    while True:
        with transaction.atomic():
            done = _sequence_once(limit)
        placed += done
        if done < limit:
            return placed


def _sequence_once(limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
    waiting = statements.rows(_WAITING, {"limit": limit})
    if not waiting:
        return 0
    position, previous = head()
    rows: list[tuple[object, ...]] = []
    for _id, entry_id, kind, subject_id, site_id, digest in waiting:
        position += 1
        previous = sha256(previous + digest)
        rows.append((position, entry_id, kind, subject_id, site_id, previous))
    bulk.copy("assessments_ledgerrow", ("position", "entry_id", "kind", "subject_id", "site_id", "hash"), rows)
    statements.rows(_PLACED, {"ids": [one[0] for one in waiting]})
    return len(rows)


_WAITING = """
    SELECT one.id, one.entry_id, one.kind, one.subject_id, one.site_id, entry.digest
    FROM assessments_pending one JOIN assessments_historyentry entry ON entry.id = one.entry_id
    ORDER BY one.id LIMIT %(limit)s
"""
_PLACED = "WITH gone AS (DELETE FROM assessments_pending WHERE id = ANY(%(ids)s::bigint[])) SELECT 1"


def begin_epoch(because: str) -> None:
    """Begin a new life of this database, after a restore: cursors of the feed from before expire."""
    Epoch.objects.create(because=because)


def head() -> tuple[int, bytes]:
    """The last position and its hash; (0, zeros) for an empty ledger."""
    last = LedgerRow.objects.order_by("-position").values_list("position", "hash").first()
    return (last[0], bytes(last[1])) if last else (0, FIRST_PREVIOUS)


def erase(entry_id: UUID, fields: Collection[str], *, by: Actor, because: str) -> None:
    """Erase salt and value of private fields of one entry, and record that in history; the seal stays valid."""
    with transaction.atomic():
        stored = HistoryPrivate.objects.select_for_update(of=("self",)).select_related("entry").get(pk=entry_id)
        gone = [name for name in fields if stored.fields.pop(name, None) is not None]
        stored.save(update_fields=["fields"])
        subject = Subject(stored.entry.subject_kind, stored.entry.subject_id, stored.entry.site_id)
        changes = {"entry": (None, str(entry_id)), "fields": (None, gone)}
        record(Entry("audit.entry.erased", subject, changes, {"entry", "fields"}, note=because), by=by)


def erase_all_about(subject: Subject, *, by: Actor, because: str) -> None:
    """Erase the private values of every entry about one subject."""
    rows = HistoryPrivate.objects.filter(entry__subject_kind=subject.kind, entry__subject_id=subject.id)
    for entry_id, fields in rows.values_list("entry_id", "fields"):
        if fields:
            erase(entry_id, list(fields), by=by, because=because)
