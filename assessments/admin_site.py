"""The admin site, for administrators and national reviewers. Models with a workflow are read-only here; changes go
through operations, offered as admin actions and pages."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.people.authentication import actor_of
from assessments.people.pages import SignOut
from assessments.register import policy
from assessments.register.roles import May


class ZenobiaAdminSite(AdminSite):
    site_header = _("Zenobia, administration")
    site_title = _("Zenobia")
    index_title = _("Administration")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators, and those who review plans for a national authority."""
        standing = policy.standing(actor_of(request))
        return standing.sites_where(May.KEEP_PEOPLE) != [] or standing.sites_where(May.REVIEW_NATIONALLY) != []

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        response: HttpResponseBase = SignOut.as_view()(request)
        return response

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of the account: Django's own form counts no wrong passwords."""
        return redirect("account_change_password")

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Reviewers land on what waits for their decision, not on an index of tables."""
        standing = policy.standing(actor_of(request))
        if standing.sites_where(May.KEEP_PEOPLE) == []:
            return redirect(f"{reverse('admin:assessments_plan_changelist')}?waiting=decision")
        return super().index(request, extra_context)
