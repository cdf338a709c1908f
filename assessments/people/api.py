"""Tokens and devices over REST."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.actor import Actor, Via
from assessments.kit.api import JSONView, endpoint, respond
from assessments.people import operations, queries, sign_in
from assessments.people.authentication import signed_in
from assessments.people.errors import OneTimeCodeNeeded, WrongCredentials
from assessments.people.models import Device, User


class TokenIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=1000)]
    device_name: Annotated[str, Meta(max_length=100)]
    otp: Annotated[str, Meta(max_length=20)] = ""


class DeviceOut(msgspec.Struct):
    id: UUID
    name: str


class TokenOut(msgspec.Struct):
    token: str
    expires_at: datetime
    device: DeviceOut


class DeviceLine(msgspec.Struct, kw_only=True):
    """`waiting` and `photographs_waiting` are what the device last said of itself."""

    id: UUID
    name: str
    created_at: datetime
    client: str
    last_sync_at: datetime | None
    waiting: int | None
    photographs_waiting: int | None


class Tokens(JSONView):
    """Exchanges e-mail and password for a device token, with allauth's rate limits and second factor."""

    authentication_classes = ()
    signed_in_user: User | None = None

    @endpoint("A token for a new device", request=TokenIn, response=TokenOut, status=201)
    def post(self, request: Request, body: Any) -> TokenOut:
        message: TokenIn = body()
        user = self.signed_in_user = _authenticated(request._request, message)
        by = Actor(user_id=user.id, via=Via.API, code=user.code)
        device, token, expires_at = operations.add_device(user, message.device_name, by=by)
        return TokenOut(token, expires_at, DeviceOut(device.id, device.name))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.signed_in_user is not None:
            sign_in.remember_device(
                request._request, response, self.signed_in_user, secure=settings.SESSION_COOKIE_SECURE
            )
        return response


def _authenticated(request: HttpRequest, message: TokenIn) -> User:
    """The person. Raises `WrongCredentials`, `TooFast`, or `OneTimeCodeNeeded` for a missing or wrong code."""
    adapter = get_adapter(request)
    try:
        user = adapter.authenticate(request, email=message.email, password=message.password)
    except ValidationError:
        raise request.sign_in_refusal from None  # type: ignore[attr-defined]
    if not isinstance(user, User) or not user.is_active:
        raise WrongCredentials
    second = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if second is not None and not message.otp:
        raise OneTimeCodeNeeded
    if second is not None and not _is_valid_code(message.otp, second, request, message.email):
        raise OneTimeCodeNeeded
    return user


def _is_valid_code(code: str, second: Authenticator, request: HttpRequest, email: str) -> bool:
    """Whether the code is valid; a wrong one counts as a wrong password, since a program could try a million."""
    attempt = sign_in.attempt_of(request, email, via=Via.API.value)
    return sign_in.judged(attempt, lambda: bool(TOTP(second).validate_code(code)))


class DeviceList(JSONView):
    @endpoint("Your devices", response=DeviceLine, many=True)
    def get(self, request: Request) -> dict[str, Any]:
        rows = queries.devices_of(signed_in(request))
        return {"results": [_line(one) for one in rows], "next": None}


def _line(device: Device) -> DeviceLine:
    return DeviceLine(
        id=device.id, name=device.name, created_at=device.created_at, client=device.client,
        last_sync_at=device.last_sync_at, waiting=device.waiting, photographs_waiting=device.photographs_waiting,
    )  # fmt: skip


class DeviceDetail(JSONView):
    @endpoint("Revoke a device", status=204)
    def delete(self, request: Request, id: UUID) -> Response:
        operations.revoke_device(id, by=signed_in(request))
        return respond(None, status=204)
