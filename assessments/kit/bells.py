"""Doorbells on their way to the broker, in a thread of their own: who rang does not wait for it to answer.

Bells that are alike and not yet sent are one. When the broker is away, those that wait are dropped: the sweeper rings
again for everything that is due.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

GATHER_S = 0.05
"""Bells rung within so much time go together."""
LAST_WORDS_S = 3.0
"""How long a process that ends waits for its bells to be sent."""

Bell = tuple[str, tuple[str, ...]]


class _Ringer:
    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.waiting: dict[Bell, None] = {}
        self.is_sending = False
        self.thread: threading.Thread | None = None

    def add(self, bell: Bell) -> None:
        with self.changed:
            self.waiting[bell] = None
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="bells", daemon=True)
                self.thread.start()
            self.changed.notify_all()

    def _run(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting)
            time.sleep(GATHER_S)
            with self.changed:
                bells, self.waiting, self.is_sending = self.waiting, {}, True
            self._send(bells)
            with self.changed:
                self.is_sending = False
                self.changed.notify_all()

    def _send(self, bells: dict[Bell, None]) -> None:
        for number, (task, words) in enumerate(bells):
            try:
                current_app.send_task(task, args=words, ignore_result=True)
            except (OperationalError, OSError) as failure:
                left = len(bells) - number
                logger.warning("the broker does not answer (%s); the sweeper will ring for %s later", failure, left)
                return

    def finish(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not self.waiting and not self.is_sending, timeout=LAST_WORDS_S)


_ringer = _Ringer()
os.register_at_fork(after_in_child=_ringer.__init__)


def ring(task: str, words: tuple[str, ...]) -> None:
    """Ring soon; returns at once."""
    _ringer.add((task, words))


@atexit.register
def finish() -> None:
    """Wait until all bells of this process are sent, for a while."""
    _ringer.finish()
