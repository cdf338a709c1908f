"""A table with a header, whatever file it stood in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


class NotATable(Exception):
    """The file as a whole is no table of this kind; the message says why."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, by its line in the file, and the column at fault where there is one."""

    line: int
    reason: str
    column: str = ""


@dataclass
class Table:
    """`names` of the columns, and each row with the line on which it begins: a reader may name columns anew."""

    names: list[str]
    rows: Iterator[tuple[int, Sequence[str] | BadRow]]

    def numbered(self, bad: list[BadRow]) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows by column with their lines; broken rows are appended to `bad`."""
        for line, cells in self.rows:
            if isinstance(cells, BadRow):
                bad.append(cells)
            elif len(cells) != len(self.names):
                bad.append(BadRow(line, "the row has another number of columns than the header"))
            else:
                yield line, dict(zip(self.names, cells, strict=True))
