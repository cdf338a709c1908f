"""Pages of the register: safety (what is released, who closed what; one tap closes ground), names behind aliases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.kit import clock, ids
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.people.doors import signed_in
from assessments.people.queries import shown_names
from assessments.register import operations, policy, queries
from assessments.register.messages import SuspiciousObject
from assessments.register.models import Monument, Site
from assessments.register.roles import May


@require_GET
def safety(request: HttpRequest) -> HttpResponse:
    """The sites whose ground one has to know."""
    by = signed_in(request)
    sites = policy.visible_sites(by).filter(policy.member_rows(by, "id"), hazard_regime="applies").order_by("sort_key")
    found = list(sites[:50])
    if len(found) == 1:
        return redirect("site-safety", id=found[0].id)
    return render(request, "register/safety_sites.html", {"sites": found})


@require_GET
def site_safety(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    return _page(request, queries.site(by, id), by)


def _page(request: HttpRequest, site: Site, by: Actor, problem: Problem | None = None) -> HttpResponse:
    policy.require(by, May.SEE, site.id)
    monuments = list(
        Monument.objects.filter(site=site, merged_into__isnull=True).select_related("site").order_by("sort_key", "id")
    )
    zones, clearances, changes = queries.safety_rows(by, site.id)
    context = {
        "site": site,
        "today": clock.today(),
        "access": queries.access_to(site, monuments, clock.today()),
        "zones": zones,
        "clearances": clearances,
        "changes": changes,
        "sees_ordnance": queries.may_see_ordnance(by, site.id),
        "may_keep": policy.may(by, May.KEEP_SAFETY, site.id),
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "register/safety.html", context, status=problem.status if problem else 200)


@require_POST
def suspicious_object(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close 100 m around a position that the person gives once they are out."""
    by = signed_in(request)
    site = queries.site(by, id)
    try:
        message = SuspiciousObject(
            id=ids.uuid7(),
            site=site.id,
            longitude=_degrees(request.POST.get("longitude", ""), "/longitude", 180),
            latitude=_degrees(request.POST.get("latitude", ""), "/latitude", 90),
            note=request.POST.get("note", ""),
        )
        operations.report_suspicious_object(message, by=by)
    except Problem as problem:
        return _page(request, site, by, problem)
    return redirect("site-safety", id=id)


def _degrees(text: str, pointer: str, most: float) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise invalid_field(pointer, "number", _("Give the position in degrees, such as 38.2710.")) from None
    if not -most <= value <= most:
        raise invalid_field(pointer, "range", _("This position lies off the globe."))
    return value


@require_POST
def confirm_clearance(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    clearance: Any = operations.confirm_clearance(id, by=by)
    return redirect("site-safety", id=clearance.site_id)


def reveal(request: HttpRequest, site_id: UUID, id: UUID) -> HttpResponse:
    """The name of a protected member: asked for with a reason, shown this once."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.REVEAL, site.id)
    context: dict[str, Any] = {"site": site, "alias": shown_names([id]).get(id, ""), "typed": request.POST}
    if request.method == "POST":
        try:
            context["name"] = operations.reveal(id, site.id, because=request.POST.get("because", ""), by=by)
        except Problem as problem:
            context["problem"] = problem
    problem = context.get("problem")
    return render(request, "register/reveal.html", context, status=problem.status if problem else 200)
