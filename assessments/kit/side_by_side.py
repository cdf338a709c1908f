"""Two versions of a document beside each other, field by field and word by word, or one version alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One field in words; `before` is None where there is no other version."""

    label: str
    after: str
    before: str | None = None
    name: str = ""
    """The field's own name, for who looks for one."""

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.after


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together, such as those of one finding. `is_new` or `is_gone` where one version lacks it."""

    title: str
    rows: list[Row]
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_marked: bool


def marked(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The words of both texts in order, those marked that only one of them has."""
    was, now = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece("".join(was[a:b]), kind != "equal"))
        if c < d:
            right.append(Piece("".join(now[c:d]), kind != "equal"))
    return left, right


def filled(rows: Iterable[Row]) -> list[Row]:
    """The rows in which either version says anything."""
    return [one for one in rows if one.after not in ("", "–") or one.before not in (None, "", "–")]
