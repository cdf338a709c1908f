"""Uploads cut off at random bytes all complete, with equal hashes: against the real server, with a client that is not ours."""

from __future__ import annotations

import hashlib
import json
import os
import random
import socket
import urllib.request
import uuid
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from assessments.kit.store import DiskStore
from tests.journeys.lines import CuttingLine, break_off
from tests.journeys.product import Product

pytestmark = pytest.mark.xdist_group("journeys")
CUTS = 200 if os.environ.get("PROVE") else 10


class Api:
    """A signed-in REST client that uses nothing of ours."""

    def __init__(self, product: Product, name: str = "recorder") -> None:
        self.base = f"{product.url}/api/v1"
        reply = self.send("POST", "/auth/tokens", {
            "email": f"{name}@demo.example", "password": "zenobia-demo", "device_name": "tus",
        }, token="")  # fmt: skip
        self.token = reply["token"]

    def send(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if token is None:
            headers["Authorization"] = f"Bearer {self.token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"null")

    def monument(self) -> str:
        return str(self.send("GET", "/monuments?q=arch&limit=1")["results"][0]["id"])

    def register(self, data: bytes, monument: str) -> dict[str, Any]:
        return self.send("POST", "/photos", {  # type: ignore[no-any-return]
            "id": str(uuid.uuid4()), "monument": monument, "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data), "media_type": "image/jpeg", "filename": "cut.jpg",
        })  # fmt: skip


@pytest.fixture(scope="module")
def api(product: Product) -> Api:
    return Api(product)


@pytest.fixture
def line(product: Product) -> Iterator[CuttingLine]:
    made = CuttingLine(product.port, random.Random(2016))
    yield made
    made.close()


def test_uploads_cut_at_random_bytes_all_complete_with_equal_hashes(
    api: Api, line: CuttingLine, product: Product
) -> None:
    """tuspy, a client that is not ours, over a line that keeps breaking."""
    chance = random.Random(40)
    monument = api.monument()
    sent: dict[str, str] = {}
    for number in range(CUTS):
        data = number.to_bytes(4, "big") + chance.randbytes(chance.randrange(20_000, 200_000))
        reply = api.register(data, monument)
        url = f"http://127.0.0.1:{line.own_port}{reply['upload']['url']}"
        client = TusClient(url, headers={"Authorization": f"Bearer {api.token}"})
        for _attempt in range(60):
            try:
                uploader = client.uploader(
                    file_stream=BytesIO(data), url=url, chunk_size=chance.choice([30_000, 1 << 20])
                )
                uploader.upload()
            except (TusCommunicationError, OSError):
                continue
            break
        sent[reply["id"]] = hashlib.sha256(data).hexdigest()
    assert line.cuts > CUTS / 4, "the line must have broken often, or nothing was tested"
    for id_, digest in sent.items():
        assert api.send("GET", f"/photos/{id_}")["upload"]["state"] == "complete"
        stored = DiskStore(product.data / "store").path(digest)
        assert hashlib.sha256(stored.read_bytes()).hexdigest() == digest
    assert not [one for one in (product.data / "store/staging").glob("upload-*") if one.name[7:] in sent]


def test_a_body_that_was_cut_keeps_its_bytes_and_is_never_complete(api: Api, product: Product) -> None:
    data = os.urandom(300_000)
    reply = api.register(data, api.monument())
    path = reply["upload"]["url"]
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: {urlsplit(product.url).netloc}\r\nAuthorization: Bearer {api.token}\r\n"
        f"Content-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", product.port)) as cut:
        cut.sendall(head.encode() + data[:123_456])
        cut.shutdown(socket.SHUT_WR)
        cut.settimeout(5)
        try:
            while cut.recv(4096):
                pass
        except OSError:
            pass
    assert api.send("GET", f"/photos/{reply['id']}")["state"] == "registered"
    client = TusClient(product.url + path, headers={"Authorization": f"Bearer {api.token}"})
    uploader = client.uploader(file_stream=BytesIO(data), url=product.url + path, chunk_size=1 << 20)
    assert uploader.get_offset() == 123_456
    uploader.upload()
    assert api.send("GET", f"/photos/{reply['id']}")["upload"]["state"] == "complete"


def half_sent(product: Product, api: Api, data: bytes) -> socket.socket:
    """A phone that stops sending in the middle of a photograph: the connection stays open, and nothing more comes."""
    path = api.register(data, api.monument())["upload"]["url"]
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: {urlsplit(product.url).netloc}\r\nAuthorization: Bearer {api.token}\r\n"
        f"Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    silent = socket.create_connection(("127.0.0.1", product.port))
    silent.sendall(head.encode() + data[: len(data) // 2])
    return silent


def test_phones_that_fell_silent_hold_up_nobody_else(api: Api, product: Product) -> None:
    silent = [half_sent(product, api, os.urandom(40_000)) for _phone in range(10)]
    for _page in range(20):
        with urllib.request.urlopen(f"{product.url}/safety", timeout=15) as response:
            assert response.status == 200
    for one in silent:
        break_off(one)


def test_the_kernel_looks_whether_a_silent_line_still_stands(api: Api, product: Product) -> None:
    """On this machine every probe is answered, so look into /proc/net/tcp: one is due within seconds."""
    silent = half_sent(product, api, os.urandom(40_000))
    # By both ends: the kernel lends the same port to a line that leads elsewhere.
    ends = [f":{port:04X}" for port in (product.port, silent.getsockname()[1])]
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    (timer,) = [line[5] for line in lines if line[1].endswith(ends[0]) and line[2].endswith(ends[1])]
    kind, ticks = timer.split(":")
    assert kind == "02", "the keep-alive timer of the server's end runs"
    assert int(ticks, 16) <= 20 * os.sysconf("SC_CLK_TCK")
    break_off(silent)


def open_gallery(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("recorder2@demo.example")
    page.locator("#id_password").fill("zenobia-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/sites")
    page.get_by_role("link", name="Site of Palmyra").click()
    page.get_by_role("link", name="Tower of Elahbel", exact=True).first.click()
    page.get_by_role("link", name="All photographs by day, before and after").click()
    # Until it has loaded, nothing on it listens.
    page.wait_for_url("**/photographs", wait_until="load")


def test_what_arrives_while_the_gallery_is_read_anew_is_shown(browser: Browser, product: Product) -> None:
    """Two arrive at once: the second requests the gallery while the first response is on its way, or cut off."""
    page = browser.new_context(base_url=product.url).new_page()
    open_gallery(page)
    asked: list[str] = []

    def is_gallerys(request: Any) -> bool:
        """Asked by the gallery itself, not by what polls while a photograph is being read."""
        return bool(request.headers.get("hx-trigger") == "gallery")

    page.on("request", lambda request: asked.append(request.url) if is_gallerys(request) else None)
    announce = "document.body.dispatchEvent(new CustomEvent('photographs'))"
    with page.expect_event("requestfinished", lambda _request: len(asked) >= 2):
        page.evaluate(f"{announce}; {announce}")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.evaluate(announce)
    page.context.set_offline(False)
    page.wait_for_event("requestfinished", is_gallerys, timeout=20_000)
    page.close()


def test_a_browser_sends_everything_over_a_line_that_keeps_breaking(browser: Browser, product: Product) -> None:
    """tus-js-client in Chromium: each photograph arrives whole, whatever becomes of its pieces."""
    line = CuttingLine(product.port, random.Random(272), only_bytes=True)
    chance = random.Random(41)
    bodies = {f"cut {number}.jpg": chance.randbytes(chance.randrange(60_000, 400_000)) for number in range(8)}
    page = browser.new_context(base_url=f"http://127.0.0.1:{line.own_port}").new_page()
    open_gallery(page)
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": body} for name, body in bodies.items()]
    before = page.locator("#gallery .photo").count()
    page.locator("#photos").set_input_files(files)  # type: ignore[arg-type]
    # They are no pictures, only bytes: the worker will say so, after they have all arrived.
    expect(page.locator("#gallery .photo")).to_have_count(before + len(bodies), timeout=120_000)
    expect(page.locator("[data-uploads] li")).to_have_count(0, timeout=120_000)
    assert line.cuts, "the line must have broken, or nothing was tested"
    line.close()
    for body in bodies.values():
        digest = hashlib.sha256(body).hexdigest()
        stored = DiskStore(product.data / "store").path(digest)
        assert hashlib.sha256(stored.read_bytes()).hexdigest() == digest
