"""Visits: the days of a team at a site, and the reports that share them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.audit.queries import history_of
from assessments.damage import queries as damage
from assessments.kit import ids, parsing
from assessments.kit.errors import Problem, invalid_field
from assessments.people.authentication import signed_in
from assessments.people.models import User
from assessments.people.queries import with_display_names
from assessments.register import operations, policy, queries
from assessments.register.messages import VisitIn, VisitMemberIn, VisitPatch
from assessments.register.models import Visit, VisitMember
from assessments.register.roles import May


@require_http_methods(["GET", "POST"])
def visits(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The visits to a site, newest first; POST records one."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.SEE, site.id)
    problem: Problem | None = None
    roles = _typed_roles(request)
    if request.method == "POST":
        try:
            visit = operations.create_visit(VisitIn(id=ids.uuid7(), site=site.id, **_typed(request)), by=by)
        except Problem as refusal:
            problem = refusal
        else:
            return redirect("visit", id=visit.id)
    context = {
        "site": site,
        "visits": queries.visits_of(by, site.id),
        "may_record": policy.may(by, May.RECORD, site.id),
        "people": [(one, roles.get(str(one.id), "")) for one in queries.people_of(site.id)],
        "organisations": queries.organisations(by),
        "chosen": request.POST.getlist("team") or [str(by.user_id)],
        "typed": request.POST or dict.fromkeys(("first_day", "last_day"), site.today.isoformat()),
        "problem": problem,
    }
    return render(request, "desk/visits.html", context, status=problem.status if problem else 200)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """The form fields as message fields."""
    return {
        "first_day": _day(request, "first_day"),
        "last_day": _day(request, "last_day"),
        "title": request.POST.get("title", "")[:200],
        "mandate": request.POST.get("mandate", "")[:200],
        "not_reached": [one[:200] for one in parsing.lines(request.POST.get("not_reached", ""))],
        "hazards_seen": [one[:200] for one in parsing.lines(request.POST.get("hazards_seen", ""))],
        "caveat": request.POST.get("caveat", "")[:20_000],
        "organisation": parsing.id_(chosen, "/organisation") if (chosen := request.POST.get("organisation")) else None,
        "method": request.POST.get("method", ""),
        "team": [
            VisitMemberIn(parsing.id_(one, "/team"), request.POST.get(f"role-{one}", "").strip()[:60])
            for one in request.POST.getlist("team")
        ],
    }


def _typed_roles(request: HttpRequest) -> dict[str, str]:
    return {name.removeprefix("role-"): text for name, text in request.POST.items() if name.startswith("role-")}


def _day(request: HttpRequest, name: str) -> date:
    day = parsing.day(request.POST.get(name, ""), f"/{name}")
    if day is None:
        raise invalid_field(f"/{name}", "missing", _("Say on which day it was seen."))
    return day


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, id: UUID) -> HttpResponse:
    """One visit with its team and its reports; POST edits it."""
    by = signed_in(request)
    found = queries.visit(by, id)
    if request.method == "POST":
        policy.require(by, May.RECORD, found.site_id)
        try:
            version = parsing.version_read(request.POST, found.version)
            operations.change_visit(id, VisitPatch(**_typed(request)), by=by, expected_version=version)
        except Problem as refusal:
            return _page(request, found, by, refusal)
        return redirect("visit", id=id)
    return _page(request, found, by)


def _team_to_choose(found: Visit, members: list[VisitMember]) -> list[User]:
    """People of the site, and who was on the visit though they have no role here any more."""
    people = queries.people_of(found.site_id)
    known = {one.pk for one in people}
    return people + [one.user for one in members if one.user_id not in known]


def _page(request: HttpRequest, found: Visit, by: Any, problem: Problem | None = None) -> HttpResponse:
    members = list(found.members.select_related("user"))
    roles = _typed_roles(request) or {str(one.user_id): one.role for one in members}
    reports = damage.reports(by, visit=found.id).select_related("monument", "author")
    context = {
        "visit": found,
        "members": members,
        "reports": reports.order_by("monument__sort_key", "id")[:200],
        "history": with_display_names(history_of("visit", found.id)),
        "may_record": policy.may(by, May.RECORD, found.site_id),
        "people": [(one, roles.get(str(one.id), "")) for one in _team_to_choose(found, members)],
        "organisations": queries.organisations(by),
        "chosen": request.POST.getlist("team") or [str(one.user_id) for one in members],
        "typed": request.POST
        or {
            "first_day": found.first_day.isoformat(),
            "last_day": found.last_day.isoformat(),
            "title": found.title,
            "mandate": found.mandate,
            "organisation": str(found.organisation_id or ""),
            "method": found.method,
            "not_reached": "\n".join(found.not_reached),
            "hazards_seen": "\n".join(found.hazards_seen),
            "caveat": found.caveat,
        },
        "problem": problem,
        **parsing.versions_shown(request.POST, found.version),
    }
    return render(request, "desk/visit.html", context, status=problem.status if problem else 200)
