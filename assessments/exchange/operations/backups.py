"""Backups: the database and every stored file in one folder, made while the product runs, proven when restored.

    backup.json       when, of which life of the database, head of the ledger, digests; read first
    database.dump     PostgreSQL's own custom format
    files.txt         one line a file: namespace, SHA-256, size
    originals/ derived/    the files, under their digests

The list of files and the dump are of one snapshot; files are never overwritten, so they can be copied afterwards. Tiles
are left out: the worker cuts them again. A folder that holds an earlier backup of the same installation is brought up
to date, and only files that it lacks are copied.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from assessments.audit import operations as audit
from assessments.audit import queries as audit_queries
from assessments.evidence import operations as evidence
from assessments.evidence import queries as evidence_queries
from assessments.exchange.errors import BackupUnusable, NotEmpty
from assessments.exchange.operations.bundles import make_again
from assessments.kit import clock, ids
from assessments.kit.checksums import CHUNK, sha256_of_file
from assessments.kit.store import store

FORMAT = 1
MANIFEST, DUMP, FILES = "backup.json", "database.dump", "files.txt"


class Manifest(msgspec.Struct, kw_only=True):
    format: int
    made_at: datetime
    epoch: UUID
    ledger: str
    """`POSITION:HASH`, as the daily mail has it."""
    migrations: list[str]
    database_sha256: str
    files_sha256: str
    files: int
    bytes: int
    gone: int = 0
    """Files that were erased between the snapshot and their copying."""


def back_up(folder: Path) -> Manifest:
    """Write a backup. The old manifest goes first and the new one comes last: a folder without one is not a backup."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()) and not (folder / FILES).exists():
        raise NotEmpty(folder=folder)
    (folder / MANIFEST).unlink(missing_ok=True)
    audit.sequence()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        position, hash_ = audit.head()
        count, total = _list_files(folder / FILES)
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", *arguments, f"--file={folder / DUMP}")
        epoch, migrations = audit_queries.epoch(), _applied()
    gone = sum(not _copy_out(folder, namespace, digest) for namespace, digest, _size in _listed(folder))
    manifest = Manifest(
        format=FORMAT, made_at=clock.recorded_now(), epoch=epoch, ledger=f"{position}:{hash_.hex()}",
        migrations=migrations, database_sha256=sha256_of_file(folder / DUMP),
        files_sha256=sha256_of_file(folder / FILES), files=count, bytes=total, gone=gone,
    )  # fmt: skip
    _write_durably(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    return manifest


def _list_files(target: Path) -> tuple[int, int]:
    """Write down what is stored, in the snapshot of the caller. Returns how many files and bytes."""
    count = total = 0
    with target.open("w") as lines:
        for namespace, digest, size in evidence_queries.stored_files():
            lines.write(f"{namespace} {digest} {size}\n")
            count, total = count + 1, total + size
    return count, total


def _listed(folder: Path) -> Iterator[tuple[str, str, int]]:
    with (folder / FILES).open() as lines:
        for line in lines:
            namespace, digest, size = line.split()
            yield namespace, digest, int(size)


def _applied() -> list[str]:
    loader = MigrationLoader(connection)
    return sorted(name for app, name in loader.applied_migrations if app == "assessments")


def _path(folder: Path, namespace: str, digest: str) -> Path:
    return folder / namespace / digest[:2] / digest


def _copy_out(folder: Path, namespace: str, digest: str) -> bool:
    """Copy one file, unless it is there. False when it was erased meanwhile. Raises `BackupUnusable` for one that is
    missing though it should be there, or is not what was received: that is for `check_files` to look into first.
    """
    target = _path(folder, namespace, digest)
    if target.exists():
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".part")
    try:
        with store().open(digest, namespace) as file, half.open("wb") as out:
            copied = _copied(file, out)
    except FileNotFoundError:
        if evidence_queries.is_stored(namespace, digest):
            raise BackupUnusable(reason=f"{namespace}/{digest} is missing from the store") from None
        return False
    if copied != digest:
        half.unlink()
        raise BackupUnusable(reason=f"{namespace}/{digest} is not what was received")
    half.rename(target)
    return True


def _copied(file: BinaryIO, out: BinaryIO) -> str:
    """Copy bytes durably; their SHA-256."""
    total = hashlib.sha256()
    while piece := file.read(CHUNK):
        total.update(piece)
        out.write(piece)
    out.flush()
    os.fsync(out.fileno())
    return total.hexdigest()


def _write_durably(path: Path, data: bytes) -> None:
    half = path.with_suffix(".part")
    with half.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    half.rename(path)


def check(folder: Path) -> Manifest:
    """Read a backup whole and compare everything with its digests. Raises `BackupUnusable`, naming what is wrong."""
    manifest = _manifest(folder)
    for name, digest in ((DUMP, manifest.database_sha256), (FILES, manifest.files_sha256)):
        if not (folder / name).is_file() or sha256_of_file(folder / name) != digest:
            raise BackupUnusable(reason=f"{name} is missing or was altered")
    missing = 0
    for namespace, digest, _size in _listed(folder):
        file = _path(folder, namespace, digest)
        if not file.is_file():
            missing += 1
        elif sha256_of_file(file) != digest:
            raise BackupUnusable(reason=f"{namespace}/{digest} was altered")
    if missing > manifest.gone:
        raise BackupUnusable(reason=f"{missing - manifest.gone} of its files are missing")
    return manifest


def _manifest(folder: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupUnusable(reason=f"there is no {MANIFEST}: it was not finished, or is no backup") from None
    except msgspec.MsgspecError as failure:
        raise BackupUnusable(reason=f"{MANIFEST} cannot be read ({failure})") from None
    if manifest.format != FORMAT:
        raise BackupUnusable(reason=f"its format is {manifest.format}; this Zenobia reads {FORMAT}")
    known = {name for app, name in MigrationLoader(None).disk_migrations if app == "assessments"}
    if newer := sorted(set(manifest.migrations) - known):
        raise BackupUnusable(reason=f"a newer Zenobia made it ({newer[-1]}). Install that one first")
    return manifest


def restore(folder: Path) -> Manifest:
    """Restore a backup into an empty installation, and begin a new life of the database: cursors of field clients
    from before expire. Everything is checked before anything is written. Raises `BackupUnusable`, `NotEmpty`.

    The caller runs `verify_ledger` with the head in the manifest afterwards.
    """
    _require_empty()
    manifest = check(folder)
    for namespace, digest, _size in _listed(folder):
        _copy_in(folder, namespace, digest)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(folder / DUMP))
    call_command("prepare_database")
    with transaction.atomic():
        audit.begin_epoch("restored")
        evidence.make_again()
        make_again()
    return manifest


def _require_empty() -> None:
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in ("assessments_user", "assessments_site", "assessments_historyentry"):
            if table in tables:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608 - one of three names above
                if cursor.fetchone()[0]:
                    raise NotEmpty(folder="the database")


def _copy_in(folder: Path, namespace: str, digest: str) -> None:
    source = _path(folder, namespace, digest)
    if not source.is_file() or store().has(digest, namespace):
        return
    staged = store().staged(ids.uuid7())
    with source.open("rb") as file, staged.open("wb") as out:
        _copied(file, out)
    store().keep(staged, digest, namespace)


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on this database. Raises `BackupUnusable` with what it said."""
    facts: dict[str, Any] = connection.get_connection_params()
    found = Path(settings.POSTGRES_PROGRAMS) / program if settings.POSTGRES_PROGRAMS else shutil.which(program)
    environment = {
        "PATH": os.environ.get("PATH", ""), "PGHOST": str(facts.get("host", "")), "PGPORT": str(facts.get("port", "")),
        "PGUSER": str(facts.get("user", "")), "PGPASSWORD": str(facts.get("password", "")),
    }  # fmt: skip
    command = [str(found or program), f"--dbname={facts['dbname']}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupUnusable(reason=f"{program}: {done.stderr.strip()[-2000:]}")
