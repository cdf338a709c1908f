"""Run the parsers of untrusted files in a disposable process under resource limits.

A fork server (`reader.forkserver`) has imported the libraries once and forks a child for each file. The child has
limits on memory, CPU time, wall time, file size and open files, and sends back one JSON value.
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

from assessments.kit.process_limits import ENVIRONMENT

MEMORY_BYTES = 3 << 29  # 1.5 GiB of address space
CPU_SECONDS = 60
WALL_SECONDS = 90.0
FILE_BYTES = 256 << 20
MAX_RESULT_BYTES = 64 << 20
SLACK_SECONDS = 5.0
ROOT = Path(__file__).resolve().parents[2]


class ReaderDied(Exception):
    """The child was killed or ran out of time, because of the file or because of the machine."""


class ReaderBusy(Exception):
    """The machine is reading another large picture; nothing was attempted, try again later."""


@dataclass
class ReaderRefused(Exception):
    """The file cannot be read; the sentence gives the reason for people."""

    sentence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """Resources used by one child: peak resident memory in kB, and CPU time in seconds."""

    peak_kb: int
    processor_s: float


class _Server:
    """The fork server of this process, started on first use and restarted when it has died."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.connection: socket.socket | None = None
        self.owner = 0

    def ask(self, request: bytes, pipe: int) -> None:
        with self.lock:
            if self.process is None or self.process.poll() is not None or self.owner != os.getpid():
                self._start()
            assert self.connection
            try:
                socket.send_fds(self.connection, [request], [pipe])
            except OSError:
                self._start()
                socket.send_fds(self.connection, [request], [pipe])

    def _start(self) -> None:
        if self.connection and self.owner == os.getpid():
            self.connection.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {"PATH": os.defpath, **ENVIRONMENT}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "assessments.evidence.reader.forkserver", str(theirs.fileno())],
            cwd=ROOT, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        self.connection, self.owner = ours, os.getpid()


_server = _Server()


def run(module: str, function: str, **arguments: Any) -> Any:
    """Call `reader.<module>.<function>(**arguments)` in a child. Raises `ReaderRefused`, `ReaderBusy`, `ReaderDied`."""
    return measured(module, function, **arguments)[0]


def measured(module: str, function: str, **arguments: Any) -> tuple[Any, Cost]:
    """The same as `run`, with the resources used."""
    limits = {
        "memory": MEMORY_BYTES, "cpu": CPU_SECONDS, "file": FILE_BYTES, "wall_ms": max(1, int(WALL_SECONDS * 1000)),
    }  # fmt: skip
    call = {"module": module, "function": function, "arguments": arguments, "limits": limits}
    request = json.dumps(call).encode()
    ours, theirs = os.pipe()
    try:
        try:
            _server.ask(request, theirs)
        finally:
            os.close(theirs)
        result = _read_result(ours)
    finally:
        os.close(ours)
    if "unreadable" in result:
        raise ReaderRefused(result["unreadable"])
    if "busy" in result:
        raise ReaderBusy
    return result["done"], Cost(int(result["peak_kb"]), float(result["processor_s"]))


def _read_result(pipe: int) -> dict[str, Any]:
    """The one line of JSON written by the child. Raises `ReaderDied` when it ends without one."""
    deadline = time.monotonic() + WALL_SECONDS + SLACK_SECONDS
    body = bytearray()
    while True:
        ready, _writable, _failed = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise ReaderDied(f"no result within {WALL_SECONDS:g} seconds")
        piece = os.read(pipe, 1 << 20)
        body += piece
        if len(body) > MAX_RESULT_BYTES:
            raise ReaderDied("its result is too long")
        if not piece:
            break
    if not body.endswith(b"\n"):
        raise ReaderDied("the reading process ended without a result")
    result = json.loads(body)
    if not isinstance(result, dict) or not result.keys() <= {"done", "unreadable", "busy", "peak_kb", "processor_s"}:
        raise ReaderDied("the reading process gave an invalid result")
    return result
