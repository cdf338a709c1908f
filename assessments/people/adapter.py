"""What allauth may do here: sign in, reset, second factor. Nobody signs themselves up; our own limits hold."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from assessments.kit.actor import Via
from assessments.people import sign_in
from assessments.people.errors import SignInTooFast
from assessments.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """A refusal for too many attempts is left on the request as `sign_in_refusal`; `SignInRefusals` answers with it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users have no username here."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        via = Via.API if request.path.startswith("/api/") else Via.WEB
        attempt = sign_in.attempt_of(request, str(credentials.get("email", "")), via=via.value)
        try:
            user: User | None = sign_in.judged(
                attempt, lambda: super(AccountAdapter, self).authenticate(request, **credentials)
            )
        except SignInTooFast as refusal:
            request.sign_in_refusal = refusal  # type: ignore[attr-defined]
            raise ValidationError(refusal.sentence()) from None
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Attempts are counted in `authenticate`, by our own rules."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        sign_in.remember_device(request, response, user, secure=settings.SESSION_COOKIE_SECURE)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """An IPv4 address as such where the listener maps it into IPv6: else all of them would share one count."""
        address = ipaddress.ip_address(super().get_client_ip(request))
        return str(getattr(address, "ipv4_mapped", None) or address)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        sign_in.forget(user)
