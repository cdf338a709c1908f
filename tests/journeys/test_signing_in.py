"""An office behind one address: a neighbour's wrong passwords, a shared computer, and requests that no browser sends."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job_over_rest import Client

pytestmark = pytest.mark.xdist_group("journeys")


def test_twelve_wrong_passwords_of_a_neighbour_keep_nobody_else_out(open_page: Any, product: Any) -> None:
    neighbour = open_page()
    neighbour.goto("/accounts/login/")
    for attempt in range(12):
        neighbour.get_by_label("E-mail").fill("stateparty2@demo.example")
        neighbour.locator("#id_password").fill(f"guess {attempt}")
        neighbour.get_by_role("button", name="Sign in", exact=True).click()
        neighbour.wait_for_load_state()
    expect(neighbour.get_by_role("alert")).to_contain_text("Too many wrong passwords")
    expect(neighbour.get_by_label("E-mail")).to_have_value("stateparty2@demo.example")
    expect(neighbour.get_by_role("link", name="Forgot the password?")).to_be_visible()
    mine = open_page()
    mine.goto("/accounts/login/")
    mine.get_by_label("E-mail").fill("stateparty@demo.example")
    mine.locator("#id_password").fill("zenobia-demo")
    mine.get_by_role("button", name="Sign in", exact=True).click()
    expect(mine.get_by_role("heading", name="What waits for you")).to_be_visible()
    assert Client(product.url, "committee").token
    office = open_page("admin")
    office.goto("/admin/assessments/failedsignin/")
    expect(office.locator("#result_list")).to_contain_text("127.0.0.1")


def test_after_signing_out_the_back_button_shows_nothing(open_page: Any) -> None:
    page = open_page("whc")
    page.goto("/sites")
    expect(page.get_by_role("link", name="Site of Palmyra").first).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text("whc@demo.example").first).to_be_visible()
    page.locator("summary").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.go_back()
    expect(page.get_by_label("E-mail")).to_be_visible()
    assert "whc@demo.example" not in page.content().replace("Sign in as whc@demo.example", "").replace(
        'value="whc@demo.example"', ""
    )


ODD = [
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\nAccept: application/json\r\nAuthorization: Bearer x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"FROB / HTTP/1.1\r\nHost: %HOST%\r\n\r\n",
    b"POST /reports HTTP/1.1\r\nHost: %HOST%\r\nContent-Length: abc\r\n\r\n",
    b"POST /api/v1/reports HTTP/1.1\r\nHost: %HOST%\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: %HOST%\r\n\r\n",
    b"GET /%00%ff HTTP/1.1\r\nHost: %HOST%\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %HOST%\r\nX: \xff\xfe\r\nCookie: \xff=\xfe\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: %HOST%\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %HOST%\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: %HOST%\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: %HOST%\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]


def test_requests_that_no_browser_sends_leave_no_500_and_no_trace(product: Any) -> None:
    host, port = product.url.removeprefix("http://").split(":")
    statuses = []
    for request in ODD:
        with socket.create_connection((host, int(port)), timeout=2) as line:
            line.sendall(request.replace(b"%HOST%", f"{host}:{port}".encode()))
            try:
                answer = line.recv(65536)
            except (ConnectionResetError, TimeoutError):
                answer = b""  # closed without a word, or waiting for the rest: no harm
        statuses.append(answer[9:12].decode("latin-1"))
    assert [one for one in statuses if one.startswith("5")] == []
    assert statuses[0] == "400"
    assert product.answers()
    assert "Traceback" not in (product.folder / "log").read_text(errors="replace")
