"""Reading history. Callers have made sure that the reader may see the subject."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Func, IntegerField, Max, Q, QuerySet, Value

from assessments.audit.models import HistoryEntry, HistoryPrivate, LedgerRow
from assessments.audit.verbs import verb_text
from assessments.kit import statements


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it; `changes` are (field, before, after)."""

    id: UUID
    kind: str
    subject_id: UUID
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
        entry.id, entry.subject_kind, entry.subject_id, entry.verb, entry.actor_code, entry.via, entry.occurred_at,
        entry.recorded_at, changes, str(private.get("note", "")),
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


def was_deleted(kind: str, id: UUID) -> bool:
    """Whether history tells of a subject that it was deleted."""
    return HistoryEntry.objects.filter(subject_kind=kind, subject_id=id, verb__endswith=".deleted").exists()


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
    return life()[0]


_LIFE = statements.statement(__file__, "life")


def life() -> tuple[UUID, int, bool]:
    """The current epoch of this database, the last position of its ledger, and whether entries wait for theirs."""
    ((epoch_id, position, waits),) = statements.rows(_LIFE, {})
    assert epoch_id is not None, "a database without an epoch was never migrated"
    return epoch_id, position, waits


@dataclass(frozen=True, slots=True)
class Touched:
    """A subject that something happened to, with its site."""

    kind: str
    id: UUID
    site_id: UUID | None


_SINCE = statements.statement(__file__, "subjects_since")


def subjects_since(
    kinds: Collection[str], position: int, limit: int, *, last: int, site_ids: Collection[UUID] | None = None,
    everywhere: Collection[str] = (),
) -> tuple[list[Touched], int, bool]:  # fmt: skip
    """Subjects of these kinds touched after a position, each once, in ledger order; the position reached, and whether
    more follows. `last`: a last position of the ledger that was read before. `site_ids`: only of these sites (None: of
    all), except for the kinds in `everywhere`."""
    wanted = {
        "position": position, "last": last, "kinds": list(kinds), "everywhere": list(everywhere), "limit": limit,
        "sites": None if site_ids is None else list(site_ids),
    }  # fmt: skip
    found = statements.rows(_SINCE, wanted, is_prepared=False)
    subjects = {row[1:3]: Touched(*row[1:]) for row in found}
    # Positions up to `last` were given before these rows were read: those of other kinds or sites are passed over.
    more = len(found) == limit
    return list(subjects.values()), found[-1][0] if more else max(position, last), more


def subjects_on(kind: str, site_ids: Collection[UUID] | None, *, after: UUID | None, limit: int) -> list[UUID]:
    """The subjects of a kind that were ever touched on some sites (None: on any), by id."""
    rows = LedgerRow.objects.filter(kind=kind)
    if site_ids is not None:
        rows = rows.filter(site_id__in=site_ids)
    if after:
        rows = rows.filter(subject_id__gt=after)
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct()[:limit])


def latest_on_sites(site_ids: Collection[UUID] | None, verbs: Collection[str], *, most: int, among: int) -> list[Line]:
    """The newest entries with these verbs on some sites, or on any, newest first; only the last `among` entries there
    are looked at."""
    rows = (
        HistoryEntry.objects.filter(site_id__isnull=False)
        if site_ids is None
        else HistoryEntry.objects.filter(site_id__in=site_ids)
    )
    last = rows.order_by("-id").values("pk")[:among]
    found = HistoryEntry.objects.filter(pk__in=last, verb__in=verbs).select_related("private")
    return [_line(one) for one in found.order_by("-id")[:most]]
