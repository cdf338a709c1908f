"""Authentication: an `Actor` for every request, from a browser session or a device token."""

from __future__ import annotations

import binascii
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from assessments.kit import clock, digits
from assessments.kit.actor import OUTSIDER, Actor, Via
from assessments.kit.errors import NotSignedIn, Problem
from assessments.kit.statements import rows, statement
from assessments.people import operations
from assessments.people.errors import DeviceRevoked
from assessments.people.models import User


def _second_factor_at(request: HttpRequest) -> datetime | None:
    given = [one["at"] for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    return datetime.fromtimestamp(max(given), UTC) if given else None


def session_actor(request: HttpRequest, via: Via) -> Actor:
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return Actor(user_id=None, via=via, code=OUTSIDER.code)
    return Actor(user_id=user.id, via=via, code=user.code, second_factor_at=_second_factor_at(request))


class ActorMiddleware:
    """Sets `request.actor` from the browser session; API views authenticate again, with DRF's classes below."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        via = Via.ADMIN if request.path.startswith("/admin/") else Via.WEB
        request.actor = session_actor(request, via)  # type: ignore[attr-defined]
        return self.get_response(request)


class SignInRefusals:
    """Answers a refused attempt to sign in with 429 and the seconds to wait, whichever page or form it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refusal: Problem | None = getattr(request, "sign_in_refusal", None)
        if refusal is not None:
            response.status_code = refusal.status
            response["Retry-After"] = str(refusal.facts["seconds"])
        return response


class ReadersDigits:
    """Pages show numbers in the digits that the person chose. The Django admin and files stay as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        system = getattr(request.user, "digits", "latn")
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if system != "latn" and is_page and not request.path.startswith("/admin/"):
            response.content = digits.page_in(response.content.decode(response.charset), system)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response


def actor_of(request: HttpRequest | Request) -> Actor:
    """The actor of a Django or DRF request."""
    if isinstance(request, Request):
        request.user  # noqa: B018 - asks DRF to authenticate
        actor = getattr(request._request, "api_actor", None)
        return actor or Actor(user_id=None, via=Via.API, code=OUTSIDER.code)
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else OUTSIDER


def signed_in(request: HttpRequest | Request) -> Actor:
    """The actor, or `NotSignedIn`."""
    actor = actor_of(request)
    if actor.user_id is None:
        raise NotSignedIn
    return actor


class DeviceTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`. The token of a revoked device is told to wipe what it holds.

    knox makes the tokens and keeps their digests; looking one up takes one statement of ours. `also` is SQL for what a
    higher layer wants to know of the person with it.
    """

    also = "NULL"

    def made_known(self, actor: Actor, also: Any) -> None:
        """Called with the actor and the value of `also`."""

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        digest = _digest_of(request)
        if digest is None:
            return None
        found = rows(statement(__file__, "sign_in_by_token", also=self.also), {"digest": digest})
        if not found:
            if operations.wiped(digest):
                raise DeviceRevoked
            raise NotSignedIn
        expiry, id_, code, email, full_name, is_active, digits_, device, revoked_at, synced_at, also = found[0]
        if not is_active or (expiry and expiry <= clock.recorded_now()):
            raise NotSignedIn
        if device is None or revoked_at is not None:
            raise DeviceRevoked
        if expiry:
            operations.renew_token(digest, expiry)
        user = User(id=id_, code=code, email=email, full_name=full_name, is_active=True, digits=digits_)
        user._state.adding, user._state.db = False, "default"
        actor = Actor(user_id=id_, via=Via.API, code=code, device_id=device)
        actor.memo["last_sync_at"] = synced_at
        self.made_known(actor, also)
        request._request.api_actor = actor  # type: ignore[attr-defined]
        translation.activate(translation.get_language_from_request(request._request))
        return user, None


def _digest_of(request: Request) -> str | None:
    """The digest under which knox keeps the token of a request; None when there is none. Raises `NotSignedIn` for what
    cannot be one.
    """
    kind, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "bearer":
        return None
    try:
        return str(hash_token(token.strip())) if token.strip() else ""
    except (TypeError, binascii.Error, UnicodeError):
        return ""  # no token of ours: they are hexadecimal


def session_or_token_actor(request: HttpRequest) -> Actor:
    """The actor of a view that serves images: by browser session, or by device token, since API responses link to
    these URLs. Raises `NotSignedIn` for a revoked token.
    """
    actor = actor_of(request)
    if actor.user_id is None and DeviceTokenAuthentication().authenticate(Request(request)):
        return request.api_actor  # type: ignore[attr-defined, no-any-return]
    return actor


class BrowserSessionAuthentication(SessionAuthentication):
    """The browser's session, with its CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        found = super().authenticate(request)
        if found is not None:
            request._request.api_actor = session_actor(request._request, Via.API)  # type: ignore[attr-defined]
        return found

    def enforce_csrf(self, request: Request) -> None:
        """Check Django's own request: DRF's would parse the body to look for a form field, and reject JSON."""
        super().enforce_csrf(request._request)  # type: ignore[arg-type]
