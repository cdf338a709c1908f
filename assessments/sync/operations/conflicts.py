"""Conflicts: opened when values stand against each other, decided field by field by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.audit.queries import Step
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.kit.messages import EmptyBody
from assessments.sync import policy, values
from assessments.sync.errors import DeletedMeanwhile, NothingDecided, ResolvedAlready
from assessments.sync.kinds import KINDS, Kind
from assessments.sync.merging import DELETED, Clash, with_value
from assessments.sync.messages import Choice, GivenValue, Operation
from assessments.sync.models import Conflict
from assessments.sync.values import Values

OPEN_FIELDS = frozenset({"kind", "choices"})
WRITERS = ("author_id", "entered_by_id", "registered_by_id")
"""The columns that name whose work a thing is."""


@dataclass(frozen=True, slots=True)
class Clashing:
    """What stands against each other: the operation, the row that it was to change, and what happened to that since."""

    kind: Kind
    row: Any
    operation: Operation
    clashes: Mapping[str, Clash]
    steps: Sequence[Step]


def site_of(kind: Kind, row: Any) -> UUID:
    """The site of a row of some kind."""
    value = row
    for name in kind.feed.site_path.split("__"):
        value = getattr(value, name)
    assert isinstance(value, UUID)
    return value


def open_conflict(found: Clashing, *, by: Actor) -> Conflict:
    """Keep both values of each field. What the same device sends on top of an open conflict of its own joins it."""
    assert by.user_id
    kind, row, operation = found.kind, found.row, found.operation
    site_id = site_of(kind, row)
    fields = {path: _kept(path, clash, found.steps, by) for path, clash in found.clashes.items()}
    own = Conflict.objects.select_for_update().filter(
        kind=operation.kind, subject_id=row.pk, person_id=by.user_id, device_id=by.device_id, is_open=True
    )
    if conflict := own.order_by("id").first():
        after = {"fields": conflict.fields | fields, "received_at": clock.recorded_now()}
        resources.change(conflict, after)
    else:
        people = [by.user_id, *(getattr(row, name) for name in WRITERS if hasattr(row, name))]
        conflict = Conflict.objects.create(
            kind=operation.kind, subject_id=row.pk, site_id=site_id, person_id=by.user_id, device_id=by.device_id,
            people=sorted({one for one in people if one}), base_version=operation.base_version or 0,
            made_at=operation.made_at, fields=fields,
        )  # fmt: skip
    changes = {path: (clash.ours, clash.theirs) for path, clash in found.clashes.items()}
    subject = Subject("conflict", conflict.id, site_id)
    touched = (Subject(kind.feed.kind, row.pk, site_id),)
    entry = Entry("sync.conflict.opened", subject, changes, OPEN_FIELDS, touched=touched, version=conflict.version)
    audit.record(entry, by=by)
    return conflict


def _kept(path: str, clash: Clash, steps: Sequence[Step], by: Actor) -> dict[str, Any]:
    """Both values, with who wrote ours, on which device and when, as far as history tells."""
    name = path.partition("/")[0]
    wrote = next(
        (one for one in reversed(steps) if not values.is_own(one, by) and {name, f"{name}_id"} & one.changes.keys()),
        None,
    )
    return {
        "base": clash.base, "ours": clash.ours, "theirs": clash.theirs,
        "ours_by": wrote.actor_code if wrote else None, "ours_at": wrote.occurred_at.isoformat() if wrote else None,
        "ours_device": str(wrote.device_id) if wrote and wrote.device_id else None, "choice": None,
    }  # fmt: skip


def resolve(id: UUID, decisions: Mapping[str, Choice], *, by: Actor, expected_version: int | None = None) -> Conflict:
    """Decide some or all fields of a conflict; it is resolved when none is left open.

    Raises `ResolvedAlready`, `NothingDecided`, `Invalid` for a field that is not in it, `Stale`, and what the thing's
    own operation raises when the value from the field is to be written.
    """
    conflict = resources.get_visible(policy.visible_conflicts(by), id)
    if not conflict.is_open:
        raise ResolvedAlready
    open_paths = [path for path, one in conflict.fields.items() if one["choice"] is None]
    for path in decisions:
        if path not in open_paths:
            raise invalid_field(f"/fields/{path.replace('/', '~1')}", "unknown_field", _("It is not open here."))
    if not decisions:
        raise NothingDecided(fields=", ".join(open_paths))
    with transaction.atomic():
        _write(conflict, decisions, by)
        choices = {path: choice if isinstance(choice, str) else "value" for path, choice in decisions.items()}
        fields = {
            path: one | {"choice": choices[path]} if path in choices else one for path, one in conflict.fields.items()
        }
        is_open = len(choices) < len(open_paths)
        after: dict[str, Any] = {"fields": fields, "is_open": is_open}
        if not is_open:
            after |= {"resolved_by_id": by.user_id, "resolved_at": clock.now()}
        resources.change(conflict, after, expected_version=expected_version)
        subject = Subject("conflict", conflict.id, conflict.site_id)
        touched = (Subject(KINDS[conflict.kind].feed.kind, conflict.subject_id, conflict.site_id),)
        changes = {"choices": (None, choices)}
        entry = Entry(
            "sync.conflict.resolved", subject, changes, OPEN_FIELDS, touched=touched, version=conflict.version
        )
        audit.record(entry, by=by)
    return conflict


def _write(conflict: Conflict, decisions: Mapping[str, Choice], by: Actor) -> None:
    """Write what was decided in favour of the field, by the thing's own operation."""
    kind = KINDS[conflict.kind]
    wanted = {path: choice for path, choice in decisions.items() if choice != "ours"}
    if not wanted:
        return
    row = kind.feed.rows(by).filter(pk=conflict.subject_id).first()
    if row is None:
        raise DeletedMeanwhile
    if DELETED in wanted:
        kind.moves["delete"].run(row.pk, EmptyBody(), by=by, expected_version=row.version)
        return
    renamed: dict[str, str] = {}
    if kind.revise and kind.is_closed(row):
        draft, renamed = kind.revise(row.pk, by=by)
        row = kind.feed.rows(by).get(pk=draft.pk)
    present = values.of_row(kind, by, row)
    given: Values = {}
    for path, choice in wanted.items():
        theirs = conflict.fields[path]["theirs"]
        given |= _decided(kind, present | given, _in_draft(path, renamed), theirs, choice, conflict)
    if given and kind.change:
        kind.change(row.pk, values.message_of(kind, given), by=by, expected_version=row.version)


def _in_draft(path: str, renamed: Mapping[str, str]) -> str:
    return "/".join(renamed.get(one, one) for one in path.split("/"))


def _decided(kind: Kind, present: Values, path: str, theirs: Any, choice: Choice, conflict: Conflict) -> Values:
    if choice == "both":
        return _as_note(kind, present, path, theirs, conflict)
    value = choice.value if isinstance(choice, GivenValue) else theirs
    try:
        return with_value(present, path, value, kind.items)
    except KeyError:
        detail = _("What this belonged to was taken away. Keep ours, or both as a note.")
        raise invalid_field(f"/fields/{path.replace('/', '~1')}", "gone", detail) from None


def _as_note(kind: Kind, present: Values, path: str, theirs: Any, conflict: Conflict) -> Values:
    """Ours stays; what the field said is written down beside it, and a text goes on with the other text."""
    if not kind.note_field:
        detail = _("There is no field for notes here. Choose one of the two.")
        raise invalid_field(f"/fields/{path.replace('/', '~1')}", "no_note", detail)
    said = theirs if isinstance(theirs, str) else msgspec.json.encode(theirs).decode()
    if path == kind.note_field:
        return {path: "\n\n".join(one for one in (present.get(path), said) if one)}
    day = (conflict.made_at or conflict.received_at).date().isoformat()
    line = _("From the field, %(day)s, %(field)s: %(value)s") % {"day": day, "field": path, "value": said}
    return {kind.note_field: "\n\n".join(one for one in (present.get(kind.note_field), line) if one)}
