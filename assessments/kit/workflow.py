"""States and moves as one table, and the one place where a state changes.

A workflow is written as a table that reads as its own diagram. `advance` is a conditional UPDATE on state and
version: two people pressing the same button cannot both succeed, and no lock is held while anybody thinks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model

from assessments.kit import clock
from assessments.kit.errors import SomebodyWasFaster, WrongMoment


@dataclass(frozen=True, slots=True)
class Move:
    """`name` leads from any of `sources` to `target`."""

    name: str
    sources: tuple[str, ...]
    target: str


class Workflow:
    """A set of moves over named states, the first of which is where things begin."""

    def __init__(self, field: str, begins: str, moves: Iterable[tuple[str, str, str]]) -> None:
        """`moves` are rows of (sources joined by ' | ', move, target)."""
        self.field = field
        self.begins = begins
        self.moves = [
            Move(name, tuple(one.strip() for one in sources.split("|")), target) for sources, name, target in moves
        ]
        self.states = [begins]
        for move in self.moves:
            self.states += [one for one in (*move.sources, move.target) if one not in self.states]

    def find(self, state: str, name: str) -> Move | None:
        return next((one for one in self.moves if one.name == name and state in one.sources), None)

    def possible_from(self, name: str) -> list[str]:
        return [state for one in self.moves if one.name == name for state in one.sources]

    def moves_from(self, state: str) -> list[str]:
        return [one.name for one in self.moves if state in one.sources]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.moves))

    def require(self, state: str, name: str) -> Move:
        """The move, or `WrongMoment` with the states from which it would be possible."""
        move = self.find(state, name)
        if move is None:
            raise WrongMoment(state=state, move=name, possible=", ".join(self.possible_from(name)) or "-")
        return move


Row = TypeVar("Row", bound=Model)


def advance(row: Row, workflow: Workflow, name: str, *, counts: bool = True, **changes: Any) -> Row:
    """Move one row: state, version and `changes` in one conditional UPDATE.

    The row has them afterwards; what only the database can tell (generated columns, expressions) is read when asked
    for. What workers write does not count as a change to what people may write: `counts=False` leaves the version.

    Refuses with `WrongMoment` when the state does not allow the move, with `SomebodyWasFaster` when the row
    changed between our reading and our writing.
    """
    before: str = getattr(row, workflow.field)
    move = workflow.require(before, name)
    rows = type(row)._default_manager.filter(pk=row.pk, **{workflow.field: before})
    changes = {workflow.field: move.target, "updated_at": clock.now(), **changes}
    if counts:
        rows = rows.filter(version=row.version)  # type: ignore[attr-defined]
        changes["version"] = F("version") + 1
    if rows.update(**changes) != 1:
        raise SomebodyWasFaster
    if counts:
        changes["version"] = row.version + 1  # type: ignore[attr-defined]
    for name, value in changes.items():
        if hasattr(value, "resolve_expression"):
            row.__dict__.pop(name, None)
        else:
            setattr(row, name, value)
    for field in row._meta.local_concrete_fields:
        if field.generated:
            row.__dict__.pop(field.attname, None)
    return row
