"""The queue is a doorbell, not a ledger: what is due stands in rows; a message, sent after commit, says "look".

A task claims its row by a lease in a transaction of its own, and returns quietly when there is nothing to do.
The sweeper rings again for what is due and for leases that lapsed. Losing the whole broker loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q

from assessments.kit import bells, clock

MOST_ATTEMPTS = 5


def ring(task: str, *words: object) -> None:
    """Ring the bell of a task once the present transaction is committed."""
    plain = tuple(str(word) for word in words)
    transaction.on_commit(lambda: bells.ring(task, plain))


def ring_now(task: str, *words: object) -> None:
    """Ring at once: for the sweeper, which writes nothing."""
    bells.ring(task, tuple(str(word) for word in words))


class Leased(models.Model):
    """Abstract: a row that workers claim by a lease."""

    attempt = models.PositiveSmallIntegerField(default=0, db_default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=models.Model)


def unleased() -> Q:
    """Rows that nobody holds at present."""
    return Q(lease_until__isnull=True) | Q(lease_until__lt=clock.recorded_now())


def claim(rows: models.QuerySet[Row], id: UUID | str, *, seconds: int) -> Row | None:
    """Take the lease of one of these rows, counting the attempt; None when it is not due or held by another."""
    until = clock.recorded_now() + timedelta(seconds=seconds)
    taken = rows.filter(unleased(), pk=id).update(attempt=F("attempt") + 1, lease_until=until)
    return rows.model._default_manager.filter(pk=id).first() if taken else None


def give_back(row: Leased, *, pause_s: int = 0) -> None:
    """Let go of a lease as if it had never been taken: the attempt was none. The next comes after a pause."""
    until = clock.recorded_now() + timedelta(seconds=pause_s) if pause_s else None
    type(row)._default_manager.filter(pk=row.pk).update(attempt=F("attempt") - 1, lease_until=until)


Due = Callable[[], Iterable[tuple[str, Any]]]
_due: list[Due] = []


def swept(due: Due) -> Due:
    """Register a function that yields (task, id) for everything that is due in its package."""
    _due.append(due)
    return due


def sweep() -> int:
    """Ring for everything due; returns how many bells were rung."""
    rung = 0
    for due in _due:
        for task, id_ in due():
            ring_now(task, id_)
            rung += 1
    return rung
