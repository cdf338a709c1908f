"""HTML views that release ground: clearances with their certificates, and permits for unknown ground.

Releasing takes a certificate and two safety officers; the database enforces it. One officer takes it back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from assessments.audit.queries import history_of
from assessments.desk import safety
from assessments.desk.ground_form import form_page, require_safety_officer
from assessments.evidence import intake
from assessments.kit import coordinates, ids, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import forms, ground, operations, policy
from assessments.register.messages import ClearanceIn, ClearancePatch, EntryPermitIn
from assessments.register.models import Clearance
from assessments.register.roles import May


def _certificate(request: HttpRequest, site_id: UUID, by: Actor) -> UUID | None:
    """The document that came with the form, received with custody."""
    file = request.FILES.get("certificate")
    if not file:
        return None
    return intake.receive_uploaded_document(file, site_id=site_id, document_kind="certificate", caption="", by=by).id


@require_http_methods(["GET", "POST"])
def new_clearance(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Enter a clearance with its certificate. It releases no ground until a second officer confirms it."""
    by, site = require_safety_officer(request, site_id)

    def save() -> None:
        values = forms.clearance(request.POST.dict())
        with transaction.atomic():
            certificate = _certificate(request, site.id, by)
            operations.enter_clearance(
                ClearanceIn(id=ids.uuid7(), site=site.id, certificate=certificate, **values), by=by
            )

    return form_page(request, site, "clearance", save, {})


@require_http_methods(["GET", "POST"])
def clearance(request: HttpRequest, id: UUID) -> HttpResponse:
    """Correct a clearance or give it its certificate. What was signed for is closed until it is signed for anew."""
    by = signed_in(request)
    found = ground.clearance(by, id)
    policy.require(by, May.KEEP_SAFETY, found.site_id)

    def save() -> None:
        values = forms.clearance(request.POST.dict())
        version = parsing.version(request.POST.get("version", ""), found.version)
        with transaction.atomic():
            if certificate := _certificate(request, found.site_id, by):
                values["certificate"] = certificate
            operations.change_clearance(id, ClearancePatch(**values), by=by, expected_version=version)

    more = {
        "clearance": found, "typed": _stored(found), "history": with_display_names(history_of("clearance", found.id)),
        "may_confirm": not found.confirmed_at and found.entered_by_id != by.user_id and found.certificate_id,
    }  # fmt: skip
    return form_page(request, found.site, "clearance", save, more)


def _stored(found: Clearance) -> dict[str, Any]:
    return {
        "status": found.status, "depth_cm": found.depth_cm or "", "certificate_no": found.certificate_no,
        "operator": found.operator, "authority": found.authority, "issued_on": found.issued_on.isoformat(),
        "valid_until": found.valid_until.isoformat() if found.valid_until else "", "method": found.method,
        "task_no": found.task_no, "area_m2": parsing.plain(found.area_m2), "restrictions": found.restrictions,
        "source": found.source, "outline": coordinates.as_text(found.location),
    }  # fmt: skip


@require_POST
def confirm_clearance(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found: Any = operations.confirm_clearance(id, by=by)
    return redirect("site-safety", id=found.site_id)


@require_POST
def withdraw_clearance(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close the ground of a clearance at once."""
    by = signed_in(request)
    found = ground.clearance(by, id)
    try:
        operations.withdraw_clearance(id, because=request.POST.get("note", ""), by=by)
    except Problem as problem:
        return safety.page(request, found.site, by, problem)
    return redirect("site-safety", id=found.site_id)


@require_http_methods(["GET", "POST"])
def new_entry_permit(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Record leave to enter unknown ground under escort, on one day."""
    by, site = require_safety_officer(request, site_id)

    def save() -> None:
        values = forms.entry_permit(request.POST.dict())
        operations.record_entry_permit(EntryPermitIn(id=ids.uuid7(), site=site.id, **values), by=by)

    return form_page(request, site, "permit", save, {"typed": {"day": site.today.isoformat()}})


@require_POST
def withdraw_entry_permit(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = ground.entry_permit(by, id)
    try:
        operations.withdraw_entry_permit(id, because=request.POST.get("note", ""), by=by)
    except Problem as problem:
        return safety.page(request, found.site, by, problem)
    return redirect("site-safety", id=found.site_id)
