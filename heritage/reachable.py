"""Lets the unprivileged account reach Python and the project when root keeps them in a closed folder.

Root's home is often 0700, and so is everything below it, such as a Python or a clone. We do not change permissions of
those folders. Instead the supervisor enters a private mount namespace, in which each closed folder is covered by a
tmpfs with bind mounts of only the parts we need. Processes outside it are not affected, and it ends with the
supervisor.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from heritage.processes import Account

CLONE_NEWNS = 0x00020000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 1 << 18


class Unreachable(Exception):
    """The account cannot reach a folder that it needs, and this machine does not let us arrange it."""


def _may_pass(folder: Path, account: Account) -> bool:
    facts = folder.stat()
    if facts.st_uid == account.uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    if facts.st_gid == account.gid:
        return bool(facts.st_mode & stat.S_IXGRP)
    return bool(facts.st_mode & stat.S_IXOTH)


def _closed_above(path: Path, account: Account) -> Path | None:
    """The topmost folder on the way to `path` that the account may not pass."""
    return next((one for one in reversed(path.parents) if not _may_pass(one, account)), None)


def needed_paths(root: Path, data_dir: Path) -> list[Path]:
    """The project, its data, and the installation of the Python that runs us (its link and where that leads)."""
    prefixes = {root, data_dir, Path(sys.prefix), Path(sys.base_prefix), Path(sys.base_prefix).resolve()}
    link = Path(sys.executable)
    while link.is_symlink():
        link = link.parent / link.readlink()
        if not any(link.is_relative_to(one) for one in prefixes):
            prefixes.add(link.parent.parent)
    return sorted(prefixes)


def make_reachable(paths: Iterable[Path], account: Account) -> None:
    """Enter a private mount namespace if, and only if, it is needed. Raises `Unreachable`."""
    if account.uid is None:
        return
    closed: dict[Path, list[Path]] = {}
    for path in paths:
        if path.exists() and (above := _closed_above(path, account)):
            closed.setdefault(above, []).append(path)
    if not closed:
        return
    try:
        _enter_private_view(closed)
    except OSError as failure:
        folders = ", ".join(str(one) for one in closed)
        raise Unreachable(
            f"Started as root, Zenobia runs its servers as '{account.name}', who may not pass {folders}, and this "
            f"machine does not allow a private view of it ({failure.strerror}). Start it as an ordinary user, or "
            "from a folder that every account may enter, such as /srv/zenobia with the system's own Python."
        ) from None


def _call(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _enter_private_view(closed: dict[Path, list[Path]]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    _call(libc.unshare(CLONE_NEWNS))
    _call(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    for folder, paths in closed.items():
        # Opened inside the new namespace (the kernel refuses binds from another one) and before the folder is covered.
        handles = [(path, os.open(path, os.O_PATH)) for path in paths if not _beneath_another(path, paths)]
        _call(libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"mode=0711,size=1m"))
        for path, handle in handles:
            path.mkdir(parents=True, exist_ok=True)
            source = f"/proc/self/fd/{handle}".encode()
            _call(libc.mount(source, os.fsencode(path), None, MS_BIND | MS_REC, None))
            os.close(handle)


def _beneath_another(path: Path, paths: list[Path]) -> bool:
    return any(path != other and path.is_relative_to(other) for other in paths)
