"""`make run`: starts PostgreSQL, Valkey, web, worker and beat, keeps them alive, stops all of them.

`python -m heritage.stack` is the whole product. `python -m heritage.stack servers` starts only the two servers, for
tests. Children die with this process even when it is killed; what dies by itself is started again.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from heritage import environment
from heritage.processes import Account, account_for, kill_group, start
from heritage.reachable import Unreachable, make_reachable, needed_paths
from heritage.servers import OWNER, WEB, Postgres, ServerRefused, Valkey, secret_file, write_state

PATIENCE_SECONDS = 60
RESTART_PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0)


class StackRefused(Exception):
    """Raised when the product cannot start here; the message says what happened and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class Service:
    """One long-running child: how to start it, how to stop it, when it last died."""

    name: str
    command: Callable[[], list[str]]
    account: Account
    env: dict[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    on_orphaned: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[str] | None = None
    deaths: int = 0
    started_at: float = 0.0
    start_again_at: float = 0.0
    pumps: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self.process = start(
            self.command(), self.account, cwd=environment.ROOT, env=self.env, on_orphaned=self.on_orphaned
        )
        self.started_at = time.monotonic()
        pump = threading.Thread(target=_pass_on, args=(self.name, self.process.stdout), daemon=True)
        pump.start()
        self.pumps.append(pump)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look_after(self) -> None:
        """Start it again after it died, a little later each time it dies young."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.start_again_at:
            kill_group(self.process.pid)
            self.deaths = 0 if now - self.started_at > PATIENCE_SECONDS else self.deaths + 1
            pause = RESTART_PAUSES[min(self.deaths, len(RESTART_PAUSES) - 1)]
            self.start_again_at = now + pause
            say(f"stack    | {self.name} ended ({_ending(self.process.returncode)}); starting it again")
        elif now >= self.start_again_at:
            self.start_again_at = 0.0
            self.start()

    def stop(self, patience: float = 10.0) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                say(f"stack    | {self.name} did not stop in {patience:.0f} seconds; ending it")
        kill_group(self.process.pid)
        self.process.wait()
        self.process = None


def _pass_on(name: str, lines: IO[str] | None) -> None:
    for line in lines or ():
        if "Memory overcommit" not in line:  # advice for a Valkey that saves to disk; ours does not
            say(f"{name:8} | {line.rstrip()}")


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"


class Stack:
    """The five children, in the order in which they need each other."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.account = account_for(data_dir)
        self.services: list[Service] = []
        self.stopping = False
        self.is_ours = False
        self._lock: IO[str] | None = None

    # Starting

    def open_data_dir(self) -> None:
        """Create the folders and take the lock. Raises `StackRefused` when another stack runs on the same data."""
        made = [one for one in (self.data_dir, self.data_dir / "run") if not one.exists()]
        try:
            for folder in made:
                folder.mkdir(parents=True, mode=0o750)
                self.account.own(folder)
            self._lock = (self.data_dir / "run" / "lock").open("a+")
        except OSError as failure:
            raise StackRefused(
                f"The data folder {self.data_dir} cannot be used ({failure.strerror}). Give another one with DATA_DIR=."
            ) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            url = environment.running_stack().get("url", "another address")
            raise StackRefused(
                f"Zenobia already runs on the data in {self.data_dir}, at {url}. Use that one, stop it first, or "
                "start a second one beside it with DATA_DIR=another/folder PORT=8001 make run."
            ) from None
        self.is_ours = True

    def start_servers(self, *, durable: bool = True) -> None:
        make_reachable(needed_paths(environment.ROOT, self.data_dir), self.account)
        self.postgres = Postgres(self.data_dir, self.account, durable=durable)
        self.valkey = Valkey(self.data_dir, self.account)
        self.postgres.prepare()
        # If we are killed, servers get a signal on which they close their files; the others get SIGKILL.
        self._add("postgres", self.postgres.command, self.postgres.environment(), signal.SIGINT, signal.SIGINT)
        self._add("valkey", self.valkey.command, {"PATH": "/usr/bin:/bin"}, signal.SIGTERM, signal.SIGTERM)
        self._wait("PostgreSQL", self.postgres.answers)
        self._wait("Valkey", self.valkey.answers)
        self.postgres.make_roles()
        secret_file(self.data_dir / "run" / "secret_key", self.account)

    def write_state(self, url: str = "") -> None:
        state = {
            "url": url,
            "pid": os.getpid(),
            "database_url": self.postgres.url(WEB),
            "owner_url": self.postgres.url(OWNER),
            "broker_url": self.valkey.url,
            "pids": {one.name: one.process.pid for one in self.services if one.process},
        }
        write_state(self.data_dir / "run" / "stack.json", state, self.account)

    def start_product(self, bind: str, port: int) -> None:
        _require_free(bind, port)
        url = f"http://{bind}:{port}"
        self.write_state(url)
        self.run_step("database", "prepare_database")
        python, env = sys.executable, self.child_environment()
        web = [
            python, "-m", "granian", "--interface", "wsgi", "--host", bind, "--port", str(port), "--workers", "2",
            "--blocking-threads", "16", "--backpressure", "64", "--no-ws", "--log-level", "warning",
            "--workers-kill-timeout", "5", "--respawn-failed-workers", "heritage.wsgi:application",
        ]  # fmt: skip
        celery = [python, "-m", "celery", "--app", "heritage", "--quiet"]
        worker = [
            *celery, "worker", "--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle",
            "--loglevel", "WARNING",
        ]  # fmt: skip
        beat_file = str(self.data_dir / "run" / "beat")
        beat = [*celery, "beat", "--schedule", beat_file, "--pidfile", "", "--loglevel", "WARNING"]
        if environment.flag("DEMO", default=bind in ("127.0.0.1", "localhost", "::1")):
            self.run_step("demo", "load_demo", "--if-empty")
        self._add("web", lambda: web, env, signal.SIGTERM)
        self._add("worker", lambda: worker, env, signal.SIGTERM)
        self._add("beat", lambda: beat, env, signal.SIGTERM)
        self._wait("the web server", lambda: _is_healthy(url))
        self.write_state(url)
        say(f"ready: {url}")

    def child_environment(self) -> dict[str, str]:
        """Our environment without the variables that point to another Python or another database."""
        dropped = {"DATABASE_URL", "BROKER_URL", "PYTHONPATH", "PYTHONHOME", "SECRET_KEY"}
        env = {name: value for name, value in os.environ.items() if name not in dropped}
        env |= {"DATA_DIR": str(self.data_dir), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
        # With an arena of memory for each thread, a process keeps what its largest batches took.
        env |= {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}
        env |= {"HOME": str(self.data_dir / "run"), "PYTHONDONTWRITEBYTECODE": "1" if os.geteuid() == 0 else ""}
        return env

    def run_step(self, name: str, *arguments: str) -> None:
        """One manage.py command that must succeed before we go on."""
        command = [sys.executable, "manage.py", *arguments]
        step = start(command, self.account, cwd=environment.ROOT, env=self.child_environment())
        _pass_on(name, step.stdout)
        if step.wait():
            raise StackRefused(f"The step '{' '.join(arguments)}' did not work; its lines above say why.")

    def _add(
        self, name: str, command: Callable[[], list[str]], env: dict[str, str], stop: signal.Signals,
        on_orphaned: signal.Signals = signal.SIGKILL,
    ) -> None:  # fmt: skip
        service = Service(name, command, self.account, env, stop, on_orphaned)
        self.services.append(service)
        service.start()

    def _wait(self, what: str, answers: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.stopping:
            if answers():
                return
            for service in self.services:
                service.look_after()
            if time.monotonic() > deadline:
                raise StackRefused(f"{what} did not answer within {PATIENCE_SECONDS} seconds; its lines above say why.")
            time.sleep(0.05)
        raise KeyboardInterrupt

    # Running and stopping

    def look_after(self) -> None:
        while not self.stopping:
            for service in self.services:
                service.look_after()
            time.sleep(0.2)

    def stop(self) -> None:
        for service in reversed(self.services):
            service.stop()
        if self.is_ours:  # a refused start must not delete the state file of the running stack
            (self.data_dir / "run" / "stack.json").unlink(missing_ok=True)

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True


def _require_free(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as failure:
            raise StackRefused(
                f"Port {port} on {bind} cannot be used ({failure.strerror}). Stop what uses it, or choose another: "
                f"PORT={port + 1} make run."
            ) from None


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _refuse_open_demo(bind: str) -> None:
    if environment.flag("DEMO") and bind not in ("127.0.0.1", "localhost", "::1"):
        raise StackRefused(
            f"DEMO=1 is refused on {bind}: the demo's passwords are known to everybody. Leave BIND out, or say DEMO=0."
        )


def main(arguments: list[str]) -> int:
    only_servers = arguments == ["servers"]
    bind, port = environment.text("BIND", "127.0.0.1"), environment.number("PORT", 8000)
    if environment.text("DATABASE_URL") and not only_servers:
        raise StackRefused(
            "DATABASE_URL is set, so nothing embedded starts. Run web, worker and beat as docker-compose.yml "
            "does, or unset it to use the embedded servers."
        )
    stack = Stack(environment.data_dir())
    signal.signal(signal.SIGTERM, stack.ask_to_stop)
    signal.signal(signal.SIGINT, stack.ask_to_stop)
    try:
        _refuse_open_demo(bind)
        stack.open_data_dir()
        stack.start_servers(durable=not environment.flag("NO_FSYNC"))
        if only_servers:
            stack.write_state()
            say("ready: servers")
        else:
            stack.start_product(bind, port)
        stack.look_after()
    except KeyboardInterrupt:
        pass
    finally:
        stack.stop()
    return 0


if __name__ == "__main__":
    from django.core.exceptions import ImproperlyConfigured

    try:
        sys.exit(main(sys.argv[1:]))
    except (StackRefused, ServerRefused, Unreachable, ImproperlyConfigured) as refusal:
        print(f"\n{refusal}", file=sys.stderr, flush=True)
        sys.exit(1)
