"""Lines to the server that break."""

from __future__ import annotations

import contextlib
import random
import socket
import threading

WHOLE = 1 << 40


def break_off(end: socket.socket) -> None:
    """Closing alone would leave a connection open from which another thread reads."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


class CuttingLine:
    """A line to the server that breaks after so many bytes sent, again and again; or only while pieces are sent."""

    def __init__(self, port: int, chance: random.Random, *, only_bytes: bool = False) -> None:
        self.port, self.chance, self.cuts, self.only_bytes = port, chance, 0, only_bytes
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.own_port = int(self.listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _budget(self) -> int:
        return self.chance.choice([self.chance.randrange(400, 60_000), WHOLE])

    def _carry(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self.port))
        budget = WHOLE if self.only_bytes else self._budget()

        def back() -> None:
            try:
                while piece := far.recv(65536):
                    near.sendall(piece)
            except OSError:
                pass
            break_off(near)

        threading.Thread(target=back, daemon=True).start()
        try:
            while piece := near.recv(4096):
                if self.only_bytes and piece.startswith(b"PATCH "):
                    budget = self._budget()
                far.sendall(piece[:budget])
                budget -= len(piece)
                if budget <= 0:
                    self.cuts += 1
                    break
        except OSError:
            pass
        break_off(far)
        break_off(near)

    def close(self) -> None:
        self.listener.close()
