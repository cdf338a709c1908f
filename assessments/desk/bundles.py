"""HTML views of evidence bundles: request one, follow its progress, download it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from assessments.exchange import operations
from assessments.exchange.api import bundle_response
from assessments.people.authentication import signed_in
from assessments.restoration import queries as restoration


@require_POST
def request_bundle(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    language = request.POST.get("language", "") or get_language() or "en"
    made = operations.new_bundle(kind, id, by=signed_in(request), language=language)
    return redirect("bundle", id=made.id)


@require_GET
def bundle(request: HttpRequest, id: UUID) -> HttpResponse:
    found = operations.bundle(id, by=signed_in(request))
    return render(request, "desk/bundle.html", {"bundle": found})


@require_GET
def verify_dossier(request: HttpRequest, digest: str) -> HttpResponse:
    """For anybody with a dossier in hand: whether one with this digest was frozen here, and what was decided about it.
    It says no title and no place: whoever holds the dossier has them."""
    found = restoration.dossier_by_digest(digest)
    context = {"digest": digest, "found": found, "decisions": restoration.decisions_about(digest) if found else []}
    return render(request, "restoration/verify.html", context, status=200 if found else 404)


@require_GET
def file(request: HttpRequest, id: UUID) -> FileResponse:
    by = signed_in(request)
    return bundle_response(operations.bundle(id, by=by), by)
