"""Putting things in their place: accepting what was proposed, merging what is one, moving a report."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.damage import operations as damage
from assessments.damage import queries as reports
from assessments.kit.errors import invalid_field
from assessments.people.doors import signed_in
from assessments.register import operations, queries


def chosen(request: HttpRequest, name: str) -> UUID:
    """The id that a select of a form gave; refuses with `Invalid` what is none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise invalid_field(f"/{name}", "missing", _("Choose one of those offered.")) from None


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
    into = chosen(request, "into")
    damage.merge_monuments(id, into, by=by, note=request.POST.get("note", ""))
    return redirect("monument", id=into)


@require_POST
def move_report(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    reports.report(by, id)
    damage.move_report(id, chosen(request, "monument"), by=by, note=request.POST.get("note", ""))
    return redirect("report", id=id)
