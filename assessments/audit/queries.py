"""Reading history. Callers have made sure that the reader may see the subject."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Func, IntegerField, Max, Q, QuerySet, Value

from assessments.audit.models import Epoch, HistoryEntry, HistoryPrivate, LedgerRow
from assessments.audit.verbs import verb_text


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
    def text(self) -> str:
        return verb_text(self.verb)


def history_of(kind: str, id: UUID, *, limit: int = 100) -> list[Line]:
    """The newest entries about one subject, newest first, including those that only touched it."""
    touched = LedgerRow.objects.filter(kind=kind, subject_id=id).values("entry")
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
            before_after = private.get(name, [None, None]) if isinstance(value, dict) else value
            changes.append((name.removeprefix("change:"), before_after[0], before_after[1]))
    return Line(
        entry.id, entry.verb, entry.actor_code, entry.via, entry.occurred_at, entry.recorded_at, changes,
        str(private.get("note", "")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What one operation did to the fields of a subject, as far as it is kept: (before, after) by field. Fields whose
    values were erased since are in `erased`."""

    version: int
    device_id: UUID | None
    actor_code: str
    occurred_at: datetime
    changes: dict[str, tuple[Any, Any]]
    erased: frozenset[str]


def steps_since(kind: str, versions: Mapping[UUID, int]) -> dict[UUID, list[Step]]:
    """What happened to each of these subjects after a version of it, oldest first."""
    rows = HistoryEntry.objects.filter(subject_kind=kind, subject_id__in=list(versions), version__isnull=False)
    found: dict[UUID, list[Step]] = {one: [] for one in versions}
    for entry in rows.select_related("private").order_by("version", "id"):
        if entry.version is not None and entry.version > versions[entry.subject_id]:
            found[entry.subject_id].append(_step(entry, entry.version))
    return found


def _step(entry: HistoryEntry, version: int) -> Step:
    line = _line(entry)
    changes = {name: (before, after) for name, before, after in line.changes}
    sealed = {name for name, value in json.loads(bytes(entry.canonical)).items() if isinstance(value, dict)}
    try:
        kept = entry.private.fields.keys()
    except HistoryPrivate.DoesNotExist:
        kept = set()
    erased = frozenset(one.removeprefix("change:") for one in sealed if one.startswith("change:") and one not in kept)
    return Step(version, entry.device_id, entry.actor_code, entry.occurred_at, changes, erased)


def subjects_with_verb_since(verb: str, site_id: UUID, at: datetime) -> set[UUID]:
    """The subjects on a site to which something happened after a moment."""
    rows = HistoryEntry.objects.filter(site_id=site_id, verb=verb, occurred_at__gt=at)
    return set(rows.values_list("subject_id", flat=True))


def values_then(kind: str, field: str, at: datetime, *, site_ids: Collection[UUID]) -> dict[UUID, Any]:
    """What an open field held at a moment, of those subjects of some sites at which it was changed after it."""
    found: dict[UUID, Any] = {}
    rows = _that_change(kind, field, site_ids).filter(occurred_at__gt=at).order_by("occurred_at", "id")
    for subject_id, canonical in rows.values_list("subject_id", "canonical"):
        changed = json.loads(bytes(canonical))[f"change:{field}"]
        if isinstance(changed, list):
            found.setdefault(subject_id, changed[0])
    return found


def last_changed(kind: str, field: str, at: datetime, *, site_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When a field was changed for the last time by a moment, of each subject of some sites."""
    rows = _that_change(kind, field, site_ids).filter(occurred_at__lte=at)
    return dict(rows.values_list("subject_id").annotate(Max("occurred_at")))


def _that_change(kind: str, field: str, site_ids: Collection[UUID]) -> QuerySet[HistoryEntry]:
    rows = HistoryEntry.objects.filter(subject_kind=kind, site_id__in=site_ids)
    return rows.annotate(place=_PlaceOf(Value(f'"change:{field}"'), "canonical")).filter(place__gt=0)


class _PlaceOf(Func):
    """Where a text begins in bytes, counted from 1; 0 where it does not occur."""

    template = "position(convert_to(%(expressions)s)"
    arg_joiner = ", 'UTF8') in "
    output_field = IntegerField()


def epoch() -> UUID:
    """The current epoch of this database."""
    found = Epoch.objects.order_by("-begun_at", "-id").values_list("pk", flat=True).first()
    assert found is not None, "a database without an epoch was never migrated"
    return found


def subjects_since(kinds: Collection[str], position: int, limit: int) -> tuple[list[UUID], int, bool]:
    """Subjects touched after a position, each once, in ledger order; the position reached, and whether more
    follows."""
    rows = LedgerRow.objects.filter(position__gt=position, kind__in=kinds).order_by("position")
    found = list(rows.values_list("position", "subject_id")[:limit])
    if len(found) < limit:
        last = LedgerRow.objects.order_by("-position").values_list("position", flat=True).first() or 0
        # Skips positions of other kinds in between, but none that were assigned after the rows were read.
        reached = max(position, found[-1][0] if found else 0, _reached_position(position, last, kinds, found))
        return list(dict.fromkeys(subject_id for _position, subject_id in found)), reached, False
    return list(dict.fromkeys(subject_id for _position, subject_id in found)), found[-1][0], True


def _reached_position(position: int, last: int, kinds: Collection[str], found: Sequence[tuple[int, UUID]]) -> int:
    """`last`, if no row of these kinds follows the last one found; else the position of the last one found."""
    reached = found[-1][0] if found else position
    more = LedgerRow.objects.filter(position__gt=reached, position__lte=last, kind__in=kinds).exists()
    return reached if more else last


def subjects_up_to(kinds: Collection[str], position: int) -> list[UUID]:
    """Every subject of these kinds that was touched at or before a position."""
    rows = LedgerRow.objects.filter(position__lte=position, kind__in=kinds)
    return list(rows.values_list("subject_id", flat=True).distinct())


def latest_on_sites(site_ids: Collection[UUID] | None) -> Line | None:
    """The newest entry on some sites, or on any."""
    rows = (
        HistoryEntry.objects.filter(site_id__isnull=False)
        if site_ids is None
        else HistoryEntry.objects.filter(site_id__in=site_ids)
    )
    entry = rows.select_related("private").order_by("-id").first()
    return _line(entry) if entry else None
