"""Who stands at the door: an `Actor` for every request, from a browser session or a device token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

from assessments.kit.actor import OUTSIDER, Actor, Via
from assessments.kit.errors import NotSignedIn
from assessments.people.models import Device, User


def _second_factor_at(request: HttpRequest) -> datetime | None:
    given = [one["at"] for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    return datetime.fromtimestamp(max(given), UTC) if given else None


def session_actor(request: HttpRequest, via: Via) -> Actor:
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return Actor(user_id=None, via=via, code=OUTSIDER.code)
    return Actor(user_id=user.id, via=via, code=user.code, proved_at=_second_factor_at(request))


class ActorMiddleware:
    """Puts `request.actor` on every page request, and speaks the person's language when they chose none here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        via = Via.ADMIN if request.path.startswith("/admin/") else Via.WEB
        request.actor = session_actor(request, via)  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest | Request) -> Actor:
    """The actor of a request at any door."""
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


class DeviceToken(TokenAuthentication):
    """`Authorization: Bearer …`; a token without a living device opens nothing."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        user, token = found
        device = Device.objects.filter(token_digest=token.digest, revoked_at__isnull=True).first()
        if device is None:
            raise NotSignedIn("This device was revoked.")
        request._request.api_actor = Actor(  # type: ignore[attr-defined]
            user_id=user.id, via=Via.API, code=user.code, device_id=device.id
        )
        translation.activate(translation.get_language_from_request(request._request))
        return user, token


def reader_of(request: HttpRequest) -> Actor:
    """The actor at a door that hands out pictures: by the browser's session, or by a device's token, since answers of
    the API name these addresses. Refuses with `NotSignedIn` a token that opens nothing.
    """
    actor = actor_of(request)
    if actor.user_id is None and DeviceToken().authenticate(Request(request)):
        return request.api_actor  # type: ignore[attr-defined, no-any-return]
    return actor


class BrowserSession(SessionAuthentication):
    """The browser's session, with its CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        found = super().authenticate(request)
        if found is not None:
            request._request.api_actor = session_actor(request._request, Via.API)  # type: ignore[attr-defined]
        return found

    def enforce_csrf(self, request: Request) -> None:
        """On Django's own request: the framework's would parse the body to look for a form field, and refuse JSON."""
        super().enforce_csrf(request._request)  # type: ignore[arg-type]
