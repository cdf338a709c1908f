"""In which order the operations of a batch are applied: those that have nothing to do with each other together, kind by
kind, so that a device which saves, changes and submits one report after the other costs a few statements, not many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from assessments.sync.messages import Operation

Thing = tuple[str, UUID]
REORDERED = frozenset({"report", "photo", "document", "annotation"})
"""Of all other kinds each keeps its place in the batch: what is said of the ground decides over what follows."""


def groups(
    operations: Mapping[int, Operation], needed: Sequence[Collection[Thing]], own: Sequence[Thing]
) -> Iterator[list[int]]:
    """The places of the operations in the batch, in groups of one kind and action, to be applied one group after the
    other. An operation comes after all before it that touch or need what it touches, or touch what it needs; in a group
    no two touch the same thing.
    """
    floor = highest = 0
    touched: dict[Thing, int] = {}
    read: dict[Thing, int] = {}
    levels: dict[int, dict[tuple[str, str], list[int]]] = defaultdict(dict)
    for index, operation in operations.items():
        mine = own[index]
        if operation.kind in REORDERED:
            before = [touched[one] for one in (mine, *needed[index]) if one in touched]
            before += [read[mine]] if mine in read else []
            level = max([floor, *(one + 1 for one in before)])
        else:
            level = highest + 1
            floor = level + 1
        highest = max(highest, level)
        touched[mine] = level
        for one in needed[index]:
            if one != mine:
                read[one] = max(level, read.get(one, 0))
        levels[level].setdefault((operation.kind, operation.action), []).append(index)
    for level in sorted(levels):
        yield from levels[level].values()
