"""TCP keep-alive for dead connections: a phone that loses its network closes nothing, and a thread would wait for the
rest of its photograph for ever, holding the upload's lock against the same phone when it reconnects.

The web server has no time limit for request bodies, so the kernel does it: accepted connections inherit keep-alive from
the listening socket. A connection that answers no probe is closed, its read fails, and the bytes that had arrived stay.
"""

from __future__ import annotations

import os
import socket
import stat
import sys
import threading
import time

IDLE_S, INTERVAL_S, PROBES = 20, 5, 4
LISTEN_TIMEOUT_S = 60


def enable_tcp_keepalive() -> None:
    """Set keep-alive as soon as this process listens (Linux only; elsewhere the proxy must end dead connections)."""
    if sys.platform == "linux":
        threading.Thread(target=_wait_and_set, name="tcp keepalive", daemon=True).start()


def _wait_and_set() -> None:
    deadline = time.monotonic() + LISTEN_TIMEOUT_S
    while not _set_keepalive_on_listening_sockets() and time.monotonic() < deadline:
        time.sleep(0.1)


def _set_keepalive_on_listening_sockets() -> bool:
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
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, INTERVAL_S)
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, PROBES)
                    found = True
        except OSError:
            continue  # closed since the folder was read
    return found
