"""HTML views on hazardous ground: suspicious objects, hazard zones, clearances, access changes.

Any member closes ground in one step. Releasing it takes a certificate and two safety officers; the database
enforces it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.audit.queries import history_of
from assessments.desk import safety
from assessments.evidence import intake
from assessments.kit import clock, coordinates, ids, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import forms, ground, operations, policy, queries
from assessments.register.messages import AccessChangeIn, ClearanceIn, HazardZoneIn, HazardZonePatch, SuspiciousObject
from assessments.register.models import Site
from assessments.register.roles import May

# Closing


@require_POST
def suspicious_object(request: HttpRequest) -> HttpResponse:
    """Close the ground within 100 m of a reported position. A report sent later from the device carries the time of the
    sighting; the id makes retries over a bad connection idempotent."""
    by = signed_in(request)
    data = request.POST
    site_id = parsing.id_(data.get("site", ""), "/site") if data.get("site") else None
    is_fetch = request.headers.get("X-Requested-With") == "fetch"
    try:
        longitude, latitude = coordinates.position(data.get("latitude", ""), data.get("longitude", ""))
        message = SuspiciousObject(
            id=parsing.id_(data["id"], "/id") if data.get("id") else ids.uuid7(), site=site_id, longitude=longitude,
            latitude=latitude, seen_at=parsing.moment(data.get("seen_at", "")), note=data.get("note", "")[:20_000],
        )  # fmt: skip
        zone = operations.report_suspicious_object(message, by=by)
    except Problem as problem:
        if is_fetch:
            return JsonResponse(problem.as_json(), status=problem.status)
        if site_id is None:
            raise
        return safety.page(request, queries.site(by, site_id), by, problem)
    if is_fetch:
        return JsonResponse({"id": str(zone.id), "site": str(zone.site_id)}, status=201)
    return redirect("site-safety", id=zone.site_id)


# Mapping and releasing


def _form(
    request: HttpRequest, site: Site, name: str, save: Callable[[], Any], more: dict[str, Any],
    problem: Problem | None = None,
) -> HttpResponse:  # fmt: skip
    """Shared view of the forms on this page: GET shows it, POST saves it and redirects to the site's safety page."""
    if request.method == "POST" and problem is None:
        try:
            save()
        except Problem as refusal:
            return _form(request, site, name, save, more, refusal)
        return redirect("site-safety", id=site.id)
    context = {
        "site": site,
        "today": clock.today().isoformat(),
        "problem": problem,
        "errors": {one.pointer: one for one in problem.errors} if problem else {},
        **more,
    }
    context["typed"] = request.POST or more.get("typed", {})
    return render(request, f"desk/ground_{name}.html", context, status=problem.status if problem else 200)


@require_http_methods(["GET", "POST"])
def new_zone(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by, site = _require_safety_officer(request, site_id)

    def save() -> None:
        operations.record_hazard_zone(
            HazardZoneIn(id=ids.uuid7(), site=site.id, **forms.hazard_zone(request.POST.dict())), by=by
        )

    return _form(request, site, "zone", save, {"typed": {"surveyed_on": clock.today().isoformat()}})


def _require_safety_officer(request: HttpRequest, site_id: UUID) -> tuple[Actor, Site]:
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.KEEP_SAFETY, site.id)
    return by, site


@require_http_methods(["GET", "POST"])
def zone(request: HttpRequest, id: UUID) -> HttpResponse:
    """Edit or end a hazard zone. Ending a zone releases no ground."""
    by = signed_in(request)
    found = ground.hazard_zone(by, id)
    policy.require(by, May.KEEP_SAFETY, found.site_id)

    def save() -> None:
        values = forms.hazard_zone(request.POST.dict())
        values["closed_on"] = clock.today() if "end" in request.POST else found.closed_on
        operations.change_hazard_zone(
            id,
            HazardZonePatch(**values),
            by=by,
            expected_version=parsing.version(request.POST.get("version", ""), found.version),
        )

    stored = {
        "status": found.status, "surveyed_on": found.surveyed_on.isoformat(), "label": found.label_text,
        "outline": coordinates.as_text(found.location), "ordnance": "\n".join(found.ordnance),
        "evidence": found.evidence, "imsma_ref": found.imsma_ref, "source": found.source,
    }  # fmt: skip
    more = {"zone": found, "typed": stored, "history": with_display_names(history_of("hazard_zone", found.id))}
    return _form(request, found.site, "zone", save, more)


@require_http_methods(["GET", "POST"])
def new_clearance(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Enter a clearance with its certificate. It releases no ground until a second officer confirms it."""
    by, site = _require_safety_officer(request, site_id)

    def save() -> None:
        values = forms.clearance(request.POST.dict(), None)
        file = request.FILES.get("certificate")
        with transaction.atomic():
            if file:
                stored = intake.receive_uploaded_document(
                    file, site_id=site.id, document_kind="certificate", caption="", by=by
                )
                values["certificate"] = stored.id
            operations.enter_clearance(ClearanceIn(id=ids.uuid7(), site=site.id, **values), by=by)

    return _form(request, site, "clearance", save, {})


@require_http_methods(["GET", "POST"])
def new_change(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Control changed, fighting, closed: any member. Reopened: safety officers."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.CLOSE_GROUND, site.id)

    def save() -> None:
        operations.record_access_change(
            AccessChangeIn(id=ids.uuid7(), site=site.id, **forms.access_change(request.POST.dict())), by=by
        )

    keeps = policy.may(by, May.KEEP_SAFETY, site.id)
    return _form(
        request, site, "change", save, {"may_keep": keeps, "typed": {"happened_from": clock.today().isoformat()}}
    )


@require_POST
def confirm_clearance(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    clearance: Any = operations.confirm_clearance(id, by=by)
    return redirect("site-safety", id=clearance.site_id)
