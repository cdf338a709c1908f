"""Bytes on their way in: a staging file for each registration, which one request at a time makes longer.

How much has arrived is the length of that file and nothing else: what was written and synced is there, whatever became
of the request, the process or the line. Nothing is complete before its length and SHA-256 are those registered; then
the store syncs it.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.conf import settings

from assessments.evidence.errors import AlreadyArriving, CutOff, LengthMismatch, PieceDamaged, WrongOffset
from assessments.evidence.models import Received
from assessments.evidence.operations.arrival import receive_file
from assessments.kit.actor import Actor
from assessments.kit.staging import Growing, Reading
from assessments.kit.store import store

Item = TypeVar("Item", bound=Received)
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Piece:
    """`length` bytes from the offset `start` on, with the algorithm and digest that the sender gave, if any."""

    read: Reading
    start: int
    length: int
    checksum: tuple[str, bytes] | None = None


@contextmanager
def _staging(item: Received) -> Iterator[Growing]:
    """Open and lock the staging file. Refuses with `AlreadyArriving` while another request holds it."""
    path = store().staged(item.id)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyArriving from None
        if not path.exists():
            # It was completed or ended between our opening and our locking it.
            raise AlreadyArriving
        item.refresh_from_db(fields=["state"])
        if item.has_arrived:
            path.unlink(missing_ok=True)
        yield Growing(path, file)


def take_piece(item: Item, piece: Piece, *, by: Actor) -> int:
    """Append one piece; with the last one the whole is checked and kept. Returns the offset after it.

    Refuses with `WrongOffset`, `LengthMismatch`, `PieceDamaged` (kept as before it), `CutOff` (what came of it stays),
    `AlreadyArriving`, `StorageFull`, and `ChecksumMismatch` when the whole is not what was registered.
    """
    with _staging(item) as staging:
        before = item.size if item.has_arrived else staging.length
        if piece.start != before:
            raise WrongOffset(offset=before)
        if piece.start + piece.length > item.size:
            raise LengthMismatch(registered=item.size, sent=piece.start + piece.length)
        if item.has_arrived:
            return before
        store().require_room(piece.length)
        digests = [hashlib.new(piece.checksum[0])] if piece.checksum else []
        arrived = staging.append(piece.read, piece.length, *digests)
        if piece.checksum and arrived == piece.length and digests[0].digest() != piece.checksum[1]:
            staging.file.truncate(before)
            raise PieceDamaged
        if before + arrived == item.size:
            receive_file(item, staging.path, by=by)
            return item.size
        staging.sync()
        if arrived < piece.length:
            raise CutOff(arrived=before + arrived, size=item.size)
        return before + arrived


def take_whole(item: Item, read: Reading, *, by: Actor) -> Item:
    """All bytes at once, from the first on. Refuses as `take_piece` does."""
    with _staging(item) as staging:
        if item.has_arrived:
            return item
        store().require_room(item.size)
        staging.file.truncate(0)
        digest = hashlib.sha256()
        arrived = staging.append(read, item.size, digest)
        if arrived < item.size:
            staging.sync()
            raise CutOff(arrived=arrived, size=item.size)
        return receive_file(item, staging.path, by=by, sha256=digest.hexdigest())


def end_upload(item: Received) -> None:
    """Let go of what arrived of it so far. Refuses with `AlreadyArriving`."""
    with _staging(item) as staging:
        staging.path.unlink(missing_ok=True)


def arrived_so_far(item: Received) -> int:
    """How many of its bytes are here."""
    if item.has_arrived:
        return item.size
    try:
        return store().staged(item.id).stat().st_size
    except FileNotFoundError:
        return 0


def expires_at(item: Received) -> datetime | None:
    """When what arrived so far is let go, unless more comes. None when nothing waits."""
    if item.has_arrived:
        return None
    try:
        return _expiry(store().staged(item.id).stat().st_mtime)
    except FileNotFoundError:
        return None


def _expiry(last_byte: float) -> datetime:
    return datetime.fromtimestamp(last_byte + settings.UPLOAD_DAYS * DAY_S, UTC)


def clear_uploads() -> int:
    """Remove unfinished uploads past their day; their registrations stay and may be sent anew. Returns how many. What
    killed workers left half-made goes after a day.
    """
    gone = 0
    now = datetime.fromtimestamp(time.time(), UTC)
    for file, last_byte in store().unfinished():
        if _expiry(last_byte) < now:
            file.unlink(missing_ok=True)
            gone += 1
    for path, made in store().leftovers():
        if made < time.time() - DAY_S:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return gone
