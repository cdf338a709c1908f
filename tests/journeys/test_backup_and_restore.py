"""A backup that is taken while people work is restored elsewhere, equal by hash, and what was acknowledged before is in it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests import factories
from tests.journeys.product import ROOT, Product
from tests.journeys.test_main_job_over_rest import Client

pytestmark = pytest.mark.xdist_group("journeys")
MADE_AGAIN = ("assessments_pyramid", "assessments_pair", "assessments_bundle", "assessments_epoch")
"""What a restore has the worker make again, and the list of the database's lives."""


def manage(product: Product, *arguments: str, fails: bool = False) -> str:
    environment = {**os.environ, **product.env}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(product: Product) -> dict[str, dict[str, str]]:
    """Of each table the hash of each row, by its key."""
    state = json.loads((product.data / "run" / "stack.json").read_text())
    found: dict[str, dict[str, str]] = {}
    with psycopg.connect(state["owner_url"]) as conn:
        tables = conn.execute(
            "SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
            "WHERE i.indisprimary AND c.relname LIKE 'assessments\\_%'"
        ).fetchall()
        for table, key in tables:
            query = sql.SQL("SELECT {}::text, md5(t::text) FROM {} t").format(
                sql.Identifier(key), sql.Identifier(table)
            )
            found[table] = dict(conn.execute(query).fetchall())  # type: ignore[arg-type]
    return found


class Load:
    """A recorder who goes on writing reports and sending photographs."""

    def __init__(self, product: Product) -> None:
        self.client = Client(product.url, "recorder")
        (self.arch,) = self.client.call("GET", "/monuments?q=monumental%20arch")["results"]
        self.done: list[tuple[str, str, str]] = []
        """(report, photograph, its SHA-256) that were acknowledged."""
        self.over = threading.Event()
        self.failures: list[BaseException] = []
        self.thread = threading.Thread(target=self._go_on)

    def _go_on(self) -> None:
        try:
            while not self.over.is_set():
                self.once()
        except BaseException as failure:  # noqa: BLE001 - reported to the test
            self.failures.append(failure)

    def once(self) -> None:
        data = factories.jpeg(400, 300) + os.urandom(2000)
        digest = hashlib.sha256(data).hexdigest()
        photo, report = str(uuid.uuid4()), str(uuid.uuid4())
        self.client.call("POST", "/photos", {
            "id": photo, "monument": self.arch["id"], "sha256": digest, "size": len(data), "media_type": "image/jpeg",
            "filename": "load.jpg",
        }, 201)  # fmt: skip
        self.client.call("PUT", f"/uploads/{photo}", data, 200, Content_Type="image/jpeg")
        self.client.call("POST", "/reports", {
            "id": report, "monument": self.arch["id"], "method": "field_visual", "photos": [{"photo": photo}],
            "observed": {"precision": "on", "from": "2016-04-25"},
        }, 201)  # fmt: skip
        self.done.append((report, photo, digest))


@pytest.fixture
def elsewhere() -> Iterator[Product]:
    """Another installation, without data."""
    other = Product(DEMO="0")
    other.run()
    yield other
    other.remove()


def test_taken_under_load_and_restored_elsewhere(product: Product, elsewhere: Product, tmp_path: Path) -> None:
    product.wait_until_read()
    before = rows(product)
    load = Load(product)
    for _each in range(3):
        load.once()
    acknowledged = list(load.done)
    load.thread.start()
    folder = tmp_path / "backup"
    told = manage(product, "backup", str(folder))
    load.over.set()
    load.thread.join()
    assert load.failures == []
    assert "Head of the ledger" in told
    assert "Whole:" in manage(product, "restore", "--check", str(folder))

    told = manage(elsewhere, "restore", str(folder))
    assert "Unaltered." in told
    after = rows(elsewhere)
    for table, found in before.items():
        if table not in MADE_AGAIN:
            differing = [key for key, digest in found.items() if after[table].get(key) != digest]
            assert differing == [], table
    for report, photo, _digest in acknowledged:
        assert report in after["assessments_damagereport"]
        assert photo in after["assessments_photo"]
    listed = [line.split() for line in (folder / "files.txt").read_text().splitlines()]
    assert {digest for _report, _photo, digest in acknowledged} <= {digest for _namespace, digest, _size in listed}
    for namespace, digest, size in listed:
        file = elsewhere.data / "store" / namespace / digest[:2] / digest
        assert file.stat().st_size == int(size)
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest

    # People go on there: the same accounts, and clients start again from nothing.
    there = Client(elsewhere.url, "recorder")
    assert there.call("GET", f"/reports/{acknowledged[0][0]}")["photos_arrived"]["arrived"] == 1
    cursor = Client(product.url, "recorder").call("GET", "/sync/changes?limit=1")["cursor"]
    assert there.call("GET", f"/sync/changes?cursor={cursor}", status=410)["code"] == "cursor_expired"
    assert "not empty" in manage(elsewhere, "restore", str(folder), fails=True)


def test_a_second_backup_copies_only_what_is_new(product: Product, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    manage(product, "backup", str(folder))
    (one, *_others) = (folder / "originals").glob("*/*")
    times = {file: file.stat().st_mtime_ns for file in (folder / "originals").glob("*/*")}
    Load(product).once()
    manage(product, "backup", str(folder))
    assert all(file.stat().st_mtime_ns == time for file, time in times.items())
    assert len(list((folder / "originals").glob("*/*"))) == len(times) + 1

    # One flipped byte anywhere is found, and says where.
    data = bytearray(one.read_bytes())
    data[len(data) // 2] ^= 1
    one.chmod(0o600)
    one.write_bytes(data)
    assert one.name in manage(product, "restore", "--check", str(folder), fails=True)


def test_what_is_no_backup_is_refused_with_a_sentence(product: Product, tmp_path: Path) -> None:
    assert "no backup" in manage(product, "restore", "--check", str(tmp_path), fails=True)
    (tmp_path / "letter.txt").write_text("x")
    assert "not empty" in manage(product, "backup", str(tmp_path), fails=True)
    manage(product, "backup", str(tmp_path / "b"))
    state: dict[str, Any] = json.loads((tmp_path / "b" / "backup.json").read_text())
    state["migrations"].append("9999_from_the_future")
    (tmp_path / "b" / "backup.json").write_text(json.dumps(state))
    assert "newer Zenobia" in manage(product, "restore", "--check", str(tmp_path / "b"), fails=True)
