"""Corrections of the register: accept proposed monuments, merge duplicates, split a monument, move a report."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.damage import operations as damage
from assessments.damage import queries as reports
from assessments.kit import coordinates, geometry, ids, parsing
from assessments.kit.errors import Problem, invalid_field
from assessments.kit.names import reader_language
from assessments.people.authentication import signed_in
from assessments.register import operations, policy, queries
from assessments.register.messages import Name, SplitOff
from assessments.register.roles import May


@require_POST
def accept(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    queries.monument(by, id)
    operations.accept_monument(id, by=by)
    return redirect("monument", id=id)


@require_POST
def merge(request: HttpRequest, id: UUID) -> HttpResponse:
    """Merge this monument away; the page of the one that stays opens."""
    by = signed_in(request)
    queries.monument(by, id)
    into = parsing.id_(request.POST.get("into", ""), "/into")
    damage.merge_monuments(id, into, by=by, note=request.POST.get("note", ""))
    return redirect("monument", id=into)


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, id: UUID) -> HttpResponse:
    """Split a second monument off this one, with the parts and reports that are about it."""
    by = signed_in(request)
    monument = queries.monument(by, id)
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            version = parsing.version(request.POST.get("version", ""), monument.version)
            made = damage.split_monument(_split_off(request), id, by=by, expected_version=version)
        except Problem as refusal:
            problem = refusal
        else:
            return redirect("monument", id=made.id)
    context = {
        "monument": monument,
        "parts": monument.parts.order_by("sort_key", "id"),
        "reports": reports.reports_of(by, monument.id),
        "chosen": {*request.POST.getlist("parts"), *request.POST.getlist("reports")},
        "typed": request.POST if problem else {"category": monument.category},
        "problem": problem,
        "errors": {one.pointer: one for one in problem.errors} if problem else {},
    }
    return render(request, "desk/split.html", context, status=problem.status if problem else 200)


def _split_off(request: HttpRequest) -> SplitOff:
    data = request.POST
    name = data.get("name", "").strip()
    if not name:
        raise invalid_field("/name", "missing", _("Say what the new one is called."))
    where = [data.get(one, "").strip() for one in ("latitude", "longitude")]
    return SplitOff(
        id=ids.uuid7(),
        names=[Name(text=name[:200], language=reader_language())],
        category=data.get("category", ""),
        note=data.get("note", ""),
        location=geometry.point(*coordinates.position(*where)) if any(where) else None,
        parts=parsing.ids(data.getlist("parts"), "/parts"),
        reports=parsing.ids(data.getlist("reports"), "/reports"),
    )


@require_POST
def move_report(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    reports.report(by, id)
    damage.move_report(
        id, parsing.id_(request.POST.get("monument", ""), "/monument"), by=by, note=request.POST.get("note", "")
    )
    return redirect("report", id=id)
