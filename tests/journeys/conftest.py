"""The whole product for stories: web, worker, beat and servers as `make run` starts them, and a real browser."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
expect.set_options(timeout=15_000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """A running Zenobia in a folder of its own, with spaces in its name, on a copy of the demo that was loaded once."""

    def __init__(self, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zenobia journey "))
        self.folder.chmod(0o755)
        self.data = self.folder / "data dir"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = ("PATH", "LANG", "HOME")
        self.env = {name: os.environ[name] for name in kept if name in os.environ}
        self.env |= {"DATA_DIR": str(self.data), "PORT": str(self.port), "FORGETFUL": "1"} | environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not self.data.exists():
            subprocess.run(["cp", "-a", str(loaded_demo()), str(self.data)], check=True)
        self.run()

    def run(self) -> None:
        command = [sys.executable, "-m", "heritage.stack"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        deadline = time.monotonic() + 120
        while b"ready:" not in (text := (self.folder / "log").read_bytes()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the product did not start:\n{text.decode()[-3000:]}")
            time.sleep(0.1)

    def pids(self) -> dict[str, int]:
        return json.loads((self.data / "run" / "stack.json").read_text())["pids"]  # type: ignore[no-any-return]

    def stop(self, with_: signal.Signals = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(with_)
            self.process.wait(40)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=3) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)


def loaded_demo() -> Path:
    """The data folder of a first start, made by whichever of the workers asks first and copied by all."""
    folder = Path(os.environ["DATA_DIR"]).parent / "loaded demo"
    with (folder.parent / "loading the demo").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            first = Product()
            first.run()
            state = json.loads((first.data / "run" / "stack.json").read_text())
            unread = "SELECT 1 FROM assessments_photo WHERE state IN ('received', 'processing')"
            with psycopg.connect(state["owner_url"], autocommit=True) as talk:
                while talk.execute(unread).fetchone():
                    time.sleep(0.2)
            first.stop()
            first.data.rename(folder)
            first.remove()
    return folder


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    running = Product()
    running.start()
    yield running
    running.remove()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: while it lives, its event loop runs in this thread, and Django refuses to work beside one."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("no Chromium or Chrome here: run the tests with 'make test', which says how to get one")
    flags = ["--enable-unsafe-swiftshader", "--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as player:
        running = player.chromium.launch(executable_path=chromium, args=flags)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, product: Product) -> Iterator[Any]:
    """`open_page("recorder")` is a page of that person, signed in; a script error or a 500 fails the test."""
    contexts = []
    troubles: list[str] = []

    def opened(name: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=product.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("response", lambda one: troubles.append(f"{one.status} {one.url}") if one.status >= 500 else None)
        if name:
            page.goto("/accounts/login/")
            page.get_by_label("E-mail").fill(f"{name}@demo.example")
            page.locator("#id_password").fill("zenobia-demo")
            page.get_by_role("button", name="Sign in", exact=True).click()
            expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []
