"""Hostile bytes are parsed in a process of their own, under limits, that nobody misses when it dies.

A forkserver that has imported the libraries once makes each child cheap; the child gets bounded memory, processor
time, file size and open files, and sends back one plain value.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MEMORY_BYTES = 3 << 29  # 1.5 GiB of address space
CPU_SECONDS = 60
WALL_SECONDS = 90
FILE_BYTES = 256 << 20

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["assessments.evidence.pixels"])


class ReaderDied(Exception):
    """The reading process was killed or ran out of time: perhaps the file's doing, perhaps the machine's."""


class ReaderRefused(Exception):
    """The file cannot be read, for a reason that a person understands."""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0)  # PR_SET_PDEATHSIG: end with the forkserver


def _child(talk: Connection, original: str, folder: str, sha256: str) -> None:
    from assessments.evidence import pixels

    _limit()
    try:
        talk.send(("done", pixels.read(Path(original), Path(folder), sha256)))
    except pixels.Unreadable as refusal:
        talk.send(("unreadable", str(refusal)))
    except MemoryError:
        talk.send(("unreadable", "Reading it would take more memory than this server gives one photograph."))
    finally:
        talk.close()


def read_photograph(original: Path, folder: Path, sha256: str) -> dict[str, Any]:
    """Facts and derivatives of one original. Raises `ReaderRefused` with a reason, `ReaderDied` when killed."""
    ours, theirs = _context.Pipe(duplex=False)
    child = _context.Process(target=_child, args=(theirs, str(original), str(folder), sha256), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(WALL_SECONDS):
            raise ReaderDied(f"no answer within {WALL_SECONDS} seconds")
        kind, value = ours.recv()
    except (EOFError, ConnectionResetError):
        child.join(5)
        raise ReaderDied(f"the reading process ended with {child.exitcode}") from None
    finally:
        if child.is_alive():
            child.join(1)
            child.kill()
        child.join()
        ours.close()
    if kind == "unreadable":
        raise ReaderRefused(value)
    return value  # type: ignore[no-any-return]
