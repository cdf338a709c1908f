"""Files under the digest of their bytes, and the staging area where uploads grow.

An original, once kept, is never rewritten: the same bytes have the same name, and other bytes another. File and
folder are synced to disk before anything is acknowledged.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from assessments.kit.errors import StorageFull

KEEP_FREE_BYTES = 2 << 30
"""Below this much free space photographs are refused, so that they cannot starve the database."""


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def belong(path: Path) -> None:
    """What a command run as root puts into the store belongs to whom the folder around it belongs."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, durable before anything is put in it."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    belong(folder)
    sync_folder(folder.parent)


class Store:
    """One tree of files: `originals/ab/cd/abcd…`, `derived/…`, `staging/<id>`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str, shelf: str = "originals") -> Path:
        return self.root / shelf / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str, shelf: str = "originals") -> bool:
        return self.path(sha256, shelf).is_file()

    def open(self, sha256: str, shelf: str = "originals") -> BinaryIO:
        return self.path(sha256, shelf).open("rb")

    def staged(self, id: UUID) -> Path:
        make_folder(self.root / "staging")
        return self.root / "staging" / str(id)

    def working_folder(self, id: UUID) -> Path:
        """A clean folder for a worker's half-made files."""
        folder = self.root / "staging" / f"work-{id}"
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        return folder

    def keep(self, file: Path, sha256: str, shelf: str = "originals") -> None:
        """Move a finished file to its place under its digest; a second time is nothing."""
        place = self.path(sha256, shelf)
        if place.is_file():
            file.unlink(missing_ok=True)
            return
        make_folder(place.parent)
        with file.open("rb") as written:
            os.fsync(written.fileno())
        file.rename(place)
        place.chmod(0o440)
        belong(place)
        sync_folder(place.parent)

    def require_room(self, size: int) -> None:
        """Refuses with `StorageFull` when `size` bytes more would leave too little."""
        make_folder(self.root)
        if shutil.disk_usage(self.root).free - size < KEEP_FREE_BYTES:
            raise StorageFull


def store() -> Store:
    return Store(Path(settings.STORE_ROOT))
