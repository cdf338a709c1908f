"""What goes wrong in the field: lost connections, dead servers, stale pages, wrong files. Nothing is lost, and each error says what to do."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job_in_the_browser import open_monument
from tests.journeys.test_main_job_over_rest import Client

pytestmark = pytest.mark.xdist_group("journeys")


def registered(client: Client, data: bytes) -> str:
    (arch,) = client.call("GET", "/monuments?q=monumental%20arch")["results"]
    message = {"id": str(uuid.uuid4()), "monument": arch["id"], "sha256": hashlib.sha256(data).hexdigest(),
               "size": len(data), "media_type": "image/jpeg", "filename": "IMG_1.jpg"}  # fmt: skip
    return str(client.call("POST", "/photos", message, 201)["upload"]["url"])


def cut_off(client: Client, url: str, headers: str, body: bytes) -> None:
    """A request over a bad connection: exactly these bytes, and nothing after them."""
    host, port = client.host.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        head = f"PUT {url} HTTP/1.1\r\nHost: {client.host}\r\nAuthorization: Bearer {client.token}\r\n{headers}\r\n"
        line.sendall(head.encode() + body)
        line.shutdown(socket.SHUT_WR)
        while line.recv(65536):
            pass


def test_a_cut_upload_is_not_taken_for_a_photograph_and_can_be_sent_again(product: Any, shared_data: Path) -> None:
    recorder = Client(product.url, "recorder")
    data = (shared_data / "photos/gps/DSCN0029.jpg").read_bytes()
    url = registered(recorder, data)
    cut_off(recorder, url, f"Content-Length: {len(data)}\r\n", data[: len(data) // 2])
    photo = recorder.call("GET", url.removeprefix("/api/v1").replace("/uploads/", "/photos/"))
    assert photo["state"] == "registered"
    assert recorder.call("PUT", url.removeprefix("/api/v1"), data)["state"] in ("received", "processing", "ready")


def test_an_upload_without_a_length_is_refused_with_a_sentence(product: Any) -> None:
    recorder = Client(product.url, "recorder")
    url = registered(recorder, b"some bytes of no photograph" + os.urandom(8))
    conn = recorder.connection(recorder.host, timeout=30)
    sent = {"Authorization": f"Bearer {recorder.token}", "Transfer-Encoding": "chunked"}
    conn.request("PUT", url, iter([b"abcd"]), sent, encode_chunked=True)
    response = conn.getresponse()
    assert response.status == 411
    assert b"Content-Length" in response.read()
    conn.close()


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A server process that is alive and hangs, which is worse than a dead one."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_with_a_dead_broker_a_photograph_is_taken_in_and_still_ends_ready(product: Any, shared_data: Path) -> None:
    recorder = Client(product.url, "recorder")
    data = (shared_data / "photos/gps/DSCN0038.jpg").read_bytes()
    with frozen(product.pids()["valkey"]):
        url = registered(recorder, data)
        assert recorder.call("PUT", url.removeprefix("/api/v1"), data)["state"] == "received"
    path = url.removeprefix("/api/v1").replace("/uploads/", "/photos/")
    deadline = time.monotonic() + 120
    while (state := recorder.call("GET", path)["state"]) != "ready":
        assert time.monotonic() < deadline, state
        time.sleep(0.5)


def test_a_stale_form_keeps_the_words_and_says_what_to_do(open_page: Any) -> None:
    first = open_page("recorder")
    open_monument(first, "Temple of Baalshamin")
    first.get_by_role("button", name="Log an assessment").click()
    expect(first.locator("[name=narrative]")).to_be_visible()
    second = first.context.new_page()
    second.goto(first.url)
    second.locator("[name=narrative]").fill("Written on the tablet.")
    expect(second.locator("[data-saved]")).to_contain_text("Saved")
    first.locator("[name=narrative]").fill("Written on the laptop.")
    first.get_by_role("button", name="Submit for review").click()
    expect(first.get_by_text("changed", exact=False).first).to_be_visible()
    expect(first.locator("[name=narrative]")).to_have_value("Written on the laptop.")
    second.close()


def test_a_wrong_file_is_refused_by_name_and_the_others_are_kept(
    open_page: Any, shared_data: Path, tmp_path: Path
) -> None:
    page = open_page("recorder")
    open_monument(page, "Tetrapylon")
    page.get_by_role("button", name="Log an assessment").click()
    wrong = tmp_path / "notes.txt"
    wrong.write_text("not a photograph")
    page.locator("#photos").set_input_files([str(wrong), str(shared_data / "photos/gps/DSCN0040.jpg")])
    expect(page.get_by_text("notes.txt", exact=False).first).to_be_visible()
    expect(page.locator("#photographs img")).to_have_count(1, timeout=60_000)
