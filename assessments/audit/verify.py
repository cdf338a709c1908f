"""Verification that history was not altered: hash chain, commitments, and columns that match the sealed bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from assessments.audit.models import HistoryEntry, HistoryPrivate, LedgerRow, Pending
from assessments.audit.operations import FIRST_PREVIOUS, document_of
from assessments.kit.checksums import plain, sha256
from assessments.kit.seal import FORMAT, Private, broken_commitments


@dataclass
class Verdict:
    """The result of a verification. `problems` are sentences; an empty list means unaltered."""

    entries: int = 0
    positions: int = 0
    waiting: int = 0
    erased: int = 0
    head: str = FIRST_PREVIOUS.hex()
    problems: list[str] = field(default_factory=list)

    @property
    def is_unaltered(self) -> bool:
        return not self.problems


def verify_ledger(expected_heads: Mapping[int, str] = MappingProxyType({})) -> Verdict:
    """Check the whole ledger in order, then look for entries that have no position at all. `expected_heads` are hashes
    by position that somebody outside kept, such as those of the daily mail."""
    verdict = Verdict()
    previous, expected = FIRST_PREVIOUS, 0
    rows = LedgerRow.objects.order_by("position").select_related("entry", "entry__private")
    seen_entry = None
    for row in rows.iterator(chunk_size=2000):
        expected += 1
        if row.position != expected:
            verdict.problems.append(f"Place {expected} is missing; the next one found is {row.position}.")
            expected = row.position
        previous = sha256(previous + sha256(bytes(row.entry.canonical)))
        if previous != bytes(row.hash):
            verdict.problems.append(f"Place {row.position}: its hash does not follow from the one before.")
            previous = bytes(row.hash)
        if expected_heads.get(row.position, previous.hex()) != previous.hex():
            verdict.problems.append(f"Place {row.position}: its hash is not the one that was kept outside.")
        if row.entry_id != seen_entry:
            seen_entry = row.entry_id
            verdict.entries += 1
            _check_entry(row.entry, verdict)
        _check_place(row, verdict)
        verdict.positions += 1
    verdict.head = previous.hex()
    for position in sorted(one for one in expected_heads if one > expected):
        verdict.problems.append(f"Place {position} was kept outside and is not there: the ledger ends at {expected}.")
    _check_unplaced(verdict)
    return verdict


def _check_place(row: LedgerRow, verdict: Verdict) -> None:
    document = _document(row.entry)
    subjects = [document.get("subject"), *document.get("touched", [])]
    if [row.kind, str(row.subject_id)] not in subjects:
        verdict.problems.append(f"Place {row.position} names a subject that its entry {row.entry_id} does not.")


def _document(entry: HistoryEntry) -> dict[str, Any]:
    try:
        document = json.loads(bytes(entry.canonical))
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _check_entry(entry: HistoryEntry, verdict: Verdict) -> None:
    document = _document(entry)
    if not document:
        verdict.problems.append(f"Entry {entry.id}: its bytes cannot be read.")
        return
    if document.get("format") == FORMAT:
        columns = plain(document_of(entry))
        assert isinstance(columns, dict)
        for name, value in columns.items():
            if document.get(name) != value:
                verdict.problems.append(f"Entry {entry.id}: the column '{name}' is not what was sealed.")
    for sentence in _commitments(entry, document, verdict):
        verdict.problems.append(sentence)


def _commitments(entry: HistoryEntry, document: dict[str, Any], verdict: Verdict) -> Iterator[str]:
    try:
        stored = entry.private.fields
    except HistoryPrivate.DoesNotExist:
        stored = {}
    problems, erased = broken_commitments(document, stored)
    verdict.erased += erased
    yield from (f"Entry {entry.id}: {one}." for one in problems)


def sealed_digests(verb: str, name: str) -> dict[tuple[UUID, int], str]:
    """By subject and revision, the digest of a document that entries of this verb carry as their change `name`.
    Entries from before they carried one are left out."""
    found = {}
    for subject, canonical in HistoryEntry.objects.filter(verb=verb).values_list("subject_id", "canonical").iterator():
        document = json.loads(bytes(canonical))
        digest, revision = document.get(f"change:{name}"), document.get("change:revision")
        if digest and revision:
            found[subject, int(revision[1])] = str(digest[1])
    return found


def check_sealed(what: str, canonical: bytes, digest: str, stored: Private, verdict: Verdict) -> None:
    """Check one sealed document that lies beside the ledger: its digest, and the private values beside it."""
    if sha256(canonical).hex() != digest:
        verdict.problems.append(f"{what}: its bytes are not the ones that were sealed.")
        return
    problems, erased = broken_commitments(json.loads(canonical), stored)
    verdict.erased += erased
    verdict.problems += [f"{what}: {one}." for one in problems]


def _check_unplaced(verdict: Verdict) -> None:
    placed = LedgerRow.objects.filter(entry=OuterRef("pk"))
    waiting = Pending.objects.filter(entry=OuterRef("pk"))
    unplaced = HistoryEntry.objects.filter(~Exists(placed))
    verdict.waiting = unplaced.filter(Exists(waiting)).count()
    for entry in unplaced.filter(Exists(waiting)).select_related("private").iterator():
        _check_entry(entry, verdict)
    for entry in unplaced.filter(~Exists(waiting)).iterator():
        verdict.problems.append(f"Entry {entry.id} has no place in the ledger and waits for none.")
