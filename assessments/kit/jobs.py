"""Background jobs. What is due is recorded in database rows; a queue message, sent after commit, only wakes a worker.

A task claims its row by a lease in a transaction of its own, and returns quietly when there is nothing to do.
A periodic sweep enqueues what is due and what has an expired lease, so losing the whole broker loses no work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q

from assessments.kit import clock, task_queue

MAX_ATTEMPTS = 5


def enqueue(task: str, *args: object, wait_s: float = 0.0) -> None:
    """Enqueue a task once the present transaction is committed. With `wait_s`, messages of that time become one."""
    text_args = tuple(str(arg) for arg in args)
    transaction.on_commit(lambda: task_queue.enqueue(task, text_args, wait_s))


def enqueue_now(task: str, *args: object) -> None:
    """Enqueue without waiting for a commit: for the sweep, which writes nothing."""
    task_queue.enqueue(task, tuple(str(arg) for arg in args))


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


def release_lease(row: Leased, *, pause_s: int = 0) -> None:
    """Release a lease without counting the attempt; the row can be claimed again after `pause_s` seconds."""
    until = clock.recorded_now() + timedelta(seconds=pause_s) if pause_s else None
    type(row)._default_manager.filter(pk=row.pk).update(attempt=F("attempt") - 1, lease_until=until)


DueTasks = Callable[[], Iterable[tuple[str, Any]]]
_due: list[DueTasks] = []


def due_tasks(due: DueTasks) -> DueTasks:
    """Register a function that yields (task, id) for everything that is due in its package."""
    _due.append(due)
    return due


def sweep() -> int:
    """Enqueue every due task; returns how many messages were enqueued."""
    sent = 0
    for due in _due:
        for task, id_ in due():
            enqueue_now(task, id_)
            sent += 1
    return sent
