"""Reading history. Callers have made sure that the reader may see the subject."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from assessments.audit.models import HistoryEntry, HistoryPrivate, LedgerRow
from assessments.audit.verbs import words_of


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it; `changes` are (field, before, after)."""

    id: UUID
    verb: str
    actor_code: str
    via: str
    occurred_at: datetime
    recorded_at: datetime
    changes: list[tuple[str, Any, Any]]
    note: str

    @property
    def words(self) -> str:
        return words_of(self.verb)


def history_of(kind: str, id: UUID, *, limit: int = 100) -> list[Line]:  # noqa: A002
    """The newest entries about one thing, newest first, also those where it was touched beside another."""
    touched = LedgerRow.objects.filter(kind=kind, thing_id=id).values("entry")
    entries = HistoryEntry.objects.filter(Q(subject_kind=kind, subject_id=id) | Q(pk__in=touched))
    return [_line(entry) for entry in entries.select_related("private").order_by("-id")[:limit]]


def _line(entry: HistoryEntry) -> Line:
    document = json.loads(bytes(entry.canonical))
    try:
        private = {name: pair[1] for name, pair in entry.private.fields.items()}
    except HistoryPrivate.DoesNotExist:
        private = {}
    changes = []
    for name, value in document.items():
        if name.startswith("change:"):
            shown = private.get(name, [None, None]) if isinstance(value, dict) else value
            changes.append((name.removeprefix("change:"), shown[0], shown[1]))
    return Line(
        entry.id, entry.verb, entry.actor_code, entry.via, entry.occurred_at, entry.recorded_at, changes,
        str(private.get("note", "")),
    )  # fmt: skip
