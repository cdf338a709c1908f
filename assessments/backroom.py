"""The back room: Django's admin for administrators and for those who decide. Everything with a workflow is read-only
here; what changes the world are operations, offered as actions and pages."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from assessments.people.doors import actor_of
from assessments.register import policy
from assessments.register.roles import May


class BackRoom(AdminSite):
    site_header = _("Zenobia, back room")
    site_title = _("Zenobia")
    index_title = _("Back room")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators, and those who review plans for a national authority."""
        standing = policy.standing(actor_of(request))
        return standing.sites_where(May.KEEP_PEOPLE) != [] or standing.sites_where(May.REVIEW_NATIONALLY) != []

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Reviewers land on what waits for their decision, not on an index of tables."""
        standing = policy.standing(actor_of(request))
        if standing.sites_where(May.KEEP_PEOPLE) == []:
            return redirect("admin:assessments_plan_changelist")
        return super().index(request, extra_context)
