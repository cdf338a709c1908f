"""Sends task messages to the broker in a background thread, so that the caller does not wait for the broker.

Equal messages that are not sent yet are merged. When the broker is down, waiting messages are dropped: the periodic
sweep enqueues again everything that is due.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterable

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

BATCH_WINDOW_S = 0.05
"""Messages enqueued within this many seconds are sent as one batch."""
LONGEST_WAIT_S = 0.5
"""So long a message that may be sent at once waits behind one that is to wait."""
DRAIN_S = 3.0
"""How many seconds a process that exits waits for its messages to be sent."""

TaskMessage = tuple[str, tuple[str, ...]]


class _Sender:
    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.waiting: dict[TaskMessage, float] = {}
        """Each message with the moment from which it may be sent."""
        self.is_sending = self.is_finishing = False
        self.thread: threading.Thread | None = None

    def add(self, message: TaskMessage, wait_s: float) -> None:
        due = time.monotonic() + wait_s
        with self.changed:
            self.waiting[message] = min(due, self.waiting.get(message, due))
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="task-queue", daemon=True)
                self.thread.start()
            self.changed.notify_all()

    def _run(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting)
                first = min(self.waiting.values())
            time.sleep(min(max(first - time.monotonic(), BATCH_WINDOW_S), LONGEST_WAIT_S))
            with self.changed:
                now = time.monotonic()
                batch = {one: due for one, due in self.waiting.items() if due <= now or self.is_finishing}
                self.waiting = {one: due for one, due in self.waiting.items() if one not in batch}
                self.is_sending = True
            self._send(batch)
            with self.changed:
                self.is_sending = False
                self.changed.notify_all()

    def _send(self, batch: Iterable[TaskMessage]) -> None:
        messages = list(batch)
        for number, (task, args) in enumerate(messages):
            try:
                current_app.send_task(task, args=args, ignore_result=True)
            except (OperationalError, OSError) as failure:
                left = len(messages) - number
                logger.warning("the broker does not answer (%s); the sweep will enqueue %s later", failure, left)
                return

    def finish(self) -> None:
        with self.changed:
            self.is_finishing = True
            self.changed.notify_all()
            self.changed.wait_for(lambda: not self.waiting and not self.is_sending, timeout=DRAIN_S)


_sender = _Sender()
os.register_at_fork(after_in_child=_sender.__init__)


def enqueue(task: str, args: tuple[str, ...], wait_s: float = 0.0) -> None:
    """Queue a task message for sending, `wait_s` seconds from now at the latest; returns at once."""
    _sender.add((task, args), wait_s)


@atexit.register
def finish() -> None:
    """Wait until all messages of this process are sent, at most `DRAIN_S` seconds."""
    _sender.finish()
