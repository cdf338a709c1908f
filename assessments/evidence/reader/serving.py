"""The program that forks one process for each file: `python -m assessments.evidence.reader.serving FD`.

It has loaded the libraries once and touches no hostile byte itself. Each request on the socket is one JSON message
with the descriptor of a pipe; the child made for it limits itself, does its job, and writes one JSON answer into the
pipe. Nothing that a hostile file could have taken over is ever unpickled.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import resource
import signal
import socket
import sys
from typing import Any

MOST_REQUEST = 1 << 16
PACKAGE = "assessments.evidence.reader"
JOBS = frozenset({("photograph", "read"), ("tiles", "cut"), ("masking", "mask"), ("aligning", "align")})
TOO_MUCH = "Reading it would take more memory than this server gives one photograph."


def limit(limits: dict[str, int]) -> None:
    """Bounds on memory, processor time, the clock, file size and open files of this process; none can be lifted
    again.
    """
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file"], limits["file"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits["wall_ms"] / 1000)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0)  # PR_SET_PDEATHSIG: end with the one that forked us


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do one job; what a person must know of a failure comes as a sentence."""
    from assessments.evidence.reader.saying import Unreadable, said
    from assessments.evidence.reader.turns import Busy

    job = (request["module"], request["function"])
    if job not in JOBS:
        raise ValueError(f"no such job: {job}")
    try:
        return {"done": getattr(importlib.import_module(f"{PACKAGE}.{job[0]}"), job[1])(**request["words"])}
    except Unreadable as refusal:
        return {"unreadable": refusal.said}
    except Busy:
        return {"busy": True}
    except MemoryError:
        return {"unreadable": said(TOO_MUCH)}


def _child(request: dict[str, Any], pipe: int) -> None:
    limit(request["limits"])
    # Surrogates and the like are written as escapes, so that any answer can be read.
    told = answer(request)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told |= {"peak_kb": used.ru_maxrss, "processor_s": used.ru_utime + used.ru_stime}
    body = json.dumps(told, ensure_ascii=True, allow_nan=False).encode()
    with os.fdopen(pipe, "wb") as out:
        out.write(body + b"\n")


def serve(door: socket.socket) -> None:
    """Fork for each request until the other side is gone."""
    for module, _function in JOBS:
        importlib.import_module(f"{PACKAGE}.{module}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the kernel
    while True:
        body, descriptors, _flags, _address = socket.recv_fds(door, MOST_REQUEST, 1)
        if not body:
            return
        if os.fork() == 0:
            door.close()
            status = 1
            try:
                _child(json.loads(body), descriptors[0])
                status = 0
            finally:
                os._exit(status)
        os.close(descriptors[0])


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
