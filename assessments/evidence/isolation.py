"""Hostile bytes are parsed in a process of their own, under limits, that nobody misses when it dies.

A helper program (`reader.serving`) has imported the libraries once and forks a child for each file; the child gets
bounded memory, processor time, clock, file size and open files, and sends back one JSON value.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY_BYTES = 3 << 29  # 1.5 GiB of address space
CPU_SECONDS = 60
WALL_SECONDS = 90.0
FILE_BYTES = 256 << 20
MOST_ANSWER = 64 << 20
SLACK_SECONDS = 5.0
ROOT = Path(__file__).resolve().parents[2]


class ReaderDied(Exception):
    """The reading process was killed or ran out of time: perhaps the file's doing, perhaps the machine's."""


class ReaderBusy(Exception):
    """The machine reads another large picture; nothing was tried."""


@dataclass
class ReaderRefused(Exception):
    """The file cannot be read, for a reason that a person understands."""

    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one child took: the most memory that it held at once (resident, in kB), and seconds of the processor."""

    peak_kb: int
    processor_s: float


class _Server:
    """The helper program of this process, started when first needed and again when it died."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.door: socket.socket | None = None
        self.owner = 0

    def ask(self, request: bytes, pipe: int) -> None:
        with self.lock:
            if self.process is None or self.process.poll() is not None or self.owner != os.getpid():
                self._start()
            assert self.door
            try:
                socket.send_fds(self.door, [request], [pipe])
            except OSError:
                self._start()
                socket.send_fds(self.door, [request], [pipe])

    def _start(self) -> None:
        if self.door and self.owner == os.getpid():
            self.door.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # None of our secrets goes along; and a pool of threads would reserve address space that belongs to the picture.
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "assessments.evidence.reader.serving", str(theirs.fileno())],
            cwd=ROOT, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        self.door, self.owner = ours, os.getpid()


_server = _Server()


def run(module: str, function: str, **words: Any) -> Any:
    """What `reader.<module>.<function>(**words)` answers. Raises `ReaderRefused`, `ReaderBusy`, `ReaderDied`."""
    return measured(module, function, **words)[0]


def measured(module: str, function: str, **words: Any) -> tuple[Any, Cost]:
    """The same with what it cost."""
    limits = {
        "memory": MEMORY_BYTES, "cpu": CPU_SECONDS, "file": FILE_BYTES, "wall_ms": max(1, int(WALL_SECONDS * 1000)),
    }  # fmt: skip
    request = json.dumps({"module": module, "function": function, "words": words, "limits": limits}).encode()
    ours, theirs = os.pipe()
    try:
        try:
            _server.ask(request, theirs)
        finally:
            os.close(theirs)
        told = _answer(ours)
    finally:
        os.close(ours)
    if "unreadable" in told:
        raise ReaderRefused(told["unreadable"])
    if "busy" in told:
        raise ReaderBusy
    return told["done"], Cost(int(told["peak_kb"]), float(told["processor_s"]))


def _answer(pipe: int) -> dict[str, Any]:
    """The child's one line, or `ReaderDied` when it ends without one."""
    deadline = time.monotonic() + WALL_SECONDS + SLACK_SECONDS
    body = bytearray()
    while True:
        ready, _writable, _failed = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise ReaderDied(f"no answer within {WALL_SECONDS:g} seconds")
        piece = os.read(pipe, 1 << 20)
        body += piece
        if len(body) > MOST_ANSWER:
            raise ReaderDied("its answer is absurdly long")
        if not piece:
            break
    if not body.endswith(b"\n"):
        raise ReaderDied("the reading process ended without an answer")
    told = json.loads(body)
    if not isinstance(told, dict) or not told.keys() <= {"done", "unreadable", "busy", "peak_kb", "processor_s"}:
        raise ReaderDied("the reading process gave an answer that makes no sense")
    return told
