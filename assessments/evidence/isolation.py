"""Hostile bytes are parsed in a process of their own, under limits, that nobody misses when it dies.

A forkserver that has imported the libraries once makes each child cheap; the child gets bounded memory, processor
time, file size and open files, and sends back one plain value.
"""

from __future__ import annotations

import ctypes
import importlib
import multiprocessing
import os
import resource
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

MEMORY_BYTES = 3 << 29  # 1.5 GiB of address space
CPU_SECONDS = 60
WALL_SECONDS = 90
FILE_BYTES = 256 << 20

# A pool of threads for arithmetic would reserve address space that belongs to the picture.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
_READER = "assessments.evidence.reader"
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([f"{_READER}.photograph", f"{_READER}.masking", f"{_READER}.aligning"])


class ReaderDied(Exception):
    """The reading process was killed or ran out of time: perhaps the file's doing, perhaps the machine's."""


class ReaderBusy(Exception):
    """The machine reads another large picture; nothing was tried."""


@dataclass
class ReaderRefused(Exception):
    """The file cannot be read, for a reason that a person understands."""

    said: dict[str, Any]


TOO_MUCH = {"text": "Reading it would take more memory than this server gives one photograph.", "facts": {}}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0)  # PR_SET_PDEATHSIG: end with the forkserver


def _child(talk: Connection, module: str, function: str, words: dict[str, Any]) -> None:
    from assessments.evidence.reader.saying import Unreadable
    from assessments.evidence.reader.turns import Busy

    job = getattr(importlib.import_module(f"{_READER}.{module}"), function)
    _limit()
    try:
        talk.send(("done", job(**words)))
    except Unreadable as refusal:
        talk.send(("unreadable", refusal.said))
    except Busy:
        talk.send(("busy", None))
    except MemoryError:
        talk.send(("unreadable", TOO_MUCH))
    finally:
        talk.close()


def run(module: str, function: str, **words: Any) -> Any:
    """What `reader.<module>.<function>(**words)` answers. Raises `ReaderRefused`, `ReaderBusy`, `ReaderDied`."""
    ours, theirs = _context.Pipe(duplex=False)
    child = _context.Process(target=_child, args=(theirs, module, function, words), daemon=True)
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
    if kind == "busy":
        raise ReaderBusy
    return value
