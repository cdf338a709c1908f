"""Fork server of the file reader: `python -m assessments.evidence.reader.forkserver FD`.

It imports the libraries once and never parses a file itself. Each request on the socket is one JSON message with the
descriptor of a pipe; the child forked for it sets its own limits, runs the job, and writes one JSON result into the
pipe. Results are JSON, never pickles, because a child may be under the control of a malicious file.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import socket
import sys
from typing import Any

from assessments.kit.process_limits import limit

MAX_REQUEST = 1 << 16
PACKAGE = "assessments.evidence.reader"
JOBS = frozenset(
    {("photograph", "read"), ("photograph", "turn"), ("tiles", "cut"), ("masking", "mask"), ("aligning", "align")}
)
TOO_MUCH = "Reading it would take more memory than this server gives one photograph."


def run_job(request: dict[str, Any]) -> dict[str, Any]:
    """Run one job. A failure that people should know about is returned as a sentence."""
    from assessments.evidence.reader.memory_lock import Busy
    from assessments.evidence.reader.sentences import Unreadable, sentence

    job = (request["module"], request["function"])
    if job not in JOBS:
        raise ValueError(f"no such job: {job}")
    try:
        return {"done": getattr(importlib.import_module(f"{PACKAGE}.{job[0]}"), job[1])(**request["arguments"])}
    except Unreadable as refusal:
        return {"unreadable": refusal.sentence}
    except Busy:
        return {"busy": True}
    except MemoryError:
        return {"unreadable": sentence(TOO_MUCH)}


def _child(request: dict[str, Any], pipe: int) -> None:
    limit(request["limits"])
    # `ensure_ascii` below writes surrogates as escapes, so that every result can be decoded.
    result = run_job(request)
    used = resource.getrusage(resource.RUSAGE_SELF)
    result |= {"peak_kb": used.ru_maxrss, "processor_s": used.ru_utime + used.ru_stime}
    body = json.dumps(result, ensure_ascii=True, allow_nan=False).encode()
    with os.fdopen(pipe, "wb") as out:
        out.write(body + b"\n")


def serve(connection: socket.socket) -> None:
    """Fork for each request until the other side is gone."""
    for module in {module for module, _function in JOBS}:
        importlib.import_module(f"{PACKAGE}.{module}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the kernel
    while True:
        body, descriptors, _flags, _address = socket.recv_fds(connection, MAX_REQUEST, 1)
        if not body:
            return
        if os.fork() == 0:
            connection.close()
            status = 1
            try:
                _child(json.loads(body), descriptors[0])
                status = 0
            finally:
                os._exit(status)
        os.close(descriptors[0])


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
