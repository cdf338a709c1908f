"""Applying one operation to what stands now: a change is merged by field, a move is made on what the device knew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.audit import queries as audit
from assessments.audit.queries import Step
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound, Problem, SomebodyWasFaster, Stale, VersionNeeded
from assessments.kit.messages import converted
from assessments.sync import values
from assessments.sync.errors import ActionNotKnown, DeletedMeanwhile
from assessments.sync.kinds import KINDS, Kind
from assessments.sync.merging import DELETED, Clash, Merged, merge
from assessments.sync.messages import Became, InConflict, Operation, Outcome
from assessments.sync.operations import conflicts
from assessments.sync.operations.conflicts import Clashing
from assessments.sync.values import Values

ATTEMPTS = 20
"""So often a change is merged anew because somebody else wrote the same row at the same moment."""


def apply_one(operation: Operation, by: Actor) -> Outcome:
    """Apply an operation other than a creation. Raises a `Problem` when it is refused; nothing is written then."""
    kind = KINDS[operation.kind]
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                if operation.action == "update" and kind.change:
                    return _update(kind, operation, by)
                return _move(kind, operation, by)
        except SomebodyWasFaster:
            continue
    raise SomebodyWasFaster


def _row(kind: Kind, operation: Operation, by: Actor) -> Any:
    row = kind.feed.rows(by).filter(pk=operation.id).first()
    if row is None:
        raise DeletedMeanwhile if audit.was_deleted(kind.feed.kind, operation.id) else NotFound
    return row


def _steps(kind: Kind, id: UUID, version: int) -> list[Step]:
    return audit.steps_since(kind.feed.kind, {id: version})[id]


def _update(kind: Kind, operation: Operation, by: Actor) -> Outcome:
    version = operation.base_version
    if version is None:
        raise VersionNeeded
    message = converted(operation.data, kind.change_shape)
    assert kind.change
    try:
        with transaction.atomic():
            # Most changes are made on what stands: only those that are not need more than this.
            after = kind.change(operation.id, message, by=by, expected_version=version)
        return Outcome(op_id=operation.op_id, outcome="applied", version=after.version)
    except SomebodyWasFaster:
        raise
    except Problem:
        row = _row(kind, operation, by)
        is_closed = kind.revise and kind.is_closed(row)
        if row.version == version and not is_closed:
            raise
    if is_closed:
        return _revise(kind, row, operation, by)
    steps = _steps(kind, row.pk, version)
    present = values.of_row(kind, by, row)
    base = values.at_version(kind, present, steps, version, row.version, by)
    merged = merge(base, present, values.of_message(kind, operation.data), kind.items)
    after = _write(kind, row, merged, present, by)
    is_own = all(values.is_own(one, by) for one in steps) and row.version > version
    return _merged(kind, operation, row, after, merged, steps, by, outcome="applied" if is_own else "merged")


def _write(kind: Kind, row: Any, merged: Merged, present: Values, by: Actor) -> Any:
    """Write what was merged. The row as it is afterwards."""
    if not merged.values:
        return row
    assert kind.change
    message = values.message_of(kind, _consistent(present, merged.values))
    try:
        return kind.change(row.pk, message, by=by, expected_version=row.version)
    except Stale:
        # Somebody wrote between our reading and theirs: it is merged anew, not refused.
        raise SomebodyWasFaster from None


def _consistent(present: Values, merged: Values) -> Values:
    """A photograph whose finding one side took away stays with the report as a whole, once."""
    if "photos" not in merged:
        return merged
    findings = {one["id"] for one in merged.get("findings", present.get("findings")) or ()}
    links: dict[tuple[Any, Any], Values] = {}
    for link in merged["photos"]:
        finding = link["finding"] if link["finding"] in findings else None
        links.setdefault((link["photo"], finding), link | {"finding": finding})
    return merged | {"photos": list(links.values())}


def _merged(
    kind: Kind, operation: Operation, row: Any, after: Any, merged: Merged, steps: Sequence[Step], by: Actor, *,
    outcome: Any, became: Became | None = None,
) -> Outcome:  # fmt: skip
    """The outcome of a merge, with the conflict that it left."""
    told: Outcome = Outcome(op_id=operation.op_id, outcome=outcome, version=after.version, became=became)
    if merged.clashes:
        found = Clashing(kind, after if became else row, operation, merged.clashes, steps)
        conflict = conflicts.open_conflict(found, by=by)
        told.outcome, told.conflict = "conflict", InConflict(conflict.id, sorted(merged.clashes))
    if told.outcome in ("merged", "conflict"):
        row = kind.feed.rows(by).filter(pk=after.pk).first()
        told.thing = kind.feed.tell(by, [row])[0] if row else None
    return told


def _revise(kind: Kind, row: Any, operation: Operation, by: Actor) -> Outcome:
    """A change of something that is not edited any more goes into a draft that revises it."""
    assert kind.revise
    assert operation.base_version
    steps = _steps(kind, row.pk, operation.base_version)
    reported = values.of_row(kind, by, row)
    draft, renamed = kind.revise(row.pk, by=by)
    base = values.at_version(kind, reported, steps, operation.base_version, row.version, by)
    draft = kind.feed.rows(by).get(pk=draft.pk)
    present = values.of_row(kind, by, draft)
    on_draft = _steps(kind, draft.pk, 1)
    base = _seen_on_draft(kind, _renamed(base, renamed), present, on_draft, draft.version, by)
    theirs = _renamed(values.of_message(kind, operation.data), renamed)
    merged = merge(base, present, theirs, kind.items)
    after = _write(kind, draft, merged, present, by)
    became = Became(draft.pk, row.pk)
    found = [*steps, *on_draft]
    return _merged(kind, operation, row, after, merged, found, by, outcome="applied", became=became)


def _seen_on_draft(
    kind: Kind, base: Values, present: Values, steps: Sequence[Step], version: int, by: Actor
) -> Values:  # fmt: skip
    """What the device had of a report, with what it has sent to the draft since."""
    own = [one for one in steps if values.is_own(one, by)]
    touched = {name for one in own for name in one.changes}
    had = values.at_version(kind, present, steps, 1, version, by)
    return base | {name: value for name, value in had.items() if name in touched}


def _renamed(given: Values, renamed: dict[str, str]) -> Values:
    """The same with the ids under which a draft holds the findings."""
    found = dict(given)
    if isinstance(given.get("findings"), list):
        found["findings"] = [one | {"id": renamed.get(one["id"], one["id"])} for one in given["findings"]]
    if isinstance(given.get("photos"), list):
        found["photos"] = [
            one | {"finding": renamed.get(one["finding"], one["finding"])} if one["finding"] else one
            for one in given["photos"]
        ]
    return found


def _move(kind: Kind, operation: Operation, by: Actor) -> Outcome:
    move = kind.moves.get(operation.action)
    if move is None:
        raise ActionNotKnown(kind=operation.kind, action=operation.action, known=", ".join(kind.actions))
    message = converted(operation.data, move.shape)
    version = operation.base_version
    try:
        with transaction.atomic():
            after = move.run(operation.id, message, by=by, expected_version=version)
    except NotFound:
        _row(kind, operation, by)
        raise
    except Stale:
        row = _row(kind, operation, by)
        assert version is not None
        steps = _steps(kind, row.pk, version)
        if version > row.version or not all(values.is_own(one, by) for one in steps):
            return _moved_on_old(kind, row, operation, steps, by)
        after = move.run(operation.id, message, by=by, expected_version=row.version)
    return Outcome(op_id=operation.op_id, outcome="applied", version=after.version if after is not None else None)


def _moved_on_old(kind: Kind, row: Any, operation: Operation, steps: Sequence[Step], by: Actor) -> Outcome:
    """A deletion of what others changed meanwhile is a conflict; any other move is made again on what stands now."""
    assert operation.base_version is not None
    if operation.action != "delete":
        raise Stale(yours=operation.base_version, now=row.version)
    merged = Merged(clashes={DELETED: Clash(base=False, ours=False, theirs=True)})
    return _merged(kind, operation, row, row, merged, steps, by, outcome="conflict")
