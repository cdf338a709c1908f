"""Account pages: devices, second factor, and the choice of theme and digits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LogoutView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assessments.kit.digits import SYSTEMS
from assessments.kit.errors import NotFound
from assessments.people import operations, queries
from assessments.people.authentication import signed_in


class SignOut(LogoutView):
    """allauth's page; the browser drops its cached pictures too. What it keeps to be sent stays."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


def not_here(request: HttpRequest) -> HttpResponse:
    """In place of allauth's list of further addresses: a person has one e-mail, which an administrator gives."""
    raise NotFound


THEMES = ("auto", "light", "dark")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "auto")
    response = HttpResponse(status=204) if request.headers.get("X-Requested-With") == "fetch" else redirect("home")
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


@require_GET
def reauthenticate(request: HttpRequest) -> HttpResponse:
    """Redirect to where a second factor is confirmed again or set up, and from there back to `next`."""
    page = "mfa_reauthenticate" if queries.has_second_factor(signed_in(request)) else "mfa_activate_totp"
    return redirect(f"{reverse(page)}?{urlencode({'next': request.GET.get('next', '')})}")


@require_GET
def about_account(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    return render(request, "people/account.html", {"person": queries.user_of(by), "digit_systems": SYSTEMS.items()})


@require_POST
def choose_reminders(request: HttpRequest) -> HttpResponse:
    operations.choose_reminders(request.POST.get("reminders") == "on", by=signed_in(request))
    return redirect("account")


@require_POST
def choose_digits(request: HttpRequest) -> HttpResponse:
    operations.choose_digits(request.POST.get("digits", ""), by=signed_in(request))
    return redirect("account")
