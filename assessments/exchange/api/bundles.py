"""REST API of evidence bundles: request, progress, download."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.http import FileResponse
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.exchange import messages, operations
from assessments.exchange.models import Bundle
from assessments.kit.actor import Actor
from assessments.kit.api import JSONView, endpoint, respond, respond_created
from assessments.people.authentication import signed_in


class BundleOut(msgspec.Struct, kw_only=True):
    """`done` of `total` originals have been added so far; `url` is the address of the finished file."""

    id: UUID
    site: UUID
    subject_kind: str
    subject_id: UUID
    language: str
    state: str
    because: str
    done: int
    total: int
    sha256: str
    size: int
    url: str | None
    made_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


def bundle_out(one: Bundle) -> BundleOut:
    return BundleOut(
        id=one.id, site=one.site_id, subject_kind=one.subject_kind, subject_id=one.subject_id, language=one.language,
        state=one.state,
        because=one.reason, done=one.done, total=one.total, sha256=one.sha256, size=one.size,
        url=f"/api/v1/bundles/{one.id}/file" if one.state == "ready" else None, made_at=one.made_at,
        version=one.version, created_at=one.created_at, updated_at=one.updated_at,
    )  # fmt: skip


class BundleList(JSONView):
    @endpoint(
        "Ask for a bundle of evidence: originals, custody, a verifier; or for a dossier as PDF",
        request=messages.BundleIn,
        response=BundleOut,
        status=201,
    )
    def post(self, request: Request, body: Callable[[], messages.BundleIn]) -> Response:
        by = signed_in(request)
        made = operations.ask_bundle(body(), by=by)
        return respond_created(made, bundle_out(made))


class BundleDetail(JSONView):
    @endpoint("How far a bundle is", response=BundleOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = operations.bundle(id, by=signed_in(request))
        return respond(bundle_out(found), version=found.version)


class BundleFile(JSONView):
    @endpoint("The finished bundle: a BagIt bag in a ZIP file, or a dossier as PDF", binary=True)
    def get(self, request: Request, id: UUID) -> Any:
        by = signed_in(request)
        return bundle_response(operations.bundle(id, by=by), by)


def bundle_response(found: Bundle, by: Actor) -> FileResponse:
    """The finished file as a download, streamed."""
    response = FileResponse(
        operations.take_bundle(found, by=by),
        as_attachment=True,
        filename=found.filename,
        content_type="application/pdf" if found.is_pdf else "application/zip",
    )
    response["Content-Length"] = str(found.size)
    return response
