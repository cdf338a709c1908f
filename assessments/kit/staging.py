"""Writing uploads to staging files while their bytes arrive."""

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

ReadChunk = Callable[[int], bytes]
"""Reads at most that many bytes, b"" at the end; raises `OSError` when the connection broke."""
WRITEBACK_BYTES = 1 << 20
"""Writeback to disk is started after this many bytes: the kernel writes while the next bytes arrive and are hashed,
and the final sync finds little left to do. Measured with two uploads in two processes: twice the throughput.
"""


@dataclass(frozen=True, slots=True)
class PartialFile:
    """A partially uploaded file that is open for appending."""

    path: Path
    file: IO[bytes]

    @property
    def length(self) -> int:
        return os.fstat(self.file.fileno()).st_size

    def append(self, read: ReadChunk, length: int, *digests: Any) -> int:
        """Append what arrives, at most `length` bytes; returns how many. A broken connection is not an error."""
        before = self.length
        arrived = begun = 0
        while arrived < length:
            try:
                piece = read(min(CHUNK, length - arrived))
            except OSError:
                break  # the connection broke: keep what arrived; the caller compares the length
            if not piece:
                break
            self.file.write(piece)
            arrived += len(piece)
            if arrived - begun >= WRITEBACK_BYTES:
                self.file.flush()
                _start_writeback(self.file, before + begun, arrived - begun)
                begun = arrived
            for digest in digests:
                digest.update(piece)
        self.file.flush()
        return arrived

    def sync(self) -> None:
        os.fsync(self.file.fileno())
        sync_folder(self.path.parent)


def _start_writeback(file: IO[bytes], start: int, length: int) -> None:
    """Start writing these bytes to disk without waiting. POSIX_FADV_DONTNEED on dirty pages makes the kernel begin
    writeback; where posix_fadvise does not exist, the final sync writes everything.
    """
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_DONTNEED)


def _require_whole(arrived: int, size: int) -> None:
    if arrived < size:
        raise Unavailable(part="store")


def stage(file: IO[bytes], size: int) -> tuple[Path, str]:
    """Copy a file uploaded by a form into a staging file; returns its path and SHA-256 in hexadecimal.

    Raises `StorageFull`, and `Unavailable` when the upload cannot be read back; then nothing is left behind.
    """
    store().require_room(size)
    path = store().staged(ids.uuid7())
    digest = hashlib.sha256()
    try:
        with path.open("ab") as opened:
            arrived = PartialFile(path, opened).append(file.read, size, digest)
        _require_whole(arrived, size)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest()
