"""What no page and no client of ours ever sends: answered with a sentence, never with a 500, and no trace in the log."""

from __future__ import annotations

import logging
import os
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests.product.samples import of_each_kind
from tests.product.url_map import drained, endpoints, filled, signed_in

BAD_HOSTS = [
    "evil.example", "evil.example:99999", "127.0.0.1:abc", "localhost.evil.example", "[::1", "..", "a b", "%00", "Ünïcode",
    "testserver@evil.example", "x" * 5000, "",
]  # fmt: skip
ODD_HEADERS = [
    {"Accept": ";;;,,q=x"}, {"Accept-Language": "x" * 4000}, {"Accept-Language": "ar;q=nan,*;q="}, {"Cookie": "=;;\x7f=;a"},
    {"Cookie": "sessionid=" + "z" * 4000}, {"Cookie": "theme=%00"}, {"If-Match": "\u0661"}, {"If-Match": "9" * 5000},
    {"If-None-Match": "W/"}, {"Range": "bytes=9-1"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer a b c"},
    {"Authorization": "Basic !!!"}, {"Idempotency-Key": "\u00e9" * 300}, {"X-Forwarded-For": "no address"},
    {"X-Requested-With": "fetch"}, {"Origin": "null"}, {"Content-Length": "-1"}, {"HX-Request": "true", "HX-Target": "\x01"},
]  # fmt: skip
ODD_TYPES = [
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300,
    "application/x-www-form-urlencoded; charset=utf-16", "application/json; charset=no-such", "text/plain", "///", "\x7f",
]  # fmt: skip
ODD_QUERIES = ["q=%00", "q=%ff%fe&cursor=%00", "limit=-1", "on=9999-99-99", "a=1&" * 1200]
ODD_METHODS = ["TRACE", "OPTIONS", "HEAD", "X" * 100]
ADMIN_PAGES = [f"/admin/assessments/{one}/" for one in ("user", "site", "monument", "plan", "failedsignin")]


@pytest.fixture
def traces(caplog: pytest.LogCaptureFixture) -> Any:
    """Fails the test when something was logged with a trace while it ran."""
    caplog.set_level(logging.WARNING)
    security = logging.getLogger("django.security")  # which hands its records to nobody above it
    security.addHandler(caplog.handler)
    yield
    security.removeHandler(caplog.handler)
    assert [one.getMessage() for one in caplog.records if one.exc_info] == []


def by_turns(odd: list[str], place: int) -> list[tuple[int, str]]:
    """Two of them, numbered: neighbours in the URL map are alike, so together they meet all; `make prove` asks all."""
    numbered = list(enumerate(odd))
    if os.environ.get("PROVE"):
        return numbered
    return [numbered[(place * 2 + step) % len(odd)] for step in (0, 1)]


def addresses(world: SimpleNamespace) -> list[str]:
    known = of_each_kind(world)
    return sorted({filled(address, known) for address, _view in endpoints()})


@pytest.mark.parametrize("host", BAD_HOSTS, ids=range(len(BAD_HOSTS)))
@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/accounts/login/", "/no/such/page"])
def test_a_foreign_host_is_a_400_that_says_what_to_do(
    world: SimpleNamespace, host: str, path: str, traces: None
) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400, answer.content
    assert "ALLOWED_HOSTS" in answer.content.decode()


def test_the_log_of_a_foreign_host_is_one_line(world: SimpleNamespace, django_settings: Any) -> None:
    import io

    handler = next(
        one for one in logging.getLogger("django.security").handlers if isinstance(one, logging.StreamHandler)
    )
    kept, handler.stream = handler.stream, io.StringIO()
    try:
        Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"})
        written = handler.stream.getvalue()
    finally:
        handler.stream = kept
    assert "evil.example" in written
    assert "Traceback" not in written


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=lambda one: next(iter(one)))
def test_odd_headers_are_answered(world: SimpleNamespace, headers: dict[str, str], traces: None) -> None:
    client = signed_in(world, "verifier")
    for path in ("/", "/reports", "/api/v1/reports", f"/api/v1/sites/{world.site.id}", "/no/such/page"):
        assert client.get(path, headers=headers).status_code < 500, path
        assert client.post(path, "{}", content_type="application/json", headers=headers).status_code < 500, path


def test_odd_bodies_are_answered(world: SimpleNamespace, traces: None) -> None:
    client, bodies = signed_in(world, "verifier"), [b"\xff\x00--b--\r\n", b"a=1&" * 1200]
    wrong = []
    for place, address in enumerate(addresses(world)):
        for number, kind in by_turns(ODD_TYPES, place):
            answer = drained(client.generic("POST", address, bodies[number % 2], content_type=kind))
            if answer.status_code >= 500:
                wrong.append((address, kind, answer.status_code))
    assert wrong == []


def test_odd_questions_are_answered(world: SimpleNamespace, traces: None) -> None:
    clients = {"verifier": addresses(world), "administrator": ADMIN_PAGES}
    wrong = []
    for role, asked in clients.items():
        client = signed_in(world, role)
        for place, address in enumerate(asked):
            for _number, query in by_turns(ODD_QUERIES, place):
                answer = drained(client.generic("GET", address, QUERY_STRING=query))
                if answer.status_code >= 500:
                    wrong.append((address, query, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("method", ODD_METHODS)
def test_odd_methods_are_answered(world: SimpleNamespace, method: str, traces: None) -> None:
    client = signed_in(world, "verifier")
    for address in addresses(world):
        answer = client.generic(method, address)
        drained(answer)
        assert answer.status_code < 500, address


@pytest.mark.parametrize(
    "path", ["/%00", "/sites/%00", "/reports/%ff", "/" + "a" * 9000, "/%2e%2e/%2e%2e/etc/passwd", "/sites/\u0661"]
)
def test_odd_paths_are_answered(world: SimpleNamespace, path: str, traces: None) -> None:
    client = signed_in(world, "verifier")
    for prefix in ("", "/api/v1"):
        assert client.get(prefix + path).status_code in (301, 302, 400, 404), path
