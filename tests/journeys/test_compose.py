"""The commands and environments of docker-compose.yml run against the embedded servers, since Docker may be missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from heritage.environment import running_stack
from tests.journeys.product import free_port

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "zenobia.example", "WEB_PASSWORD": "w", "BROKER_PASSWORD": "b",
         "OWNER_PASSWORD": "o"}  # fmt: skip


def compose() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text()
    filled = re.sub(r"\$\{(\w+)(?::[?-]([^}]*))?\}", lambda one: GIVEN.get(one[1], one[2] or ""), text)
    return yaml.safe_load(filled)  # type: ignore[no-any-return]


def environment(service: str, own_database: str, folder: Path) -> dict[str, str]:
    """The service's environment, with the embedded servers in place of the containers' names."""
    stack = running_stack()
    env = {name: str(value) for name, value in compose()["services"][service]["environment"].items()}
    url = stack["owner_url"] if service == "database" else stack["database_url"]
    # A queue of its own as well: its worker would take the messages that other tests have sent.
    broker = stack["broker_url"].rsplit("/", 1)[0] + "/1"
    env |= {"DATABASE_URL": url.rsplit("/", 1)[0] + f"/{own_database}", "BROKER_URL": broker}
    env |= {"OBJECT_STORE_URL": f"file://{folder}/store", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return env | {"DATA_DIR": str(folder)}


def run(service: str, env: dict[str, str], **places: str) -> subprocess.Popen[bytes]:
    command = [places.get(argument, argument) for argument in compose()["services"][service]["command"]]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for one in running:
        one.terminate()
        one.communicate(timeout=20)


def test_database_web_worker_and_beat_start_as_composed(own_database: str, tmp_path: Path, started: Any) -> None:
    prepared = run("database", environment("database", own_database, tmp_path))
    output, _none = prepared.communicate(timeout=120)
    assert prepared.returncode == 0, output.decode()
    port = str(free_port())
    env = environment("web", own_database, tmp_path)
    started.append(run("web", env, **{"8000": port, "0.0.0.0": "127.0.0.1"}))
    started.append(run("worker", environment("worker", own_database, tmp_path)))
    started.append(
        run("beat", environment("beat", own_database, tmp_path), **{"/srv/data/beat": str(tmp_path / "beat")})
    )
    headers = {"Host": "zenobia.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers=headers)
    deadline = time.monotonic() + 40
    while True:
        try:
            with urllib.request.urlopen(request, timeout=3) as response:
                assert response.headers["Strict-Transport-Security"]
                break
        except OSError:
            assert time.monotonic() < deadline, "web did not become ready"
            time.sleep(0.3)
    assert all(one.poll() is None for one in started)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "too short"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DEMO": "1"}, "DEMO=1 is refused"),
        ({"DEMO_EXCUSED_FROM_SECOND_FACTOR": "1"}, "refused outside"),
        ({"OBJECT_STORE_URL": "https://bucket"}, "OBJECT_STORE_URL"),
    ],
)
def test_production_refuses_what_is_not_safe(tmp_path: Path, change: dict[str, str], message: str) -> None:
    env = {name: str(value) for name, value in compose()["services"]["web"]["environment"].items()}
    env |= {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | change
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
