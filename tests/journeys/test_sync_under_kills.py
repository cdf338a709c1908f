"""Tablets and a browser go on working over real HTTP while every process of the product is killed in turn: nothing that was
acknowledged is missing, nothing is there twice, and in the end all hold the same.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from assessments.damage.policy import GATE_FIELDS
from tests.journeys.product import Product
from tests.journeys.test_main_job_over_rest import Client
from tests.journeys.test_stack import family, kill_supervisor, until
from tests.sync.feed import Copy, kept

pytestmark = pytest.mark.xdist_group("stack")

VICTIMS = ("web", "worker", "beat", "valkey", "postgres", "supervisor")
ROUNDS = 5 if os.environ.get("PROVE") else 1
FINAL = ("applied", "merged", "conflict", "duplicate")
MOST_AT_ONCE = 200


class NoAnswer(Exception):
    """Something is down: no answer, half an answer, or a 503."""


def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """The answer, and its status. Raises `NoAnswer`."""
    connection = http.client.HTTPConnection(client.host, timeout=30)
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {client.token}"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, f"/api/v1{path}", json.dumps(body).encode() if body else None, sent)
        response = connection.getresponse()
        data = response.read()
    except (OSError, http.client.HTTPException) as failure:
        raise NoAnswer from failure
    finally:
        connection.close()
    if response.status == 503:
        raise NoAnswer
    return response.status, json.loads(data)


@pytest.fixture
def stack() -> Iterator[Product]:
    """Durable, as people run it: a database that does not wait for the disk may forget the last commits."""
    running = Product(NO_FSYNC="0")
    running.start()
    yield running
    running.remove()


class Tablet:
    """A device that makes reports, changes and submits them, and sends each batch until it has its answer."""

    def __init__(self, url: str, person: str, monument: str, number: int) -> None:
        self.line = Client(url, person)
        self.monument, self.luck = monument, random.Random(number)
        self.number, self.count = number, 0
        self.copy: Copy = {}
        self.cursor = ""
        self.outbox: list[dict[str, Any]] = []
        self.reports: dict[str, int] = {}
        """What it has made: the version that it knows."""
        self.acknowledged: list[tuple[str, str]] = []
        """(report, value) of every change that the server has acknowledged."""
        self.interrupted = 0

    def work(self) -> None:
        """A moment in the field, then an attempt to send and to read."""
        if len(self.outbox) < MOST_AT_ONCE:
            for _each in range(self.luck.randrange(1, 6)):
                self._do_something()
        self.push()
        if self.luck.random() < 0.5:
            self.pull()

    def _do_something(self) -> None:
        self.count += 1
        value = f"value-{self.number}-{self.count}-"
        if not self.reports or self.luck.random() < 0.4:
            report = str(uuid.uuid4())
            data = {"monument": self.monument, "method": "field_visual", "damage": "heavy", "extent": "p31_60",
                    "observed": {"precision": "on", "from": "2016-04-25"}, "narrative": value}  # fmt: skip
            self._keep(report, "create", data)
            self.reports[report] = 1
            return
        report = self.luck.choice(sorted(self.reports))
        if self.luck.random() < 0.25:
            self._keep(report, "submit", {}, self.reports.pop(report))
        else:
            self._keep(report, "update", {"weather": value}, self.reports[report])

    def _keep(self, report: str, action: str, data: dict[str, Any], base: int | None = None) -> None:
        made = {"op_id": str(uuid.uuid4()), "kind": "report", "id": report, "action": action, "data": data}
        self.outbox.append(made if base is None else made | {"base_version": base})

    def push(self) -> None:
        if not self.outbox:
            return
        batch = self.outbox[:MOST_AT_ONCE]
        try:
            status, answer = ask(self.line, "POST", "/sync/push", {"batch_id": str(uuid.uuid4()), "operations": batch})
        except NoAnswer:
            self.interrupted += 1
            return
        assert status == 200, answer
        assert len(answer["outcomes"]) == len(batch)
        for one, outcome in zip(batch, answer["outcomes"], strict=True):
            assert outcome["op_id"] == one["op_id"]
            self.outbox.remove(one)
            if one["action"] == "submit" and outcome.get("problem", {}).get("code") == "stale":
                self._submit_again(one["id"])
                continue
            assert outcome["outcome"] in FINAL, outcome
            if one["id"] in self.reports:
                told = outcome.get("first") or outcome
                self.reports[one["id"]] = max(self.reports[one["id"]], told.get("version") or 1)
            for value in one["data"].values():
                if str(value).startswith("value-"):
                    self.acknowledged.append((one["id"], str(value)))

    def _submit_again(self, report: str) -> None:
        """The desk has written into it meanwhile: a submission is made on what one has read."""
        self.pull()
        self._keep(report, "submit", {}, self.copy[("report", report)]["version"])

    def pull(self) -> None:
        try:
            while True:
                more = f"&cursor={self.cursor}" if self.cursor else ""
                status, page = ask(self.line, "GET", f"/sync/changes?kinds=report&limit=200{more}")
                assert status == 200, page
                self.copy, self.cursor = kept(page["changes"], self.copy), page["cursor"]
                if not page["more"]:
                    return
        except NoAnswer:
            self.interrupted += 1


class Desk:
    """The same person in a browser, who writes into one field of what the tablet has sent."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet, self.count = tablet, 0
        self.written: list[str] = []

    def work(self) -> None:
        line, reports = self.tablet.line, sorted(self.tablet.reports)
        if not reports:
            return
        self.count += 1
        value = f"value-desk-{self.count}-"
        with suppress(NoAnswer):
            status, report = ask(line, "GET", f"/reports/{reports[self.count % len(reports)]}")
            if status != 200:
                return  # it is not there yet
            version = {"If_Match": f'"{report["version"]}"'}
            status, answer = ask(line, "PATCH", f"/reports/{report['id']}", {"imagery_source": value}, **version)
            assert status in (200, 409, 412), answer
            if status == 200:
                self.written.append(value)


class Going:
    """Work that goes on in a thread until it is told to stop."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.failure: BaseException | None = None
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._go_on, args=(work,), daemon=True)
        self.thread.start()

    def _go_on(self, work: Callable[[], None]) -> None:
        try:
            while not self.is_over.wait(0.02):
                work()
        except BaseException as failure:  # noqa: BLE001 - raised when it is stopped
            self.failure = failure

    def stop(self) -> None:
        self.is_over.set()
        self.thread.join(60)
        assert not self.thread.is_alive()
        if self.failure:
            raise self.failure


def kill(stack: Product, victim: str) -> None:
    if victim == "supervisor":
        kill_supervisor(stack)
        return
    for pid in family(stack.pids()[victim]):
        with suppress(ProcessLookupError):  # it may have gone with its parent
            os.kill(pid, signal.SIGKILL)


def more_is_acknowledged(tablets: list[Tablet]) -> None:
    def count() -> int:
        return sum(len(one.acknowledged) for one in tablets)

    before = count()
    until("nobody gets anything through", lambda: count() > before + 40)


def told(stack: Product) -> str:
    """All that history and conflicts keep."""
    state = json.loads((stack.data / "run" / "stack.json").read_text())
    with psycopg.connect(state["owner_url"]) as db:
        rows = db.execute(
            """
            SELECT convert_from(canonical, 'UTF8') FROM assessments_historyentry
            UNION ALL SELECT fields::text FROM assessments_historyprivate
            UNION ALL SELECT fields::text FROM assessments_conflict
            """
        ).fetchall()
    return "\n".join(text for (text,) in rows)


def submitted(copy: Copy) -> dict[str, dict[str, Any]]:
    """What all members see of the reports that were submitted."""
    return {
        key[1]: {name: value for name, value in report.items() if name not in GATE_FIELDS}
        for key, report in copy.items()
        if report["status"] != "draft"
    }


def test_nothing_acknowledged_is_lost_whatever_is_killed(stack: Product) -> None:
    (arch,) = Client(stack.url, "recorder").call("GET", "/monuments?q=monumental%20arch")["results"]
    tablets = [Tablet(stack.url, person, arch["id"], number) for number, person in enumerate(("recorder", "recorder2"))]
    desk = Desk(tablets[0])
    at_work = [Going(one.work) for one in (*tablets, desk)]
    try:
        for victim in VICTIMS * ROUNDS:
            more_is_acknowledged(tablets)
            kill(stack, victim)
            until("the product did not answer again", stack.answers, 60)
    finally:
        for one in at_work:
            one.stop()

    until("something cannot be sent", lambda: [one.push() for one in tablets] and not any(t.outbox for t in tablets))
    until("the ledger is not complete", lambda: "Unaltered." in stack.manage("verify_ledger").stdout)
    for one in tablets:
        one.pull()
    assert any(one.interrupted for one in tablets)
    kept_here = told(stack)
    for tablet in tablets:
        for report, value in tablet.acknowledged:
            assert ("report", report) in tablet.copy
            assert value in kept_here, f"{value} of {report} was acknowledged and is nowhere"
    assert all(value in kept_here for value in desk.written)
    held = [submitted(one.copy) for one in tablets]
    assert held[0] == held[1]
    assert len(held[0]) > 10
    references = sorted(one["reference"] for one in held[0].values() if one["reference"])
    assert len(references) == len(set(references))
    for tablet in tablets:
        before, tablet.copy, tablet.cursor = tablet.copy, {}, ""
        tablet.pull()
        assert tablet.copy == before, "whoever starts from nothing holds something else"
