"""Child processes that drop root before they run anything and that never outlive their parent."""

from __future__ import annotations

import ctypes
import gc
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1


def die_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send us `by` when our parent dies (Linux; elsewhere the supervisor's group kill must do)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(by), 0, 0, 0)


def spare_the_collector() -> None:
    """For a process that has loaded all it needs: what is there stays for good, and the collector need not look through
    it, which took a quarter of a large push. With thousands of objects a batch it also looks less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Account:
    """The unprivileged account that servers and workers run as; a uid of None means the current one."""

    uid: int | None = None
    gid: int | None = None
    name: str = ""

    def own(self, *paths: Path) -> None:
        """Make the account the owner of folders that we created."""
        if self.uid is not None and self.gid is not None:
            for path in paths:
                os.chown(path, self.uid, self.gid)


def account_for(data_dir: Path) -> Account:
    """When started as root: the owner of an existing data folder, else `nobody`. Otherwise the current account."""
    if os.geteuid() != 0:
        return Account(name=pwd.getpwuid(os.geteuid()).pw_name)
    if data_dir.exists() and (owner := data_dir.stat().st_uid) != 0:
        try:
            entry = pwd.getpwuid(owner)
        except KeyError:
            pass
        else:
            return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def child_setup(account: Account, on_orphaned: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec: own process group, switch of account, parent-death signal.

    The order matters: changing the account clears the parent-death signal.
    """
    parent = os.getpid()

    def setup() -> None:
        os.setpgid(0, 0)
        os.umask(0o027)
        if account.uid is not None and account.gid is not None:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        die_with_parent(on_orphaned)
        if os.getppid() != parent:
            os._exit(1)

    return setup


def start(
    command: Sequence[str | Path],
    account: Account,
    *,
    cwd: Path,
    env: Mapping[str, str],
    on_orphaned: signal.Signals = signal.SIGKILL,
    stdout: int = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """Start one child; its error output joins its output."""
    return subprocess.Popen(
        [str(argument) for argument in command],
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=child_setup(account, on_orphaned),
    )


def kill_group(pid: int, with_: signal.Signals = signal.SIGKILL) -> None:
    """Signal whatever is left of a child's process group."""
    try:
        os.killpg(pid, with_)
    except (ProcessLookupError, PermissionError):
        return
