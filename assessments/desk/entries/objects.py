"""Where movable objects were, and the page by which an object is recognised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.desk.entries.crumbs import METHODS, monument_crumbs, to_monument
from assessments.desk.entry_page import EntryPage, respond
from assessments.evidence import intake
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.people.authentication import signed_in
from assessments.register import messages, operations, policy, queries
from assessments.register.forms import entries as forms
from assessments.register.models import Monument
from assessments.register.roles import May


@require_http_methods(METHODS)
def new_location(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    """Record where a movable object was from a day on."""
    by = signed_in(request)
    monument = queries.monument(by, monument_id)
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    page = EntryPage(
        heading=_("Record where it was"), form=forms.LocationForm, message=messages.LocationIn,
        save=operations.record_location, back=lambda _row: to_monument(monument.id), kind="location",
        fixed={"monument": monument.id}, **_with_documents(by, monument),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_location(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    location = queries.location(by, id)
    policy.require(by, May.KEEP_REGISTER, location.monument.site_id)
    page = EntryPage(
        heading=_("Correct where it was"), form=forms.LocationForm, message=messages.LocationPatch,
        save=operations.change_location, back=lambda _row: to_monument(location.monument_id), kind="location",
        row=location, **_with_documents(by, queries.monument(by, location.monument_id)),
    )  # fmt: skip
    return respond(request, page, by)


def _with_documents(by: Actor, monument: Monument) -> dict[str, Any]:
    """The documents of the site to choose from, and how one that comes with the form is received."""

    def receive(request: HttpRequest, values: dict[str, Any]) -> None:
        if file := request.FILES.get("new_document"):
            made = intake.receive_uploaded_document(
                file,
                site_id=monument.site_id,
                document_kind="letter",
                caption=request.POST.get("place", "")[:200],
                by=by,
            )
            values["document"] = made.id

    found = evidence.documents(by, site=monument.site_id).filter(state="ready").order_by("-id")[:200]
    return {
        "offered": {"document": [(one.id, one.caption or one.filename) for one in found]},
        "with_document": receive, "site": monument.site, "crumbs": monument_crumbs(monument),
    }  # fmt: skip


@require_GET
def description(request: HttpRequest, id: UUID) -> HttpResponse:
    """A page to hand out: how a missing object is recognised, after Object ID. It tells no place."""
    by = signed_in(request)
    monument = queries.monument(by, id)
    policy.require(by, May.SEE, monument.site_id)
    context = {
        "monument": monument, "label": queries.display_label(monument),
        "rows": [
            (label, monument.object_id[name])
            for name, label in forms.OBJECT_ID_LABELS.items()
            if monument.object_id.get(name)
        ],
        "photos": evidence.pictures_to_hand_out(by, monument, most=4),
    }  # fmt: skip
    return render(request, "register/description.html", context)
