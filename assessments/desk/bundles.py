"""HTML views of evidence bundles: request one, follow its progress, download it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessments.exchange import operations
from assessments.exchange.api import bundle_response
from assessments.people.authentication import signed_in


@require_POST
def request_bundle(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    made = operations.new_bundle(kind, id, by=signed_in(request))
    return redirect("bundle", id=made.id)


@require_GET
def bundle(request: HttpRequest, id: UUID) -> HttpResponse:
    found = operations.bundle(id, by=signed_in(request))
    return render(request, "desk/bundle.html", {"bundle": found})


@require_GET
def file(request: HttpRequest, id: UUID) -> FileResponse:
    by = signed_in(request)
    return bundle_response(operations.bundle(id, by=by), by)
