"""State machines declared as tables of transitions, and the one function that changes a state.

`advance` is a conditional UPDATE on state and version: two people who press the same button cannot both succeed, and
no lock is held between reading and writing.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def _write(row: Model, changes: dict[str, Any], only_if: dict[str, Any]) -> bool:
    if any(hasattr(value, "resolve_expression") for value in changes.values()):
        return bool(type(row)._default_manager.filter(pk=row.pk, **only_if).update(**changes))
    return bulk.update(row, changes, only_if=only_if)


def advance(row: Row, workflow: Workflow, name: str, *, counts: bool = True, **changes: Any) -> Row:
    """Transition one row: state, version and `changes` in one conditional UPDATE.

    `row` is updated in memory too; generated columns and expressions are reloaded when they are next read.
    `counts=False` leaves the version, for changes by workers to what people cannot edit.

    Raises `WrongState` when the state does not allow it, `SomebodyWasFaster` when the row changed between
    reading and writing.
    """
    before: str = getattr(row, workflow.field)
    move = workflow.require(before, name)
    only_if: dict[str, Any] = {workflow.field: before}
    changes = {workflow.field: move.target, "updated_at": clock.now(), **changes}
    if counts:
        only_if["version"] = row.version  # type: ignore[attr-defined]
        changes["version"] = row.version + 1  # type: ignore[attr-defined]
    if not _write(row, changes, only_if):
        raise SomebodyWasFaster
    for name, value in changes.items():
        if hasattr(value, "resolve_expression"):
            row.__dict__.pop(name, None)
        else:
            setattr(row, name, value)
    forget_generated(row)
    return row
