"""Files that grow while their bytes come."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from assessments.kit import ids
from assessments.kit.checksums import CHUNK
from assessments.kit.errors import Unavailable
from assessments.kit.store import store, sync_folder

Reading = Callable[[int], bytes]
"""Gives at most so many bytes more, none at the end; raises `OSError` when the line broke."""
AT_ONCE = 1 << 20
"""The disk is set to work after so many bytes: then it writes while we wait for the next and hash them, and a sync at
the end of a photograph finds little left to do. Measured, two in two processes: twice the bytes a second.
"""


@dataclass(frozen=True, slots=True)
class Growing:
    """A file that is being written at its end."""

    path: Path
    file: IO[bytes]

    @property
    def length(self) -> int:
        return os.fstat(self.file.fileno()).st_size

    def append(self, read: Reading, length: int, *digests: Any) -> int:
        """Write what comes, at most `length` bytes; a line that breaks ends it without an error."""
        before = self.length
        arrived = begun = 0
        while arrived < length:
            try:
                piece = read(min(CHUNK, length - arrived))
            except OSError:
                break  # the line broke: what came before it stays, and the caller compares how much it is
            if not piece:
                break
            self.file.write(piece)
            arrived += len(piece)
            if arrived - begun >= AT_ONCE:
                self.file.flush()
                _set_to_work(self.file, before + begun, arrived - begun)
                begun = arrived
            for digest in digests:
                digest.update(piece)
        self.file.flush()
        return arrived

    def sync(self) -> None:
        os.fsync(self.file.fileno())
        sync_folder(self.path.parent)


def _set_to_work(file: IO[bytes], start: int, length: int) -> None:
    """Have the kernel write these bytes out without waiting for it: asked to forget pages that differ from the disk,
    it begins with them and keeps them (where it cannot be asked, the sync does it all).
    """
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_DONTNEED)


def _require_whole(arrived: int, size: int) -> None:
    if arrived < size:
        raise Unavailable(part="store")


def stage(file: IO[bytes], size: int) -> tuple[Path, str]:
    """What came through a form, as a staging file, with its SHA-256 in hexadecimal. Refuses with `StorageFull`, and
    with `Unavailable` when what the form sent cannot be read back; then nothing is left behind.
    """
    store().require_room(size)
    path = store().staged(ids.uuid7())
    digest = hashlib.sha256()
    try:
        with path.open("ab") as opened:
            arrived = Growing(path, opened).append(file.read, size, digest)
        _require_whole(arrived, size)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest()
