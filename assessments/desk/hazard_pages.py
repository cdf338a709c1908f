"""HTML views that close ground: suspicious objects, hazard zones, access changes, the stated regime.

Everybody with an account closes ground in one step; releasing it is in `clearance_pages`.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from assessments.audit.queries import history_of
from assessments.desk import safety
from assessments.desk.ground_form import form_page, require_safety_officer
from assessments.kit import coordinates, ids, parsing
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import forms, ground, operations, policy, queries
from assessments.register.messages import (
    AccessChangeIn,
    HazardRegimeStatement,
    HazardZoneIn,
    HazardZonePatch,
    SuspiciousObject,
)
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


# Mapping


@require_http_methods(["GET", "POST"])
def new_zone(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by, site = require_safety_officer(request, site_id)

    def save() -> None:
        operations.record_hazard_zone(
            HazardZoneIn(id=ids.uuid7(), site=site.id, **forms.hazard_zone(request.POST.dict())), by=by
        )

    return form_page(request, site, "zone", save, {"typed": {"surveyed_on": site.today.isoformat()}})


@require_http_methods(["GET", "POST"])
def zone(request: HttpRequest, id: UUID) -> HttpResponse:
    """Edit or end a hazard zone. Ending a zone releases no ground."""
    by = signed_in(request)
    found = ground.hazard_zone(by, id)
    policy.require(by, May.KEEP_SAFETY, found.site_id)

    def save() -> None:
        values = forms.hazard_zone(request.POST.dict())
        values["closed_on"] = found.site.today if "end" in request.POST else found.closed_on
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
    return form_page(request, found.site, "zone", save, more)


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
    return form_page(request, site, "change", save, {"may_keep": keeps, "typed": {"happened": site.today.isoformat()}})


@require_http_methods(["GET", "POST"])
def hazard_regime(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """State whether explosive hazards may be present on a site, with who says so, when and where it is written."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.STATE_HAZARD_REGIME, site.id)

    def save() -> None:
        version = parsing.version(request.POST.get("version", ""), site.version)
        message = HazardRegimeStatement(**forms.hazard_regime(request.POST.dict()))
        operations.state_hazard_regime(site.id, message, by=by, expected_version=version)

    stored = {
        "regime": site.hazard_regime, "stated_by": site.hazard_regime_by,
        "stated_on": site.hazard_regime_on.isoformat() if site.hazard_regime_on else "",
        "source": site.hazard_regime_source, "unknown_after_hours": site.unknown_after_hours,
    }  # fmt: skip
    return form_page(request, site, "regime", save, {"typed": stored})
