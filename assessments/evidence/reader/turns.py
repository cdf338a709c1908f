"""Pictures that take much memory wait for each other, across all workers of a machine."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LARGE_PIXELS = 24_000_000
"""Above this a picture decoded whole is read one at a time."""


class Busy(Exception):
    """Another large picture is being read on this machine; come again."""


@contextmanager
def one_at_a_time(folder: Path, *, when: bool) -> Iterator[None]:
    """Hold this machine's turn for large pictures, when this is one. Raises `Busy`."""
    if not when:
        yield
        return
    with (folder.parent / ".large-picture").open("ab") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
