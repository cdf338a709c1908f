"""State machines declared as tables of transitions, and the one function that changes a state.

`advance` is a conditional UPDATE on state and version: two people who press the same button cannot both succeed, and
no lock is held between reading and writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from assessments.kit import bulk, clock
from assessments.kit.errors import SomebodyWasFaster, WrongState
from assessments.kit.resources import forget_generated


@dataclass(frozen=True, slots=True)
class Transition:
    """`name` leads from any of `sources` to `target`."""

    name: str
    sources: tuple[str, ...]
    target: str


class Workflow:
    """A set of transitions between named states; `initial` is the first state."""

    def __init__(self, field: str, initial: str, moves: Iterable[tuple[str, str, str]]) -> None:
        """`moves` are transitions as rows of (sources joined by ' | ', name, target)."""
        self.field = field
        self.initial = initial
        self.moves = [
            Transition(name, tuple(one.strip() for one in sources.split("|")), target)
            for sources, name, target in moves
        ]
        named = (state for move in self.moves for state in (*move.sources, move.target))
        self.states = list(dict.fromkeys([initial, *named]))

    def find(self, state: str, name: str) -> Transition | None:
        return next((one for one in self.moves if one.name == name and state in one.sources), None)

    def possible_from(self, name: str) -> list[str]:
        return [state for one in self.moves if one.name == name for state in one.sources]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.moves))

    def require(self, state: str, name: str) -> Transition:
        """The transition. Raises `WrongState` with the states from which it would be possible."""
        move = self.find(state, name)
        if move is None:
            raise WrongState(state=state, move=name, possible=", ".join(self.possible_from(name)) or "-")
        return move


Row = TypeVar("Row", bound=Model)


def advance(row: Row, workflow: Workflow, name: str, *, counts: bool = True, **changes: Any) -> Row:
    """Transition one row: state, version and `changes` in one conditional UPDATE.

    `row` is updated in memory too; generated columns and expressions are reloaded when they are next read.
    `counts=False` leaves the version, for changes by workers to what people cannot edit.

    Raises `WrongState` when the state does not allow it, `SomebodyWasFaster` when the row changed between
    reading and writing.
    """
    update = _update(row, workflow, name, counts, changes)
    if any(hasattr(value, "resolve_expression") for value in changes.values()):
        is_written = type(row)._default_manager.filter(pk=row.pk, **update.only_if).update(**update.values) == 1
    else:
        (is_written,) = bulk.update([update])
    if not is_written:
        raise SomebodyWasFaster
    _settle(update)
    return row


def advance_all(moves: Sequence[tuple[Model, dict[str, Any]]], workflow: Workflow, name: str) -> list[bool]:
    """The same transition of several rows, each with its changes (no expressions), in one round trip. Whether each was
    made; False where `advance` raises `SomebodyWasFaster`."""
    updates = [_update(row, workflow, name, True, changes) for row, changes in moves]
    written = bulk.update(updates)
    for update, is_written in zip(updates, written, strict=True):
        if is_written:
            _settle(update)
    return written


def _update(row: Model, workflow: Workflow, name: str, counts: bool, changes: dict[str, Any]) -> bulk.Update:
    before: str = getattr(row, workflow.field)
    move = workflow.require(before, name)
    only_if: dict[str, Any] = {workflow.field: before}
    values = {workflow.field: move.target, "updated_at": clock.now(), **changes}
    if counts:
        only_if["version"] = row.version  # type: ignore[attr-defined]
        values["version"] = row.version + 1  # type: ignore[attr-defined]
    return bulk.Update(row, values, only_if)


def _settle(update: bulk.Update) -> None:
    """Have the row say what was written."""
    for name, value in update.values.items():
        if hasattr(value, "resolve_expression"):
            update.row.__dict__.pop(name, None)
        else:
            setattr(update.row, name, value)
    forget_generated(update.row)
