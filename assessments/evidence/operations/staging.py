"""Resumable uploads: each registration has a staging file, to which one request at a time appends.

The length of that file is the only record of progress: bytes written and synced survive the end of the request, the
process or the connection. An upload is complete when length and SHA-256 are those registered; then the store syncs it.
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
from assessments.evidence.models import ReceivedFile
from assessments.evidence.operations.arrival import receive_file
from assessments.kit.actor import Actor
from assessments.kit.staging import PartialFile, ReadChunk
from assessments.kit.store import store

Item = TypeVar("Item", bound=ReceivedFile)
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Piece:
    """`length` bytes from the offset `start` on, with the algorithm and digest that the sender gave, if any."""

    read: ReadChunk
    start: int
    length: int
    checksum: tuple[str, bytes] | None = None


@contextmanager
def _staging(item: ReceivedFile) -> Iterator[PartialFile]:
    """Open and lock the staging file. Raises `AlreadyArriving` while another request holds the lock."""
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
        staging = PartialFile(path, file)
        try:
            yield staging
        finally:
            # Opened anew by a late repeat of what has just been completed: the renamed file no longer holds it off.
            if staging.length == 0:
                path.unlink(missing_ok=True)


def take_piece(item: Item, piece: Piece, *, by: Actor) -> int:
    """Append one piece; after the last one the whole file is checked and stored. Returns the new offset.

    Raises `WrongOffset`, `LengthMismatch`, `PieceDamaged` (the piece is discarded), `CutOff` (the part that arrived is
    kept), `AlreadyArriving`, `StorageFull`, and `ChecksumMismatch` when the whole differs from the registration.
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
        if _was_completed_by_another(staging, item):
            return item.size
        if piece.checksum and arrived == piece.length and digests[0].digest() != piece.checksum[1]:
            staging.file.truncate(before)
            raise PieceDamaged
        if before + arrived == item.size:
            receive_file(item, staging.path, by=by)
            _leave_nothing_of_repeats(staging)
            return item.size
        staging.sync()
        if arrived < piece.length:
            raise CutOff(arrived=before + arrived, size=item.size)
        return before + arrived


def take_whole(item: Item, read: ReadChunk, *, by: Actor) -> Item:
    """Receive the whole file in one request, from its first byte. Raises the same errors as `take_piece`."""
    with _staging(item) as staging:
        if item.has_arrived:
            return item
        store().require_room(item.size)
        staging.file.truncate(0)
        digest = hashlib.sha256()
        arrived = staging.append(read, item.size, digest)
        if _was_completed_by_another(staging, item):
            return item
        if arrived < item.size:
            staging.sync()
            raise CutOff(arrived=arrived, size=item.size)
        received = receive_file(item, staging.path, by=by, sha256=digest.hexdigest())
        _leave_nothing_of_repeats(staging)
        return received


def _was_completed_by_another(staging: PartialFile, item: ReceivedFile) -> bool:
    """Whether the file came whole by another request while this one, a repeat, was writing."""
    if staging.path.exists():
        return False
    item.refresh_from_db()
    return item.has_arrived


def _leave_nothing_of_repeats(staging: PartialFile) -> None:
    """The file was renamed before its arrival was committed: a repeat that came between has begun a new one, which
    nobody would complete. One that comes later sees that all has arrived."""
    staging.path.unlink(missing_ok=True)


def end_upload(item: ReceivedFile) -> None:
    """Cancel an upload and delete what has arrived so far. Raises `AlreadyArriving`."""
    with _staging(item) as staging:
        staging.path.unlink(missing_ok=True)


def arrived_so_far(item: ReceivedFile) -> int:
    """Number of bytes received so far."""
    if item.has_arrived:
        return item.size
    try:
        return store().staged(item.id).stat().st_size
    except FileNotFoundError:
        return 0


def expires_at(item: ReceivedFile) -> datetime | None:
    """When an unfinished upload will be deleted unless more arrives; None when there is none."""
    if item.has_arrived:
        return None
    try:
        return _expiry(store().staged(item.id).stat().st_mtime)
    except FileNotFoundError:
        return None


def _expiry(last_byte: float) -> datetime:
    return datetime.fromtimestamp(last_byte + settings.UPLOAD_DAYS * DAY_S, UTC)


def clear_uploads() -> int:
    """Delete expired uploads; their registrations stay and can be uploaded again. Returns how many were deleted.
    Working files left behind by killed workers are removed after a day.
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
