"""Lines that fell silent: a phone in a dead zone says no goodbye, and a thread would wait for the rest of its
photograph for ever, holding the upload against the very phone that comes back.

The server has no time limit for bodies, so the kernel looks: accepted connections inherit from the listening socket
that they are probed once nothing came for a while. A line that answers no probe ends, the thread with it, and what had
arrived stays.
"""

from __future__ import annotations

import os
import socket
import stat
import sys
import threading
import time

IDLE_S, BETWEEN_S, PROBES = 20, 5, 4
PATIENCE_S = 60


def end_silent_lines() -> None:
    """Set it up for this process as soon as it listens (Linux; elsewhere the proxy in front must do)."""
    if sys.platform == "linux":
        threading.Thread(target=_wait_and_set, name="silent lines", daemon=True).start()


def _wait_and_set() -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not _set_on_listening() and time.monotonic() < deadline:
        time.sleep(0.1)


def _set_on_listening() -> bool:
    found = False
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            if not stat.S_ISSOCK(os.fstat(int(descriptor)).st_mode):
                continue
            with socket.socket(fileno=os.dup(int(descriptor))) as one:
                if one.family not in (socket.AF_INET, socket.AF_INET6) or one.type != socket.SOCK_STREAM:
                    continue
                if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, IDLE_S)
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, BETWEEN_S)
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, PROBES)
                    found = True
        except OSError:
            continue  # closed since the folder was read
    return found
