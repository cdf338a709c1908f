"""Applying the operations of one batch in their order. Creations of one kind that follow each other are written
together; every other operation has a savepoint of its own. What depends on something that is not there waits for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.messages import converted
from assessments.sync.errors import ActionNotKnown, KindNotPushable
from assessments.sync.kinds import KINDS, references
from assessments.sync.messages import Operation, Outcome, WaitsFor
from assessments.sync.operations.applying import apply_one
from assessments.sync.queries.filters import ALL_FEEDS

Thing = tuple[str, UUID]


@dataclass(slots=True)
class Applied:
    """The outcome of each operation, in order, and what has arrived by them."""

    outcomes: list[Outcome]
    arrived: set[Thing] = field(default_factory=set)


def refused(operation: Operation, problem: Problem) -> Outcome:
    return Outcome(op_id=operation.op_id, outcome="refused", problem=problem.as_json())


def needs(operation: Operation) -> set[Thing]:
    """What must be there before an operation can be judged."""
    kind = KINDS.get(operation.kind)
    if kind is None:
        return set()
    found = references(kind, operation.data)
    return found if operation.action == "create" else found | {(kind.feed.kind, operation.id)}


def seen_by(by: Actor, things: Iterable[Thing]) -> set[Thing]:
    """Those of these things that the actor may see; one query a kind."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for kind, one in things:
        wanted[kind].add(one)
    found: set[Thing] = set()
    for kind, ids in wanted.items():
        rows = ALL_FEEDS[kind].rows(by).filter(pk__in=ids).order_by()
        found |= {(kind, one) for one in rows.values_list("pk", flat=True)}
    return found


class Batch:
    """One batch of one actor."""

    def __init__(self, by: Actor, operations: Sequence[Operation]) -> None:
        self.by, self.operations = by, operations
        self.needed = [needs(one) for one in operations]
        self.there = seen_by(by, set().union(*self.needed))
        self.outcomes: dict[int, Outcome] = {}
        self.arrived: set[Thing] = set()
        self.waiting: dict[int, Operation] = {}
        """Creations of one kind that have not been written yet, by their place in the batch."""
        self.coming: set[Thing] = set()
        """What they will make."""

    def apply(self) -> Applied:
        self._go_through(dict(enumerate(self.operations)))
        while held := self._held():
            before = len(self.arrived)
            self._go_through(held)
            if len(self.arrived) == before:
                break
        return Applied([self.outcomes[index] for index in range(len(self.operations))], self.arrived)

    def _held(self) -> dict[int, Operation]:
        return {
            index: self.operations[index]
            for index, one in self.outcomes.items()
            if one.outcome == "held" and self.arrived & self.needed[index]
        }

    def _go_through(self, operations: dict[int, Operation]) -> None:
        for index, operation in operations.items():
            if self._must_be_written_first(index):
                self._create_waiting()
            missing = self.needed[index] - self.there
            if missing:
                self.outcomes[index] = held(operation, missing)
            elif operation.action == "create" and operation.kind in KINDS:
                self.waiting[index] = operation
                self.coming.add((KINDS[operation.kind].feed.kind, operation.id))
            else:
                self.outcomes[index] = self._apply(operation)
        self._create_waiting()

    def _must_be_written_first(self, index: int) -> bool:
        """Whether the creations that wait are of another kind, or needed by this operation."""
        if not self.waiting:
            return False
        operation, first = self.operations[index], next(iter(self.waiting.values()))
        if (operation.kind, operation.action) != (first.kind, "create"):
            return True
        return not self.coming.isdisjoint(self.needed[index])

    def _apply(self, operation: Operation) -> Outcome:
        try:
            if operation.kind not in KINDS:
                raise KindNotPushable(kind=operation.kind)
            outcome = apply_one(operation, self.by)
        except Problem as problem:
            return refused(operation, problem)
        if outcome.became:
            self._note_arrival(KINDS[operation.kind].feed.kind, outcome.became.id)
        return outcome

    def _create_waiting(self) -> None:
        if not self.waiting:
            return
        waiting, self.waiting, self.coming = self.waiting, {}, set()
        kind = KINDS[next(iter(waiting.values())).kind]
        messages: dict[int, Any] = {}
        for index, operation in waiting.items():
            try:
                if operation.base_version is not None:
                    raise ActionNotKnown(kind=operation.kind, action="create", known=", ".join(kind.actions))
                messages[index] = converted({**operation.data, "id": str(operation.id)}, kind.create_shape)
            except Problem as problem:
                self.outcomes[index] = refused(operation, problem)
        made = kind.create(list(messages.values()), self.by) if messages else []
        for index, row in zip(messages, made, strict=True):
            operation = waiting[index]
            if isinstance(row, Problem):
                self.outcomes[index] = refused(operation, row)
                continue
            self._note_arrival(kind.feed.kind, operation.id)
            thing = kind.feed.tell(self.by, [row])[0] if kind.is_told else None
            self.outcomes[index] = Outcome(op_id=operation.op_id, outcome="applied", version=row.version, thing=thing)

    def _note_arrival(self, kind: str, id: UUID) -> None:
        self.there.add((kind, id))
        self.arrived.add((kind, id))


def held(operation: Operation, missing: set[Thing]) -> Outcome:
    waits_for = [WaitsFor(kind, one) for kind, one in sorted(missing, key=str)]
    return Outcome(op_id=operation.op_id, outcome="held", waits_for=waits_for)
