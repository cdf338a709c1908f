"""What field clients read: the feed, how large it will be, conflicts, what was not applied."""

from assessments.sync.queries.conflicts import (
    ConflictOut,
    WaitingOut,
    conflict,
    conflict_out,
    conflicts,
    conflicts_out,
    own_waiting,
    waiting_out,
)
from assessments.sync.queries.filters import Filters, filters
from assessments.sync.queries.pulling import pull
from assessments.sync.queries.size import size

__all__ = [
    "ConflictOut",
    "Filters",
    "WaitingOut",
    "conflict",
    "conflict_out",
    "conflicts",
    "conflicts_out",
    "filters",
    "own_waiting",
    "pull",
    "size",
    "waiting_out",
]
