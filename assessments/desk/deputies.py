"""HTML views of deputies: who decides for a director of the national authority, between which days."""

from __future__ import annotations

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.desk.entries.crumbs import METHODS
from assessments.kit import messages as kit
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.register import policy
from assessments.register import queries as register
from assessments.register.roles import May
from assessments.restoration import forms, messages, operations, queries


@require_http_methods(METHODS)
def deputies(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Who acts for whom on a site, for its team; its directors name their own deputies."""
    by = signed_in(request)
    site = register.site(by, site_id)
    policy.require(by, May.SEE, site.id)
    may_depute = policy.may(by, May.DIRECT_NATIONALLY, site.id)
    form = forms.DeputationForm(request.POST if request.method == "POST" else None, initial={"first_day": site.today})
    people = [one for one in queries.possible_deputies(site) if one.id != by.user_id]
    form.offer({"deputy": [(one.id, one.display_name) for one in people]}, is_stored=False)
    problem: Problem | None = None
    if request.method == "POST":
        policy.require(by, May.DIRECT_NATIONALLY, site.id)
        try:
            if form.is_valid():
                values = msgspec.to_builtins({"site": site.id, **form.values()})
                operations.depute(kit.converted(values, messages.DeputationIn), by=by)
                return redirect("deputies", site_id=site.id)
        except Problem as refusal:
            form.refuse(refusal)
            problem = refusal
    context = {
        "site": site, "deputations": queries.deputations_of(site), "may_depute": may_depute, "form": form,
        "people": people, "today": site.today, "problem": None if problem and problem.errors else problem,
    }  # fmt: skip
    status = problem.status if problem else 422 if form.errors else 200
    return render(request, "restoration/deputies.html", context, status=status)


@require_POST
def end_deputation(request: HttpRequest, id: UUID) -> HttpResponse:
    found = operations.end_deputation(id, by=signed_in(request))
    return redirect("deputies", site_id=found.site_id)
