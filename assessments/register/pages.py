"""Pages of the register: revealing the name behind an alias. Pages that span packages are in `desk`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.people.queries import display_names
from assessments.register import operations, policy, queries
from assessments.register.roles import May


def reveal(request: HttpRequest, site_id: UUID, id: UUID) -> HttpResponse:
    """The name of a protected member: asked for with a reason, shown this once."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.REVEAL, site.id)
    context: dict[str, Any] = {"site": site, "alias": display_names([id]).get(id, ""), "typed": request.POST}
    if request.method == "POST":
        try:
            context["name"] = operations.reveal(id, site.id, because=request.POST.get("because", ""), by=by)
        except Problem as problem:
            context["problem"] = problem
    problem = context.get("problem")
    return render(request, "register/reveal.html", context, status=problem.status if problem else 200)
