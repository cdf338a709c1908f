"""Signing in: by invitation, with a forgotten password, with a second factor; nobody signs themselves up."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from assessments.kit import clock, ids
from assessments.kit.actor import Via
from assessments.people.authentication import session_actor
from assessments.people.errors import SecondFactorNeeded
from assessments.people.models import StoredEmail, User
from assessments.restoration import policy as restoration
from tests import factories

LINK = re.compile(r"https?://[^/\s]+(/\S+)")


@pytest.fixture(autouse=True)
def no_counted_failures() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def no_code_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The authenticator's clock stands still: a code is not typed at the turn of its half minute."""
    now = time.time()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: now))


def next_code() -> None:
    """A code counts once, and the clock has not moved on to the next: forget that this one was used."""
    cache.clear()


def sign_in(email: str, password: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": email, "password": password})


def choose_password(client: Client, password: str) -> Any:
    """Follow the link of the newest e-mail and choose a password there."""
    mail = StoredEmail.objects.latest("sent_at")
    found = LINK.search(mail.body)
    assert found
    page = client.get(found[1], follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else found[1]
    return client.post(address, {"password1": password, "password2": password})


def code(secret: str) -> str:
    (counter,) = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, counter)))


def give_second_factor(client: Client) -> str:
    """Activate an authenticator on the pages of the account; returns its secret."""
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    (secret,) = set(re.findall(r'value="([A-Z2-7]{32})"', page))
    assert client.post("/accounts/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    return secret


def test_an_invited_person_chooses_a_password_and_comes_in(world: SimpleNamespace) -> None:
    office = Client()
    office.force_login(world.users["administrator"], "allauth.account.auth_backends.AuthenticationBackend")
    form = {"email": "rana@example.org", "full_name": "Rana Haddad"}
    assert office.post("/admin/assessments/user/invite/", form).status_code == 302
    assert StoredEmail.objects.latest("sent_at").to == "rana@example.org"
    assert choose_password(Client(), "stone by stone 1").status_code == 302
    client, response = sign_in("rana@example.org", "stone by stone 1")
    assert response.status_code == 302
    assert "Rana Haddad" in client.get("/account").content.decode()


def test_a_forgotten_password_is_replaced_by_mail(world: SimpleNamespace) -> None:
    email = world.users["recorder"].email
    stranger = Client()
    assert stranger.post("/accounts/password/reset/", {"email": email}).status_code == 302
    choose_password(stranger, "column after column")
    assert sign_in(email, factories.PASSWORD)[1].status_code == 200
    assert sign_in(email, "column after column")[1].status_code == 302


def test_asking_for_a_reset_does_not_tell_who_is_here(world: SimpleNamespace) -> None:
    known = Client().post("/accounts/password/reset/", {"email": world.users["recorder"].email}, follow=True)
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain


def test_nobody_signs_themselves_up(world: SimpleNamespace) -> None:
    form = {"email": "me@example.org", "password1": "stone by stone 1", "password2": "stone by stone 1"}
    Client().post("/accounts/signup/", form)
    assert not User.objects.filter(email="me@example.org").exists()


def test_too_many_wrong_passwords_are_told_to_wait(world: SimpleNamespace) -> None:
    email = world.users["recorder"].email
    for _attempt in range(6):
        _client, response = sign_in(email, "wrong")
    assert "too many" in response.content.decode().lower()
    assert sign_in(email, factories.PASSWORD)[1].status_code != 302


def test_with_a_second_factor_the_password_alone_opens_nothing(world: SimpleNamespace) -> None:
    user = world.users["national_reviewer"]
    client, _answer = sign_in(user.email, factories.PASSWORD)
    secret = give_second_factor(client)
    again, response = sign_in(user.email, factories.PASSWORD)
    assert response.headers["Location"].endswith("/accounts/2fa/authenticate/")
    assert again.get("/account").status_code == 302
    next_code()
    assert again.post("/accounts/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert again.get("/account").status_code == 200


def deciding_actor(client: Client) -> Any:
    return session_actor(client.get("/account").wsgi_request, Via.WEB)


def test_deciding_needs_a_second_factor_given_just_now(world: SimpleNamespace, django_settings: Any) -> None:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = False
    client, _answer = sign_in(world.users["national_reviewer"].email, factories.PASSWORD)
    with pytest.raises(SecondFactorNeeded):
        restoration.require_second_factor(deciding_actor(client))
    plan = f"/plans/{ids.uuid7()}"
    assert client.get("/account/prove", {"next": plan}).headers["Location"].startswith("/accounts/2fa/totp/activate/")
    secret = give_second_factor(client)
    proving = client.get("/account/prove", {"next": plan}).headers["Location"]
    next_code()
    assert client.post(proving, {"code": code(secret), "next": plan}).headers["Location"] == plan
    by = deciding_actor(client)
    restoration.require_second_factor(by)
    with pytest.raises(SecondFactorNeeded):
        restoration.require_second_factor(replace(by, second_factor_at=by.second_factor_at - timedelta(minutes=16)))


def test_a_device_token_alone_never_decides(world: SimpleNamespace, django_settings: Any) -> None:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = False
    by = world.by("national_reviewer", device_id=world.site.id, second_factor_at=clock.recorded_now())
    with pytest.raises(SecondFactorNeeded):
        restoration.require_second_factor(by)


def test_a_token_asks_for_the_second_factor_too(world: SimpleNamespace) -> None:
    from tests.rest import Rest

    user = world.users["national_reviewer"]
    secret = give_second_factor(sign_in(user.email, factories.PASSWORD)[0])
    body = {"email": user.email, "password": factories.PASSWORD, "device_name": "tablet"}
    refused = Rest().post("/auth/tokens", body)
    assert (refused.status, refused.code) == (401, "otp_needed")
    cache.clear()
    assert Rest().post("/auth/tokens", {**body, "otp": code(secret)}).status == 201
