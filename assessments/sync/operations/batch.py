"""Applying the operations of one batch. Creations of a kind, and changes and submissions of reports, are written
together where their order allows it; every other operation has a savepoint of its own. What depends on something that
is not there waits for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.messages import converted
from assessments.sync.errors import ActionNotKnown, KindNotPushable
from assessments.sync.kinds import KINDS, Kind, RunAll, references
from assessments.sync.messages import Operation, Outcome, WaitsFor
from assessments.sync.operations.applying import apply_one
from assessments.sync.operations.ordering import Thing, groups
from assessments.sync.queries.filters import ALL_FEEDS


@dataclass(slots=True)
class Applied:
    """The outcome of each operation, in order, and what has arrived by them."""

    outcomes: list[Outcome]
    arrived: set[Thing] = field(default_factory=set)


def refused(operation: Operation, problem: Problem) -> Outcome:
    return Outcome(op_id=operation.op_id, outcome="refused", problem=problem.as_json())


def own_thing(operation: Operation) -> Thing:
    kind = KINDS.get(operation.kind)
    return (kind.feed.kind if kind else operation.kind, operation.id)


def needs(operation: Operation) -> set[Thing]:
    """What must be there before an operation can be judged."""
    kind = KINDS.get(operation.kind)
    if kind is None:
        return set()
    found = references(kind, operation.data)
    return found if operation.action == "create" else found | {own_thing(operation)}


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
        self.own = [own_thing(one) for one in operations]
        self.there = seen_by(by, set().union(*self.needed))
        self.outcomes: dict[int, Outcome] = {}
        self.arrived: set[Thing] = set()
        self.chains: dict[Thing, tuple[int, int]] = {}
        """From which to which version only this batch changed a thing: a device makes a chain of changes on what it had
        at the first of them."""

    def apply(self) -> Applied:
        self._go_through(range(len(self.operations)))
        while held := self._held():
            before = len(self.arrived)
            self._go_through(held)
            if len(self.arrived) == before:
                break
        return Applied([self.outcomes[index] for index in range(len(self.operations))], self.arrived)

    def _held(self) -> list[int]:
        return [
            index
            for index, one in sorted(self.outcomes.items())
            if one.outcome == "held" and self.arrived & self.needed[index]
        ]

    def _go_through(self, places: Iterable[int]) -> None:
        operations = {index: self.operations[index] for index in places}
        for group in groups(operations, self.needed, self.own):
            possible = []
            for index in group:
                if missing := self.needed[index] - self.there:
                    self.outcomes[index] = held(self.operations[index], missing)
                else:
                    possible.append(index)
            if possible:
                self._apply_group(possible)

    def _apply_group(self, places: Sequence[int]) -> None:
        first = self.operations[places[0]]
        kind = KINDS.get(first.kind)
        left = list(places)
        if kind and first.action == "create":
            self._create(kind, places)
            return
        if kind and (together := kind.together(first.action)):
            left = self._apply_together(places, *together)
        for index in left:
            self.outcomes[index] = self._apply(self.operations[index])
            self.chains.pop(self.own[index], None)

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

    def _apply_together(self, places: Sequence[int], shape: Any, run_all: RunAll) -> list[int]:
        """Apply those that are made on what stands, and say of which that is not so: each of them is merged or refused
        by itself."""
        asked: dict[int, tuple[UUID, Any, int | None]] = {}
        for index in places:
            one = self.operations[index]
            try:
                message = converted(one.data, shape)
            except Problem:
                continue
            if one.base_version is not None or one.action != "update":
                asked[index] = one.id, message, self._version_known(index)
        try:
            with transaction.atomic():
                rows = run_all(list(asked.values()), self.by)
        except Problem:
            return list(places)
        for index, row in zip(asked, rows, strict=True):
            if not isinstance(row, Problem):
                self._note_applied(index, asked[index][2], row.version)
        return [index for index in places if index not in self.outcomes or self.outcomes[index].outcome == "held"]

    def _version_known(self, index: int) -> int | None:
        """The version that the device knows with what this batch has done to the thing."""
        base = self.operations[index].base_version
        first, last = self.chains.get(self.own[index], (0, 0))
        return last if base is not None and first <= base <= last else base

    def _note_applied(self, index: int, base: int | None, version: int) -> None:
        self.outcomes[index] = Outcome(op_id=self.operations[index].op_id, outcome="applied", version=version)
        first, last = self.chains.get(self.own[index], (base or version, base or version))
        if base is not None and base == last:
            self.chains[self.own[index]] = first, version

    def _create(self, kind: Kind, places: Sequence[int]) -> None:
        messages: dict[int, Any] = {}
        for index in places:
            operation = self.operations[index]
            try:
                if operation.base_version is not None:
                    raise ActionNotKnown(kind=operation.kind, action="create", known=", ".join(kind.actions))
                messages[index] = converted({**operation.data, "id": str(operation.id)}, kind.create_shape)
            except Problem as problem:
                self.outcomes[index] = refused(operation, problem)
        made = kind.create(list(messages.values()), self.by) if messages else []
        for index, row in zip(messages, made, strict=True):
            operation = self.operations[index]
            if isinstance(row, Problem):
                self.outcomes[index] = refused(operation, row)
                continue
            self._note_arrival(kind.feed.kind, operation.id)
            self.chains[self.own[index]] = row.version, row.version
            thing = kind.feed.tell(self.by, [row])[0] if kind.is_told else None
            self.outcomes[index] = Outcome(op_id=operation.op_id, outcome="applied", version=row.version, thing=thing)

    def _note_arrival(self, kind: str, id: UUID) -> None:
        self.there.add((kind, id))
        self.arrived.add((kind, id))


def held(operation: Operation, missing: set[Thing]) -> Outcome:
    waits_for = [WaitsFor(kind, one) for kind, one in sorted(missing, key=str)]
    return Outcome(op_id=operation.op_id, outcome="held", waits_for=waits_for)
