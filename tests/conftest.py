"""The real servers for all tests: one PostgreSQL and one Valkey, started here, a database of its own for each worker.

Nothing of ours is mocked. A test that takes `db` runs in a transaction that is rolled back; one that takes
`own_database` gets a whole database, for real commits on several connections.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings as hypothesis

hypothesis.register_profile("test", deadline=None, derandomize=True, max_examples=40)
hypothesis.register_profile("proof", deadline=None, max_examples=2000)
hypothesis.load_profile("proof" if os.environ.get("PROVE") else "test")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")


def _start_servers() -> None:
    """In the process that pytest was called in: servers and a migrated template; its children find them by DATA_DIR."""
    folder = Path(tempfile.mkdtemp(prefix="zenobia tests "))
    folder.chmod(0o755)
    for name in ("DATABASE_URL", "BROKER_URL", "OBJECT_STORE_URL", "SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(folder / "data"), "NO_FSYNC": "1", "DJANGO_SETTINGS_MODULE": "heritage.settings"}
    os.environ["ZENOBIA_TEST_SERVERS"] = "1"
    _start_loading()
    servers = subprocess.Popen(
        [sys.executable, "-m", "heritage.stack", "servers"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )

    def stop() -> None:
        servers.terminate()
        servers.wait(20)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    assert servers.stdout
    for line in servers.stdout:
        if line.startswith("ready:"):
            break
    else:
        pytest.exit("the embedded servers did not start; the lines above say why", 2)
    subprocess.run([sys.executable, "manage.py", "prepare_database"], cwd=ROOT, check=True)


def _start_loading() -> None:
    """While the first tests run, the demo is loaded for the journeys, if any of them is asked for."""
    journeys = ROOT / "tests" / "journeys"
    arguments = [Path(one.partition("::")[0]) for one in sys.argv[1:]]
    asked = [one.resolve() for one in arguments if one.exists()] or [journeys]
    if not any(journeys in (one, *one.parents) or one in journeys.parents for one in asked):
        return
    loading = subprocess.Popen([sys.executable, "-m", "tests.journeys.product"], cwd=ROOT)

    def stop() -> None:
        loading.terminate()
        loading.wait(60)

    atexit.register(stop)


if "ZENOBIA_TEST_SERVERS" not in os.environ:
    _start_servers()


import django  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()
settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
# It reads the whole folder of static files for every test client; the journeys run with it.
settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "whitenoise" not in one]
settings.STORE_ROOT = Path(tempfile.mkdtemp(prefix="zenobia store "))
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
atexit.register(shutil.rmtree, settings.STORE_ROOT, ignore_errors=True)

import psycopg  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from heritage.environment import running_stack  # noqa: E402

TEMPLATE = connection.settings_dict["NAME"]


def _make_database(name: str) -> None:
    owner = running_stack()["owner_url"].rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(owner, autocommit=True) as conn:
        for _attempt in range(50):
            try:
                conn.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            except psycopg.errors.InsufficientPrivilege:
                time.sleep(0.1)  # a test's superuser, or an autovacuum, is just leaving it
            else:
                break
        for _attempt in range(50):
            try:
                conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
            except psycopg.errors.ObjectInUse:
                time.sleep(0.1)  # another worker copies the same template at this moment
            else:
                return
    raise RuntimeError("the template database stayed in use")


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def worker_database() -> str:
    name = f"zenobia_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    _make_database(name)
    return name


@pytest.fixture
def db(worker_database: str) -> Iterator[None]:
    """The database within a transaction that is rolled back."""
    _use(worker_database)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own_database(worker_database: str) -> Iterator[str]:
    """A database of this test's own, with real commits."""
    name = f"{worker_database}_own"
    _make_database(name)
    _use(name)
    yield name
    connections.close_all()


@pytest.fixture
def committed() -> Callable[[], Any]:
    """Runs what would run after commit, as if the test's transaction had been committed."""
    from django.test import TestCase

    return lambda: TestCase.captureOnCommitCallbacks(execute=True)


@pytest.fixture
def django_settings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Django's settings, changed for one test."""

    class Changed:
        def __setattr__(self, name: str, value: Any) -> None:
            monkeypatch.setattr(settings, name, value)

    return Changed()


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    from tests.factories import make_world

    return make_world()


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def api(world: SimpleNamespace) -> Callable[[str], Any]:
    """`api("recorder")` is a REST client with that person's device token."""
    from tests.rest import Rest

    return lambda name: Rest.signed_in(world.users[name])


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real input. A user's fresh clone has none and skips; CI must have it."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI has no real data at {SHARED}")
        pytest.skip("no real data here: name it with SHARED_DATA=")
    return SHARED
