"""The result of an import or of its dry run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.exchange.errors import RowsUnreadable
from assessments.exchange.table_reading import BadRow


@dataclass(frozen=True, slots=True)
class Outcome:
    """A valid row: `created`, `changed` (with the fields) or `unchanged`, and a remark if something looks odd."""

    line: int
    label: str
    what: str
    fields: tuple[str, ...] = ()
    remark: str = ""


@dataclass
class Imported:
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: list[BadRow] = field(default_factory=list)
    rows: list[Outcome] = field(default_factory=list)


def require_rows(bad: Sequence[BadRow], may_skip: bool) -> None:
    """Raises `RowsUnreadable`, listing the bad rows in its facts, unless they may be skipped."""
    if bad and not may_skip:
        problem = RowsUnreadable(n=len(bad))
        problem.facts["bad"] = list(bad)
        raise problem
