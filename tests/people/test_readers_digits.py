"""Numbers stand in the digits that a person chose; references, file names and what is typed again stay as written."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from assessments.kit.digits import page_in, text_in
from tests import factories


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>25 April 2016</p>", "<p>٢٥ April ٢٠١٦</p>"),
        ('<a href="/sites/12?n=3" title="12">12</a>', '<a href="/sites/12?n=3" title="12">١٢</a>'),
        ('<b class="x ref">PAL-0001</b> 7', '<b class="x ref">PAL-0001</b> ٧'),
        (
            "<bdi>1.jpg</bdi> 1 <bdi>a <b>2</b> <bdi>3</bdi> 4</bdi> 5",
            "<bdi>1.jpg</bdi> ١ <bdi>a <b>2</b> <bdi>3</bdi> 4</bdi> ٥",
        ),
        ("<code>1</code><pre>2</pre><textarea>3</textarea>5", "<code>1</code><pre>2</pre><textarea>3</textarea>٥"),
        ('<input class="ref" value="1">2', '<input class="ref" value="1">٢'),
        (
            '<div hx-select="#a > *" hx-trigger="every 2s">3</div>',
            '<div hx-select="#a > *" hx-trigger="every 2s">٣</div>',
        ),
        ("it&#x27;s 3&#8230;", "it&#x27;s ٣&#8230;"),
        ('<input value="4"><br>5', '<input value="4"><br>٥'),
        ("<!-- 1 < 2 --> 3", "<!-- 1 < 2 --> ٣"),
        ("a < b 3", "a < b ٣"),
    ],
)
def test_running_text_has_the_digits_and_nothing_else(html: str, expected: str) -> None:
    assert page_in(html, "arab") == expected


def test_european_digits_change_nothing() -> None:
    assert page_in("<p>25</p>", "latn") == "<p>25</p>"
    assert text_in("25", "arabext") == "۲۵"


def test_a_person_chooses_once_and_every_page_follows(world: SimpleNamespace, client: Client) -> None:
    report = factories.report(world, upto="verified")
    client.force_login(world.users["verifier"], "allauth.account.auth_backends.AuthenticationBackend")
    address = f"/reports/{report.id}"
    before = client.get(address).content.decode()
    assert "25 April 2016" in before
    assert client.post("/account/digits", {"digits": "arab"}).status_code == 302
    page = client.get(address)
    text = page.content.decode()
    assert "٢٥ April ٢٠١٦" in text
    assert "25 April 2016" not in text
    assert report.reference in text
    assert 'data-digits="arab"' in text
    assert int(page.get("Content-Length", len(page.content))) == len(page.content)
    other = Client()
    other.force_login(world.users["recorder"], "allauth.account.auth_backends.AuthenticationBackend")
    assert "25 April 2016" in other.get(address).content.decode()
    assert "٢٠١٦" in client.get("/dates/reading?text=2016").json()["reading"]


def test_digits_that_there_are_not_are_refused(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.users["verifier"], "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/account/digits", {"digits": "roman"}).status_code == 422
    world.users["verifier"].refresh_from_db()
    assert world.users["verifier"].digits == "latn"
