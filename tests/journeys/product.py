"""A whole Zenobia as `make run` starts it, on a copy of the demo that is loaded once for all journeys.

`python -m tests.journeys.product` loads it, so that it is there when the first journey asks.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """A running Zenobia in a folder of its own, with spaces in its name, on a copy of the demo that was loaded once."""

    def __init__(self, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zenobia journey "))
        self.folder.chmod(0o755)
        self.data = self.folder / "data dir"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        inherited = ("PATH", "LANG", "HOME")
        self.env = {name: os.environ[name] for name in inherited if name in os.environ}
        self.env |= {"DATA_DIR": str(self.data), "PORT": str(self.port), "NO_FSYNC": "1"} | environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not self.data.exists():
            subprocess.run(["cp", "-a", str(loaded_demo()), str(self.data)], check=True)
        self.run()

    def run(self) -> None:
        command = [sys.executable, "-m", "heritage.stack"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        deadline = time.monotonic() + 300
        while b"ready:" not in (text := (self.folder / "log").read_bytes()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the product did not start:\n{text.decode()[-3000:]}")
            time.sleep(0.1)

    def wait_until_read(self) -> None:
        """Until the worker has read every photograph."""
        state = json.loads((self.data / "run" / "stack.json").read_text())
        unread = "SELECT 1 FROM assessments_photo WHERE state IN ('received', 'processing')"
        with psycopg.connect(state["owner_url"], autocommit=True) as conn:
            while conn.execute(unread).fetchone():
                time.sleep(0.2)

    def pids(self) -> dict[str, int]:
        return json.loads((self.data / "run" / "stack.json").read_text())["pids"]  # type: ignore[no-any-return]

    def stop(self, with_: signal.Signals = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(with_)
            self.process.wait(40)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=3) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)


def loaded_demo() -> Path:
    """The data folder of a first start, made by whichever of the workers asks first and copied by all."""
    folder = Path(os.environ["DATA_DIR"]).parent / "loaded demo"
    with (folder.parent / "loading the demo").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            first = Product()
            try:
                first.run()
                first.wait_until_read()
                first.stop()
                first.data.rename(folder)
            finally:
                first.remove()
    return folder


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))  # so that nothing is left running
    loaded_demo()
