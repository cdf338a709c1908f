"""The SQLite file: accounts, the copy of what each may see, the outbox, photographs, the safety data with its age.

Every change is committed before the program says so; SQLite writes through to the disk (`synchronous = FULL`).
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heritage_field.errors import Trouble

TABLES = """
CREATE TABLE IF NOT EXISTS account (
    email TEXT PRIMARY KEY, server TEXT NOT NULL, token TEXT NOT NULL, person TEXT NOT NULL, device TEXT NOT NULL,
    cursor TEXT NOT NULL DEFAULT '', is_chosen INTEGER NOT NULL DEFAULT 0, pulled_at TEXT);
CREATE TABLE IF NOT EXISTS copy (
    email TEXT NOT NULL REFERENCES account ON DELETE CASCADE, kind TEXT NOT NULL, id TEXT NOT NULL,
    version INTEGER NOT NULL, site TEXT, data TEXT NOT NULL, PRIMARY KEY (email, kind, id));
CREATE INDEX IF NOT EXISTS copy_of_a_site ON copy (email, site);
CREATE TABLE IF NOT EXISTS outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT, op_id TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL REFERENCES account ON DELETE CASCADE, kind TEXT NOT NULL, id TEXT NOT NULL,
    operation TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', outcome TEXT);
CREATE TABLE IF NOT EXISTS photograph (
    id TEXT PRIMARY KEY, email TEXT NOT NULL REFERENCES account ON DELETE CASCADE, report TEXT, path TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'waiting');
CREATE TABLE IF NOT EXISTS safety (
    email TEXT NOT NULL REFERENCES account ON DELETE CASCADE, site TEXT NOT NULL, fetched_at TEXT NOT NULL,
    feed TEXT NOT NULL, PRIMARY KEY (email, site));
"""


@dataclass(frozen=True, slots=True)
class Account:
    email: str
    server: str
    token: str
    person: str
    device: str
    cursor: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation in the outbox. `state`: waiting, held (the server keeps it), refused."""

    number: int
    op_id: str
    kind: str
    id: str
    operation: dict[str, Any]
    state: str
    outcome: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Photograph:
    id: str
    report: str | None
    path: Path
    sha256: str
    size: int
    state: str


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Store:
    """The one file. Its folder is made readable by its owner only: a tablet may be taken at a checkpoint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / "heritage-field.sqlite3"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.path.chmod(0o600)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("PRAGMA foreign_keys = ON")
        self.db.execute("PRAGMA secure_delete = ON")
        self.db.executescript(TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    # Accounts

    def add_account(self, one: Account) -> None:
        with self.transaction():
            self.db.execute("UPDATE account SET is_chosen = 0")
            self.db.execute(
                "INSERT INTO account (email, server, token, person, device, is_chosen) VALUES (?, ?, ?, ?, ?, 1) "
                "ON CONFLICT (email) DO UPDATE SET server = excluded.server, token = excluded.token, "
                "person = excluded.person, device = excluded.device, cursor = '', is_chosen = 1",
                (one.email, one.server, one.token, one.person, one.device),
            )

    def accounts(self) -> list[Account]:
        rows = self.db.execute("SELECT email, server, token, person, device, cursor FROM account ORDER BY email")
        return [Account(*row) for row in rows]

    def account(self, email: str = "") -> Account:
        """The account of this e-mail, or the one that signed in last."""
        row = self.db.execute(
            "SELECT email, server, token, person, device, cursor FROM account "
            "WHERE email = ? OR (? = '' AND is_chosen = 1)",
            (email, email),
        ).fetchone()
        if row is None:
            raise Trouble("Nobody is signed in here. Begin with: heritage-field login SERVER E-MAIL")
        return Account(*row)

    def wipe(self, email: str = "") -> None:
        """Take everything of one account off this device, or of all; with the last one goes the file."""
        with self.transaction():
            self.db.execute("DELETE FROM account WHERE email = ? OR ? = ''", (email, email))
        self.db.execute("VACUUM")
        if not self.accounts():
            self.db.close()
            for file in self.folder.glob("heritage-field.sqlite3*"):
                file.unlink()

    # The copy

    def begin_copy(self, email: str) -> None:
        with self.transaction():
            self.db.execute("DELETE FROM copy WHERE email = ?", (email,))
            self.db.execute("UPDATE account SET cursor = '' WHERE email = ?", (email,))

    def apply(self, email: str, changes: list[dict[str, Any]], cursor: str) -> None:
        """Keep one page of the feed, with the cursor that follows it, in one transaction."""
        with self.transaction():
            for one in changes:
                if one["op"] == "upsert":
                    data = one["data"]
                    site = data["id"] if one["kind"] == "site" else data.get("site") or data.get("data", {}).get("site")
                    self.db.execute(
                        "INSERT OR REPLACE INTO copy (email, kind, id, version, site, data) VALUES (?, ?, ?, ?, ?, ?)",
                        (email, one["kind"], one["id"], one["version"], site, json.dumps(data, ensure_ascii=False)),
                    )
                    continue
                key = (email, one["kind"], one["id"])
                self.db.execute("DELETE FROM copy WHERE email = ? AND kind = ? AND id = ?", key)
                if one["kind"] == "site":
                    self.db.execute("DELETE FROM copy WHERE email = ? AND site = ?", (email, one["id"]))
                    self.db.execute("DELETE FROM safety WHERE email = ? AND site = ?", (email, one["id"]))
            self.db.execute("UPDATE account SET cursor = ?, pulled_at = ? WHERE email = ?", (cursor, now(), email))

    def pulled_at(self, email: str) -> str | None:
        row = self.db.execute("SELECT pulled_at FROM account WHERE email = ?", (email,)).fetchone()
        return row[0] if row else None

    def things(self, email: str, kind: str) -> list[dict[str, Any]]:
        rows = self.db.execute("SELECT data FROM copy WHERE email = ? AND kind = ? ORDER BY id", (email, kind))
        return [json.loads(data) for (data,) in rows]

    def thing(self, email: str, kind: str, id: str) -> dict[str, Any] | None:
        row = self.db.execute(
            "SELECT data FROM copy WHERE email = ? AND kind = ? AND id = ?", (email, kind, id)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def counts(self, email: str) -> dict[str, int]:
        rows = self.db.execute("SELECT kind, count(*) FROM copy WHERE email = ? GROUP BY kind ORDER BY kind", (email,))
        return dict(rows.fetchall())

    # The outbox

    def put(self, email: str, kind: str, id: str, action: str, data: dict[str, Any], base: int | None = None) -> str:
        """Keep an operation until the server has acknowledged it. Returns its id."""
        op_id = str(uuid.uuid4())
        operation: dict[str, Any] = {
            "op_id": op_id, "kind": kind, "id": id, "action": action, "data": data, "made_at": now(),
        }  # fmt: skip
        if base is not None:
            operation["base_version"] = base
        self.db.execute(
            "INSERT INTO outbox (op_id, email, kind, id, operation) VALUES (?, ?, ?, ?, ?)",
            (op_id, email, kind, id, json.dumps(operation, ensure_ascii=False)),
        )
        return op_id

    def outbox(self, email: str) -> list[Waiting]:
        rows = self.db.execute(
            "SELECT number, op_id, kind, id, operation, state, outcome FROM outbox WHERE email = ? ORDER BY number",
            (email,),
        )
        return [
            Waiting(number, op_id, kind, thing, json.loads(operation), state, json.loads(outcome) if outcome else None)
            for number, op_id, kind, thing, operation, state, outcome in rows
        ]

    def settle(self, outcomes: list[dict[str, Any]]) -> None:
        """What became of operations: those that the server has are let go of, the others stay with the reason."""
        with self.transaction():
            for one in outcomes:
                result = (
                    one["first"]["outcome"] if one["outcome"] == "duplicate" and one.get("first") else one["outcome"]
                )
                if result in ("applied", "merged", "conflict", "duplicate", "held"):
                    self.db.execute("DELETE FROM outbox WHERE op_id = ?", (one["op_id"],))
                else:
                    self.db.execute(
                        "UPDATE outbox SET state = 'refused', outcome = ? WHERE op_id = ?",
                        (json.dumps(one), one["op_id"]),
                    )

    # Photographs

    def add_photograph(self, email: str, one: Photograph) -> None:
        self.db.execute(
            "INSERT INTO photograph (id, email, report, path, sha256, size) VALUES (?, ?, ?, ?, ?, ?)",
            (one.id, email, one.report, str(one.path), one.sha256, one.size),
        )

    def photographs(self, email: str, report: str = "") -> list[Photograph]:
        rows = self.db.execute(
            "SELECT id, report, path, sha256, size, state FROM photograph "
            "WHERE email = ? AND (? = '' OR report = ?) ORDER BY rowid",
            (email, report, report),
        )
        return [Photograph(row[0], row[1], Path(row[2]), *row[3:]) for row in rows]

    def photograph_has(self, id: str, state: str) -> None:
        self.db.execute("UPDATE photograph SET state = ? WHERE id = ?", (state, id))

    # Safety

    def keep_safety(self, email: str, site: str, feed: dict[str, Any]) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO safety (email, site, fetched_at, feed) VALUES (?, ?, ?, ?)",
            (email, site, now(), json.dumps(feed, ensure_ascii=False)),
        )

    def safety(self, email: str) -> list[tuple[str, str, dict[str, Any]]]:
        rows = self.db.execute("SELECT site, fetched_at, feed FROM safety WHERE email = ? ORDER BY site", (email,))
        return [(site, fetched_at, json.loads(feed)) for site, fetched_at, feed in rows]
