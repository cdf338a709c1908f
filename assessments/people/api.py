"""Tokens and devices over REST."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from msgspec import Meta
from rest_framework.request import Request

from assessments.kit.actor import Actor, Via
from assessments.kit.api import Answer, Door, says
from assessments.kit.errors import TooFast
from assessments.people import operations, queries
from assessments.people.doors import signed_in
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


class DeviceLine(msgspec.Struct):
    id: UUID
    name: str
    created_at: datetime


class Tokens(Door):
    """Trading e-mail and password for a device token. Runs allauth's own limits and second factor."""

    authentication_classes = ()

    @says("A token for a new device", body=TokenIn, answer=TokenOut, status=201)
    def post(self, request: Request, body: Any) -> TokenOut:
        message: TokenIn = body()
        user = _authenticated(request._request, message)
        by = Actor(user_id=user.id, via=Via.API, code=user.code)
        device, token, expires_at = operations.add_device(user, message.device_name, by=by)
        return TokenOut(token, expires_at, DeviceOut(device.id, device.name))


def _authenticated(request: HttpRequest, message: TokenIn) -> User:
    """The person, or a refusal: wrong credentials, too many attempts, a missing or wrong one-time code."""
    adapter = get_adapter(request)
    try:
        user = adapter.authenticate(request, email=message.email, password=message.password)
    except ValidationError:
        raise TooFast(seconds=300) from None
    if not isinstance(user, User) or not user.is_active:
        raise WrongCredentials
    second = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if second is not None and not (message.otp and TOTP(second).validate_code(message.otp)):
        raise OneTimeCodeNeeded
    return user


class Devices(Door):
    @says("Your devices", answer=DeviceLine, many=True)
    def get(self, request: Request) -> dict[str, Any]:
        rows = queries.devices_of(signed_in(request))
        return {"results": [_line(one) for one in rows], "next": None}


def _line(device: Device) -> DeviceLine:
    return DeviceLine(device.id, device.name, device.created_at)


class OneDevice(Door):
    @says("Revoke a device", status=204)
    def delete(self, request: Request, id: UUID) -> Answer:
        operations.revoke_device(id, by=signed_in(request))
        return Answer(None, 204)
