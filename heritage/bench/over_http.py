"""The work of a field team over HTTP, against a stack as `make run` starts it, with eight clients at once.

Beside each figure stands the do-nothing page of the same process, or PostgreSQL doing the same alone. ODK Central's
figures on the same machine and load are in issue 15 and docs/status.md; its rows here are named as there.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from PIL import Image

from heritage.environment import ROOT

CLIENTS, SECONDS = 8, 4.0
BATCH, BATCHES = 500, 10
PHOTOGRAPHS, PHOTO_CLIENTS = 40, 4


class Client:
    """One connection that stays open, with a device's token."""

    def __init__(self, port: int, token: str = "") -> None:
        self.headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.connection.connect()
        assert self.connection.sock
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # it was silent for so long that the server closed it
            self.connection.close()
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
        return response.status, response.read()

    def json(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        status, data = self.ask(method, path, json.dumps(body).encode() if body is not None else None, **headers)
        assert status < 300, (status, data[:500])
        return json.loads(data) if data else None


class Stack:
    """A stack of its own, without data, and its first people."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zenobia-bench-http-"))
        self.folder.chmod(0o755)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.environment = os.environ | {"DATA_DIR": str(self.folder / "data"), "PORT": str(self.port), "DEMO": "0"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "heritage.stack"], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        if not any(line.startswith("ready:") for line in self.process.stdout):
            raise SystemExit("the stack did not start")
        threading.Thread(target=lambda: list(self.process.stdout or ()), daemon=True).start()
        done = subprocess.run(
            [sys.executable, "-m", "heritage.bench.world"], cwd=ROOT, env=self.environment, capture_output=True,
            text=True, check=True,
        )  # fmt: skip
        world = json.loads(done.stdout)
        self.token, self.monument = world["token"], world["monument"]

    def state(self) -> dict[str, Any]:
        return json.loads((self.folder / "data" / "run" / "stack.json").read_text())  # type: ignore[no-any-return]

    def web_memory_mb(self) -> list[int]:
        """Resident memory of each web process, in MB."""
        parent = self.state()["pids"]["web"]
        children = subprocess.run(
            ["pgrep", "-P", str(parent)], capture_output=True, text=True, check=True
        ).stdout.split()
        found = []
        for pid in children:
            status = Path(f"/proc/{pid}/status").read_text()
            found += [int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS")]
        return [one for one in found if one > 60]

    def remove(self) -> None:
        self.process.terminate()
        self.process.wait(40)
        shutil.rmtree(self.folder, ignore_errors=True)


def _at_once(stack: Stack, work: Callable[[Client], None]) -> tuple[float, float]:
    """Requests a second of eight clients in a few seconds, and the 95th percentile of one in milliseconds."""
    times: list[float] = []
    over = time.perf_counter() + SECONDS
    failures: list[BaseException] = []

    def go_on() -> None:
        client = Client(stack.port, stack.token)
        try:
            while (begun := time.perf_counter()) < over:
                work(client)
                times.append(time.perf_counter() - begun)
        except BaseException as failure:  # noqa: BLE001 - raised below
            failures.append(failure)

    threads = [threading.Thread(target=go_on) for _each in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failures:
        raise failures[0]
    times.sort()
    return len(times) / SECONDS, times[int(len(times) * 0.95)] * 1000


def report(monument: str, **more: Any) -> dict[str, Any]:
    """A report as a recorder sends it, with one finding."""
    return {
        "id": str(uuid.uuid4()), "monument": monument, "method": "field_visual", "damage": "heavy", "extent": "p31_60",
        "observed": {"precision": "on", "from": "2016-04-25"},
        "narrative": "North bay down, stones within fifteen metres.",
        "findings": [{
            "id": str(uuid.uuid4()), "part_label": "north bay", "causes": [{"cause": "explosive_demolition"}],
            "effects": [{"effect": "collapse"}],
        }],
    } | more  # fmt: skip


def _operation(kind: str, id_: str, action: str, data: dict[str, Any], base: int | None = None) -> dict[str, Any]:
    made = {"op_id": str(uuid.uuid4()), "kind": kind, "id": id_, "action": action, "data": data}
    return made if base is None else made | {"base_version": base}


def _pushed(client: Client, batches: list[list[dict[str, Any]]]) -> float:
    """Operations a second of these batches, one after the other."""
    bodies = [json.dumps({"batch_id": str(uuid.uuid4()), "operations": one}).encode() for one in batches]
    begun = time.perf_counter()
    answers = [client.ask("POST", "/api/v1/sync/push", one) for one in bodies]
    took = time.perf_counter() - begun
    for status, data in answers:
        assert status == 200, data[:500]
        assert {one["outcome"] for one in json.loads(data)["outcomes"]} <= {"applied", "merged"}, data[:2000]
    return sum(map(len, batches)) / took


def _row(what: str, value: float, unit: str, bar: str, *, beside: str = "") -> dict[str, Any]:
    return {"what": what, "value": round(value, 1), "unit": unit, "bar": bar, "beside": beside}


def measure() -> list[dict[str, Any]]:
    """All rows, in one run."""
    stack = Stack()
    try:
        return _measured(stack)
    finally:
        stack.remove()


def _measured(stack: Stack) -> list[dict[str, Any]]:
    fresh = stack.web_memory_mb()
    nothing, _late = _at_once(stack, lambda client: _expect(client, "GET", "/healthz"))
    rows = []
    rows.append(_row("do-nothing page", nothing, "/s", ""))
    made: list[str] = []

    def post(one: Client) -> None:
        body = report(stack.monument)
        one.json("POST", "/api/v1/reports", body)
        made.append(body["id"])

    rate, late = _at_once(stack, post)
    rows.append(_row("one report by POST, 8 clients", rate, "/s", "≥ 300"))
    rows.append(_row("the same, 95th percentile", late, "ms", "≤ 40"))
    rate, _late = _at_once(stack, lambda one: _expect(one, "GET", f"/api/v1/reports/{made[len(made) // 2]}"))
    rows.append(_row("GET one report, 8 clients", rate, "/s", "≥ 500"))
    own = iter(made)

    def change(one: Client) -> None:
        one.json("PATCH", f"/api/v1/reports/{next(own)}", {"narrative": "Seen again."}, If_Match='"1"')

    rate, _late = _at_once(stack, change)
    rows.append(_row("versioned change, 8 clients", rate, "/s", "≥ 250"))
    rows += _sync_rows(stack, Client(stack.port, stack.token))
    rows += _photograph_rows(stack)
    after = stack.web_memory_mb()
    rows.append(_row("memory of a web process, fresh", max(fresh), "MB", "≤ 150"))
    rows.append(_row("memory of a web process after this work", max(after), "MB", "≤ 150"))
    return rows


def _expect(client: Client, method: str, path: str) -> None:
    status, data = client.ask(method, path)
    assert status == 200, data[:300]


def _sync_rows(stack: Stack, client: Client) -> list[dict[str, Any]]:
    created = [[report(stack.monument) for _each in range(BATCH)] for _batch in range(BATCHES)]
    creates = [[_operation("report", one["id"], "create", one) for one in batch] for batch in created]
    rows = [_row("push, creates in batches of 500", _pushed(client, creates), "/s", "≥ 8,000")]
    mixed = []
    for batch in created[:4]:
        thirds = [batch[n::3] for n in range(3)]
        operations = [_operation("report", one["id"], "update", {"narrative": "Again."}, 1) for one in thirds[0]]
        operations += [_operation("report", one["id"], "submit", {}, 1) for one in thirds[1]]
        operations += [
            _operation("report", one["id"], "create", one) for one in [report(stack.monument) for _one in thirds[2]]
        ]
        mixed.append(operations)
    rows.append(_row("push, updates, submissions and creates", _pushed(client, mixed), "/s", "≥ 2,000"))
    _settle(client)
    begun, count, cursor = time.perf_counter(), 0, ""
    while True:
        status, data = client.ask("GET", f"/api/v1/sync/changes?limit=1000&kinds=report&cursor={cursor}")
        assert status == 200
        # Read as little as can be: a client's own parsing is not the server's work.
        count, end = count + data.count(b'"op":"upsert"'), data[-400:]
        cursor = end[end.rindex(b'"cursor":"') + 10 :].split(b'"')[0].decode()
        if b'"more":true' not in end:
            break
    took = time.perf_counter() - begun
    alone = _stream(stack)
    rows.append(
        _row(
            "pull, pages of 1,000 nested reports",
            count / took,
            "/s",
            "≥ 30,000",
            beside=f"PostgreSQL alone {alone:,.0f}/s",
        )
    )
    _pushed(client, [creates_of(stack, 100)])
    _settle(client)
    times = []
    for _each in range(20):
        begun = time.perf_counter()
        status, data = client.ask("GET", f"/api/v1/sync/changes?limit=1000&kinds=report&cursor={cursor}")
        times.append((time.perf_counter() - begun) * 1000)
        assert data.count(b'"op":"upsert"') == 100
    return [*rows, _row("100 changed since a cursor", statistics.median(times), "ms", "≤ 8")]


def _settle(client: Client) -> None:
    """What was pushed gets its positions in the ledger, and the workers come to rest: nobody pulls in that second."""
    client.json("GET", "/api/v1/sync/changes?limit=1")
    time.sleep(2)


def creates_of(stack: Stack, count: int) -> list[dict[str, Any]]:
    made = [report(stack.monument) for _each in range(count)]
    return [_operation("report", one["id"], "create", one) for one in made]


def _stream(stack: Stack) -> float:
    """Nested reports a second that PostgreSQL streams alone, by the statement that the product uses."""
    from assessments.damage.queries import statements

    sql = statements.ALL_REPORTS.replace("%(me)s", "NULL::uuid").replace("%(gate_sites)s", "NULL")
    with psycopg.connect(stack.state()["owner_url"]) as connection:
        begun, count = time.perf_counter(), 0
        with connection.cursor().copy(f"COPY ({sql}) TO STDOUT (FORMAT binary)") as copy:
            for _data in copy:
                count += 1
        return count / (time.perf_counter() - begun)


def _jpeg() -> bytes:
    """About 3 MB with the noise of a sensor; another one each time."""
    picture = Image.effect_noise((2400, 1600), 60).convert("RGB")
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=92)
    return data.getvalue()


def _photograph_rows(stack: Stack) -> list[dict[str, Any]]:
    """Registered, received and acknowledged, by four clients at once, while the reader works; and how long after the
    last the last one is ready."""
    bodies = [_jpeg() for _each in range(PHOTOGRAPHS)]
    left, sent, lock = list(bodies), list[str](), threading.Lock()

    def go_on() -> None:
        client = Client(stack.port, stack.token)
        while True:
            with lock:
                if not left:
                    return
                data = left.pop()
            photo = str(uuid.uuid4())
            client.json("POST", "/api/v1/photos", {
                "id": photo, "monument": stack.monument, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data),
                "media_type": "image/jpeg", "filename": "x.jpg",
            })  # fmt: skip
            status, _answer = client.ask("PUT", f"/api/v1/uploads/{photo}", data, Content_Type="image/jpeg")
            assert status == 200
            sent.append(photo)

    begun = time.perf_counter()
    threads = [threading.Thread(target=go_on) for _each in range(PHOTO_CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    received = time.perf_counter()
    client, waiting = Client(stack.port, stack.token), list(sent)
    while waiting:
        state = client.json("GET", f"/api/v1/photos/{waiting[-1]}")["state"]
        assert state != "rejected"
        if state == "ready":
            waiting.pop()
        else:
            time.sleep(0.1)
    ready = time.perf_counter()
    size = statistics.mean(map(len, bodies)) / 1e6
    rate = PHOTOGRAPHS / (received - begun)
    return [
        _row("record and photograph, 4 clients", rate, "/s", "≥ 25", beside=f"{size:.1f} MB each"),
        _row("ready after the last of 40 was received", ready - received, "s", "≤ 10"),
    ]


def lines(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{one['what']:44} {one['value']:>10,} {one['unit']:4} bar {one['bar']:10} {one['beside']}" for one in rows]
