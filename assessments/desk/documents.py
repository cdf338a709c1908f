"""HTML views of documents: files other than photographs, served as received and never rendered."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.desk import erasure
from assessments.evidence import custody, intake, policy, queries
from assessments.evidence.api import original_response
from assessments.evidence.models import Document
from assessments.kit import pagination
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import policy as places
from assessments.register import queries as register
from assessments.register.roles import May


@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The documents of a site, newest first; POST takes one."""
    by = signed_in(request)
    site = register.site(by, site_id)
    places.require(by, May.SEE, site.id)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise invalid_field("/file", "missing", _("Choose a file."))
            made = intake.receive_uploaded_document(
                file, site_id=site.id, document_kind=request.POST.get("document_kind") or "other",
                caption=request.POST.get("caption", "").strip(), by=by,
            )  # fmt: skip
        except Problem as refusal:
            problem = refusal
        else:
            return redirect("document", id=made.id)
    rows = queries.documents(by, site=site.id).exclude(state="registered").select_related("registered_by")
    found, cursor = pagination.page_of(rows, order=("-id",), cursor=request.GET.get("cursor", ""), limit=50)
    context = {
        "site": site, "documents": found, "next": cursor, "problem": problem, "typed": request.POST.dict(),
        "may_send": any(places.may(by, one, site.id) for one in policy.MAY_SEND_DOCUMENTS),
    }  # fmt: skip
    return render(request, "evidence/documents.html", context, status=problem.status if problem else 200)


@require_GET
def document(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    return _page(request, queries.document(by, id), by)


def _page(request: HttpRequest, found: Document, by: Actor, problem: Problem | None = None) -> HttpResponse:
    context = {
        "document": found, "problem": problem, "typed": request.POST.dict() if problem else {},
        "chain": custody.verify(found), "custody": with_display_names(list(custody.entries_of(found))),
        "may_describe": policy.may_describe(found, by), "may_erase": policy.may_erase(found, by),
        "erasure": queries.erasure_of(found),
    }  # fmt: skip
    return render(request, "evidence/document_detail.html", context, status=problem.status if problem else 200)


@require_GET
def original(request: HttpRequest, id: UUID) -> FileResponse:
    by = signed_in(request)
    return original_response(queries.document(by, id), by)


@require_POST
def act(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """Run one action on a document; on an error the page is shown again with the reason and the submitted values."""
    by = signed_in(request)
    found = queries.document(by, id)
    try:
        erasure.ACTIONS[name](request.POST, found, by)
    except Problem as problem:
        return _page(request, queries.document(by, id), by, problem)
    return redirect(reverse("document", args=[id]))
