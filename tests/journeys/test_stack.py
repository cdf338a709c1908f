"""The embedded stack: starts in any folder, explains what it refuses, survives kills, leaves no process behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.journeys.product import ROOT, Product
from tests.journeys.test_main_job_over_rest import Client

pytestmark = pytest.mark.xdist_group("stack")


@pytest.fixture(scope="module")
def stack() -> Iterator[Product]:
    """Durable, as people run it: with commits that do not wait for the disk a killed database may forget the last."""
    running = Product(NO_FSYNC="0")
    running.start()
    yield running
    running.remove()


def command(pid: int) -> str:
    """The command line of a living process; empty when it is gone, or goes while we look."""
    try:
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return ""
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") or "?"
    except (FileNotFoundError, ProcessLookupError):
        return ""


def family(pid: int) -> set[int]:
    """A process and all its descendants."""
    found = {pid}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == pid:
                found |= family(int(entry.name))
    return found


def refused(product: Product, **change: str) -> str:
    """The sentence with which a second start refuses."""
    done = subprocess.run(
        [sys.executable, "-m", "heritage.stack"], cwd=ROOT, env=product.env | change, capture_output=True, text=True,
        timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    return done.stderr


def kill_supervisor(stack: Product) -> None:
    """Kill it, see that nothing it started outlives it, and start anew."""
    assert stack.process
    everyone = family(stack.process.pid)
    stack.process.kill()
    stack.process.wait()
    wait_until_gone(everyone, 30)
    (stack.folder / "log").write_text("")
    stack.start()


def wait_until_gone(pids: set[int], seconds: float) -> None:
    """Wait until all are gone; what is left is named."""
    deadline = time.monotonic() + seconds
    while left := {pid: line for pid in pids if (line := command(pid))}:
        assert time.monotonic() < deadline, left
        time.sleep(0.3)


def until(what: str, true: Any, seconds: float = 120, pause: float = 0.3) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(pause)


def test_servers_and_workers_are_not_root(stack: Product) -> None:
    for name, pid in stack.pids().items():
        for one in family(pid):
            uid = int(Path(f"/proc/{one}/status").read_text().split("Uid:")[1].split()[0])
            assert uid != 0 or os.geteuid() != 0, (name, one)


def test_a_second_start_on_the_same_data_is_refused_with_a_sentence(stack: Product) -> None:
    assert f"already runs on the data in {stack.data}, at {stack.url}" in refused(stack)
    assert stack.manage("verify_ledger").returncode == 0, "the running one is still found by its data folder"


def test_a_taken_port_is_refused_with_a_sentence(stack: Product, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        tmp_path.chmod(0o755)
        assert f"Port {port} on 127.0.0.1 cannot be used" in refused(stack, DATA_DIR=str(tmp_path / "d"), PORT=port)


def test_data_of_another_postgresql_are_refused_and_untouched(stack: Product, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    version = tmp_path / "data" / "postgres" / "PG_VERSION"
    version.parent.mkdir(parents=True)
    version.write_text("15\n")
    assert "were written by PostgreSQL 15" in refused(stack, DATA_DIR=str(tmp_path / "data"))
    assert version.read_text() == "15\n"


def test_the_demo_is_refused_on_an_open_address(stack: Product, tmp_path: Path) -> None:
    assert "DEMO=1 is refused" in refused(stack, DATA_DIR=str(tmp_path / "d"), DEMO="1", BIND="0.0.0.0")


def photographs(client: Client, number: int, first: int) -> list[str]:
    """Register and send some photographs; the server has acknowledged every one, so none may be lost."""
    import hashlib
    import uuid

    (arch,) = client.call("GET", "/monuments?q=monumental%20arch")["results"]
    sent = []
    for index in range(first, first + number):
        data = factories.jpeg(2400 + index, 1600)
        message = {"id": str(uuid.uuid4()), "monument": arch["id"], "sha256": hashlib.sha256(data).hexdigest(),
                   "size": len(data), "media_type": "image/jpeg", "filename": f"{index}.jpg"}  # fmt: skip
        client.call("POST", "/photos", message, 201)
        client.call("PUT", f"/uploads/{message['id']}", data)
        sent.append(message["id"])
    return sent


def all_ready(client: Client, sent: list[str], seconds: float) -> None:
    waiting = list(sent)

    def none_waits() -> bool:
        waiting[:] = [one for one in waiting if client.call("GET", f"/photos/{one}")["state"] != "ready"]
        return not waiting

    until("not every photograph became ready in time", none_waits, seconds, pause=2)


EACH_ROUND = 40 if os.environ.get("PROVE") else 6


def test_whatever_is_killed_every_photograph_still_ends_ready(stack: Product) -> None:
    """SIGKILL on the worker, Valkey emptied, Valkey killed, PostgreSQL killed, web killed: then nothing else is done."""
    client = Client(stack.url, "recorder")
    sent: list[str] = []
    for round_, victim in enumerate(("worker", "flush", "valkey", "postgres", "web")):
        sent += photographs(client, EACH_ROUND, round_ * EACH_ROUND)
        if victim == "flush":
            _empty_broker(stack)
        else:
            for pid in family(stack.pids()[victim]):
                with suppress(ProcessLookupError):  # it may have gone with its parent
                    os.kill(pid, signal.SIGKILL)
        until("the product did not answer again", stack.answers, 60)

    all_ready(client, sent, 125 + 2 * len(sent))
    hashed = stack.manage("check_files", "--all")
    assert "All as received." in hashed.stdout, hashed.stdout + hashed.stderr
    verified = stack.manage("verify_ledger")
    assert "Unaltered." in verified.stdout, verified.stdout + verified.stderr


def _empty_broker(stack: Product) -> None:
    import json

    import redis

    state = json.loads((stack.data / "run" / "stack.json").read_text())
    redis.Redis.from_url(state["broker_url"]).flushall()


def test_a_killed_supervisor_leaves_no_process_and_the_next_start_keeps_the_data(stack: Product) -> None:
    client = Client(stack.url, "recorder")
    kept = photographs(client, 2, 90)
    kill_supervisor(stack)
    again = Client(stack.url, "recorder")
    all_ready(again, kept, 125)


def test_stopping_leaves_no_process(stack: Product) -> None:
    assert stack.process
    everyone = family(stack.process.pid)
    stack.stop(signal.SIGINT)
    wait_until_gone(everyone, 10)
    assert stack.process.returncode == 0
