"""HTML views of documents: files other than photographs, served as received and never rendered.

A document belongs to a site, and to a monument where it is about one. Of a testimony the source is shown to its author
and the site's verifiers only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.audit.queries import history_of
from assessments.desk import erasure
from assessments.evidence import custody, intake, operations, policy, queries
from assessments.evidence.api import original_response
from assessments.evidence.messages import DocumentPatch
from assessments.evidence.models import Document
from assessments.kit import messages, pagination, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import policy as places
from assessments.register import queries as register
from assessments.register.roles import May

ABOUT = ("document_kind", "caption", "source", "licence", "credit")


def _about(form: QueryDict) -> dict[str, Any]:
    """What a form says of a document, in the fields of its messages; what it does not carry stays as it is."""
    found: dict[str, Any] = {name: form.get(name, "").strip() for name in ABOUT if name in form}
    if "document_kind" in found:
        found["document_kind"] = found["document_kind"] or "other"
    if "monument" in form:
        chosen = form.get("monument", "")
        found["monument"] = parsing.id_(chosen, "/monument") if chosen else None
    return found


@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The documents of a site or of one of its monuments, newest first; POST takes one."""
    by = signed_in(request)
    site = register.site(by, site_id)
    places.require(by, May.SEE, site.id)
    monument = register.monument(by, request.GET["monument"]) if request.GET.get("monument") else None
    problem: Problem | None = None
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise invalid_field("/file", "missing", _("Choose a file."))
            made = intake.receive_uploaded_document(file, site_id=site.id, by=by, **_about(request.POST))
        except Problem as refusal:
            problem = refusal
        else:
            return redirect("document", id=made.id)
    rows = queries.documents(by, site=site.id, monument=monument.id if monument else None)
    rows = rows.exclude(state="registered").select_related("registered_by", "monument")
    found, cursor = pagination.page_of(rows, order=("-id",), cursor=request.GET.get("cursor", ""), limit=50)
    may_send = any(places.may(by, one, site.id) for one in policy.MAY_SEND_DOCUMENTS)
    context = {
        "site": site, "monument": monument, "documents": found, "next": cursor, "problem": problem,
        "typed": request.POST.dict() or {"monument": str(monument.id) if monument else ""},
        "may_send": may_send, "monuments": register.monuments_of(site.id) if may_send else [],
    }  # fmt: skip
    return render(request, "evidence/documents.html", context, status=problem.status if problem else 200)


@require_GET
def document(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    return _page(request, queries.document(by, id), by)


def _page(request: HttpRequest, found: Document, by: Actor, problem: Problem | None = None) -> HttpResponse:
    may_describe = policy.may_describe(found, by)
    stored = {name: getattr(found, name) for name in ABOUT} | {"monument": str(found.monument_id or "")}
    context = {
        "document": found, "problem": problem, "typed": request.POST.dict() if problem else stored,
        "chain": custody.verify(found), "custody": with_display_names(list(custody.entries_of(found))),
        "may_describe": may_describe, "may_erase": policy.may_erase(found, by), "erasure": queries.erasure_of(found),
        "may_see_source": policy.may_see_source(by, found),
        "monuments": register.monuments_of(found.site_id) if may_describe else [],
        "history": with_display_names(history_of("document", found.id, limit=30)),
        **parsing.versions_shown(request.POST, found.version),
    }  # fmt: skip
    return render(request, "evidence/document_detail.html", context, status=problem.status if problem else 200)


@require_GET
def original(request: HttpRequest, id: UUID) -> FileResponse:
    by = signed_in(request)
    return original_response(queries.document(by, id), by)


def _describe(form: QueryDict, found: Document, by: Actor) -> None:
    policy.require_describe(found, by)
    version = parsing.version_read(form, found.version)
    message = messages.converted(_about(form), DocumentPatch)
    operations.describe_document(found.id, message, by=by, expected_version=version)


ACTIONS: dict[str, Callable[[QueryDict, Document, Actor], None]] = {"describe": _describe, **erasure.ACTIONS}


@require_POST
def act(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """Run one action on a document; on an error the page is shown again with the reason and the submitted values."""
    by = signed_in(request)
    found = queries.document(by, id)
    try:
        ACTIONS[name](request.POST, found, by)
    except Problem as problem:
        return _page(request, queries.document(by, id), by, problem)
    return redirect(reverse("document", args=[id]))
