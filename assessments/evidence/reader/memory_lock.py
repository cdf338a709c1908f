"""A lock across all workers of a machine: only one picture that needs much memory is decoded at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LARGE_PIXELS = 24_000_000
"""Pictures larger than this are decoded one at a time."""


class Busy(Exception):
    """Another large picture is being read on this machine; try again later."""


@contextmanager
def one_at_a_time(folder: Path, *, when: bool) -> Iterator[None]:
    """Hold this machine's lock for large pictures if `when` is true. Raises `Busy`."""
    if not when:
        yield
        return
    with (folder.parent / ".large-picture").open("ab") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
