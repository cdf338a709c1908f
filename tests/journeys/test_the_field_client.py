"""heritage-field as two people use it in the field: a program that knows the server from its documentation alone."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import factories
from tests.journeys.lines import CuttingLine
from tests.journeys.product import ROOT, Product

pytestmark = pytest.mark.xdist_group("journeys")


class Tablet:
    """A folder on a device, and the program over it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def run(self, *arguments: str, fails: bool = False, attempts: int = 12) -> str:
        environment = {"PATH": os.environ["PATH"], "HERITAGE_FIELD_PASSWORD": "zenobia-demo", "HOME": str(self.folder)}
        command = [
            str(Path(sys.executable).with_name("heritage-field")),
            "--folder",
            str(self.folder),
            "--attempts",
            str(attempts),
        ]
        done = subprocess.run(
            [*command, *arguments], env=environment, cwd=ROOT.parent, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == fails, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def login(self, name: str, device: str) -> None:
        self.run("login", self.url, f"{name}@demo.example", "--device", device)

    def outbox(self) -> int:
        with sqlite3.connect(self.folder / "heritage-field.sqlite3") as db:
            return int(db.execute("SELECT count(*) FROM outbox").fetchone()[0])


def first_id(text: str) -> str:
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", text)
    assert found, text
    return found[0]


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    found = []
    for number, colour in enumerate(("tan", "navy", "olive")):
        file = tmp_path / f"IMG_{number}.jpg"
        file.write_bytes(
            factories.jpeg(1600, 1200, colour) + random.Random(f"{colour}{time.time()}").randbytes(200_000)
        )
        found.append(file)
    return found


def test_two_tablets_a_conflict_and_a_line_that_keeps_breaking(
    product: Product, tmp_path: Path, photographs: list[Path]
) -> None:
    line = CuttingLine(product.port, random.Random(27))
    one, two = Tablet(tmp_path / "one", f"http://127.0.0.1:{line.own_port}"), Tablet(tmp_path / "two", product.url)
    one.login("recorder", "tablet one")
    two.login("recorder", "tablet two")

    # Over the good line everything comes, safety first.
    told = two.run("pull")
    assert "Here now:" in told
    assert "hours old" in told
    assert "NOT RELEASED" in told or "UNKNOWN" in told
    one.run("pull")

    # Days offline: nothing needs the server.
    offline = Tablet(one.folder, "http://127.0.0.1:9")
    report = first_id(
        offline.run(
            "new-report", "Monumental Arch", "--on", "2016-04-25", "damage=heavy", "extent=p31_60", "narrative=As seen."
        )
    )
    for file in photographs:
        offline.run("add-photo", report[:8], str(file))
    offline.run("edit", report[:8], "weather=Dust from the south")
    assert "0 of 3 photographs arrived" in offline.run("status")
    assert one.outbox() == 8

    # Home, over a line that keeps breaking.
    assert "applied" in one.run("push", attempts=40)
    assert one.outbox() == 0
    status = one.run("status")
    assert "3 of 3 photographs arrived" in status
    assert "All on the server" in status
    assert line.cuts > 0

    # The other tablet changes it too, each without knowing of the other.
    two.run("pull")
    one.run("pull")
    two.run("edit", report[:8], "narrative=The keystone lies on the road.", "weather=Clear")
    one.run("edit", report[:8], "narrative=The keystone is gone.", "certainty=high")
    assert "applied" in two.run("push")
    assert "conflict" in one.run("push", attempts=40)
    shown = one.run("conflicts", attempts=40)
    assert "The keystone lies on the road." in shown
    assert "The keystone is gone." in shown
    # The demo has a conflict of its own.
    ours = re.search(rf"^(\S+) report {report[:8]}", shown, re.MULTILINE)
    assert ours, shown
    assert "Decided." in one.run("resolve", ours[1], "narrative=both", attempts=40)
    two.run("pull")
    with sqlite3.connect(two.folder / "heritage-field.sqlite3") as db:
        data = json.loads(db.execute("SELECT data FROM copy WHERE kind = 'report' AND id = ?", (report,)).fetchone()[0])
    assert data["narrative"] == "The keystone lies on the road.\n\nThe keystone is gone."
    assert (data["weather"], data["certainty"]) == ("Clear", "high")
    assert data["photos_arrived"]["arrived"] == 3
    line.close()


def test_a_shared_tablet_keeps_each_authors_own(product: Product, tmp_path: Path) -> None:
    tablet = Tablet(tmp_path / "shared", product.url)
    for name in ("recorder", "recorder2"):
        tablet.login(name, "the team's tablet")
        tablet.run("--as", f"{name}@demo.example", "pull")
    first = first_id(tablet.run("--as", "recorder@demo.example", "new-report", "Monumental Arch"))
    second = first_id(tablet.run("--as", "recorder2@demo.example", "new-report", "Monumental Arch"))
    tablet.run("push")
    people = []
    for name, report in (("recorder", first), ("recorder2", second)):
        tablet.run("--as", f"{name}@demo.example", "pull")
        with sqlite3.connect(tablet.folder / "heritage-field.sqlite3") as db:
            row = db.execute(
                "SELECT data FROM copy WHERE id = ? AND email = ?", (report, f"{name}@demo.example")
            ).fetchone()
            (person,) = db.execute("SELECT person FROM account WHERE email = ?", (f"{name}@demo.example",)).fetchone()
        assert json.loads(row[0])["author"] == person
        people.append(person)
    assert people[0] != people[1]


def test_a_revoked_tablet_is_wiped_when_it_next_asks(product: Product, tmp_path: Path) -> None:
    import urllib.request

    tablet = Tablet(tmp_path / "lost", product.url)
    tablet.login("recorder", "lost tablet")
    tablet.run("pull")
    with sqlite3.connect(tablet.folder / "heritage-field.sqlite3") as db:
        device, token = db.execute("SELECT device, token FROM account").fetchone()
    request = urllib.request.Request(
        f"{product.url}/api/v1/devices/{device}", method="DELETE", headers={"Authorization": f"Bearer {token}"}
    )
    assert urllib.request.urlopen(request).status == 204
    assert "has been wiped" in tablet.run("pull", fails=True)
    assert list(tablet.folder.glob("*.sqlite3*")) == []


def test_what_cannot_be_sent_stays_with_the_reason(product: Product, tmp_path: Path) -> None:
    tablet = Tablet(tmp_path / "refused", product.url)
    tablet.login("recorder", "tablet")
    tablet.run("pull")
    report = first_id(tablet.run("new-report", "Monumental Arch", "damage=splendid"))
    told = tablet.run("push")
    assert "kept on this device" in told
    assert f"refused: report create {report[:8]}" in tablet.run("status")
    assert "would be gone for good" in tablet.run("wipe", fails=True)
    tablet.run("wipe", "--yes")
    assert list(tablet.folder.glob("*.sqlite3*")) == []


def test_without_a_server_nothing_is_lost(product: Product, tmp_path: Path) -> None:
    tablet = Tablet(tmp_path / "far", product.url)
    tablet.login("recorder", "tablet")
    tablet.run("pull")
    tablet.run("new-report", "Monumental Arch")
    with sqlite3.connect(tablet.folder / "heritage-field.sqlite3") as db:
        db.execute("UPDATE account SET server = 'http://127.0.0.1:9'")
    told = tablet.run("push", fails=True, attempts=2)
    assert "attempt 2 of 2" in told
    assert "Everything is kept here" in told
    assert tablet.outbox() == 1
