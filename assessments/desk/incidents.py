"""HTML views of incidents: destructive events with their dated claims and affected monuments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods

from assessments.audit.queries import history_of
from assessments.damage import operations
from assessments.damage import queries as damage
from assessments.kit import as_of, ids, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.names import reader_language
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import forms, policy, queries
from assessments.register.messages import IncidentIn, IncidentPatch
from assessments.register.models import Incident, Site
from assessments.register.roles import May
from assessments.templatetags.zenobia import in_language


@require_http_methods(["GET", "POST"])
def incidents(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The incidents at a site, oldest first; POST records one, or proposes it."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.SEE, site.id)
    moment = as_of.viewpoint(request, site.time_zone)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            message = IncidentIn(id=ids.uuid7(), site=site.id, **_typed(request, {}))
            incident = operations.propose_incident(message, by=by)
        except Problem as refusal:
            problem = refusal
        else:
            return redirect("incident", id=incident.id)
    context = {
        "site": site,
        "moment": moment,
        "incidents": [one for one in queries.incidents_of(by, site.id) if moment.was_on_record(one.created_at)],
        "may_record": policy.may(by, May.RECORD, site.id),
        "is_open": problem is not None or "new" in request.GET,
        **_form(request, site, None, problem),
    }
    return render(request, "desk/incidents.html", context, status=problem.status if problem else 200)


def _typed(request: HttpRequest, title: dict[str, str]) -> dict[str, Any]:
    return forms.incident(request.POST.dict(), request.POST.getlist("monuments"), title, reader_language())


def _form(request: HttpRequest, site: Site, incident: Incident | None, problem: Problem | None) -> dict[str, Any]:
    """Form context: the submitted values, else the stored ones."""
    posted = request.POST.dict() if request.method == "POST" else None
    kept = {
        "title": in_language(incident.title), "mechanism": incident.mechanism, "intent": incident.intent,
        "note": incident.note,
    } if incident else {"mechanism": "unknown", "intent": "unknown"}  # fmt: skip
    touched = request.POST.getlist("monuments") if posted is not None else []
    if incident and posted is None:
        touched = [str(one.pk) for one in incident.monuments.all()]
    claims = incident.claims if incident else []
    return {
        "problem": problem,
        "errors": {one.pointer: one for one in problem.errors} if problem else {},
        "typed": posted if posted is not None else kept,
        "claims": forms.typed_claims(posted) if posted is not None else forms.claim_rows(claims),
        "touched": touched,
        "monuments": SimpleLazyObject(lambda: queries.monuments_of(site.id)),
    }


@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, id: UUID) -> HttpResponse:
    """One incident with its claims and affected monuments; POST edits it, or accepts a proposed one."""
    by = signed_in(request)
    found = queries.incident(by, id)
    if request.method == "POST":
        policy.require(by, May.KEEP_REGISTER, found.site_id)
        try:
            version = parsing.version_read(request.POST, found.version)
            values = _typed(request, found.title) if "title" in request.POST else {}
            if "accept" in request.POST:
                values["proposed"] = False
            patch = IncidentPatch(**values)
            operations.change_incident(id, patch, by=by, expected_version=version)
        except Problem as refusal:
            return _page(request, found, by, refusal)
        return redirect("incident", id=id)
    return _page(request, found, by)


def _page(request: HttpRequest, found: Incident, by: Actor, problem: Problem | None = None) -> HttpResponse:
    touched = list(found.monuments.order_by("sort_key", "id"))
    states = damage.states_today(by, touched)
    reports = damage.reports(by).filter(incident=found).exclude(status="draft")
    context = {
        "incident": found,
        "site": found.site,
        "touched_monuments": [(one, states.get(one.id)) for one in touched],
        "reports": reports.select_related("monument").order_by("last_seen", "id")[:100],
        "history": with_display_names(history_of("incident", found.id)),
        "may_keep": policy.may(by, May.KEEP_REGISTER, found.site_id),
        "is_open": problem is not None or "better" in request.GET,
        **parsing.versions_shown(request.POST, found.version),
        **_form(request, found.site, found, problem),
    }
    return render(request, "desk/incident.html", context, status=problem.status if problem else 200)
