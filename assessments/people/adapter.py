"""What allauth may do here: sign in, reset, second factor. Nobody signs themselves up; our own limits hold."""

from __future__ import annotations

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
    """A refusal for too many attempts is left on the request as `sign_in_refusal`, for the view to answer with."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users have no username here."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        via = Via.API if request.path.startswith("/api/") else Via.WEB
        attempt = sign_in.attempt_of(request, str(credentials.get("email", "")), via=via.value)
        try:
            attempt_id = sign_in.begin(attempt)
        except SignInTooFast as refusal:
            request.sign_in_refusal = refusal  # type: ignore[attr-defined]
            raise ValidationError(refusal.sentence()) from None
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            sign_in.fail(attempt_id)
        else:
            sign_in.succeed(attempt_id)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Attempts are counted in `authenticate`, by our own rules."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        sign_in.remember_device(response, user, secure=settings.SESSION_COOKIE_SECURE)
        return response

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        sign_in.forget(user)
