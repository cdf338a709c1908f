"""What the forms about a site's ground share: who may open them, and how they are shown, saved and shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.register import policy, queries
from assessments.register.models import Site
from assessments.register.roles import May


def require_safety_officer(request: HttpRequest, site_id: UUID) -> tuple[Actor, Site]:
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.KEEP_SAFETY, site.id)
    return by, site


def form_page(
    request: HttpRequest, site: Site, name: str, save: Callable[[], Any], more: dict[str, Any],
    problem: Problem | None = None,
) -> HttpResponse:  # fmt: skip
    """GET shows the form `ground_<name>.html`, POST saves it and redirects to the site's safety page; after an error
    the form comes back with what was typed."""
    if request.method == "POST" and problem is None:
        try:
            save()
        except Problem as refusal:
            return form_page(request, site, name, save, more, refusal)
        return redirect("site-safety", id=site.id)
    context = {
        "site": site,
        "today": site.today.isoformat(),
        "problem": problem,
        "errors": {one.pointer: one for one in problem.errors} if problem else {},
        **more,
    }
    context["typed"] = request.POST or more.get("typed", {})
    return render(request, f"desk/ground_{name}.html", context, status=problem.status if problem else 200)
