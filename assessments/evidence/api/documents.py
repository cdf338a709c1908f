"""REST API of documents: handled like photographs, but never rendered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import messages, operations, policy, queries
from assessments.evidence.api.photographs import UploadOut, original_response
from assessments.evidence.models import Document
from assessments.kit.actor import Actor
from assessments.kit.api import EmptyBody, IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.people.authentication import signed_in


class DocumentOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    monument: UUID | None
    state: str
    upload: UploadOut
    sha256: str
    size: int
    media_type: str
    filename: str
    document_kind: str
    source: str
    obtained_from: str
    caption: str
    licence: str
    credit: str
    received_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    erased_at: datetime | None
    bytes_state: str
    external_ids: list[Any]
    version: int
    created_at: datetime
    updated_at: datetime


class DocumentQuery(Page, kw_only=True):
    site: UUID | None = None
    monument: UUID | None = None


def document_out(document: Document, by: Actor) -> DocumentOut:
    """The API representation of a document; `source` is empty for whoever may not know it."""
    needed = not document.has_arrived
    return DocumentOut(
        id=document.id, site=document.site_id, monument=document.monument_id, state=document.state,
        upload=UploadOut("needed" if needed else "complete", f"/api/v1/uploads/{document.id}" if needed else None),
        sha256=document.sha256, size=document.size, media_type=document.media_type, filename=document.filename,
        document_kind=document.document_kind,
        source=document.source if policy.may_see_source(by, document) else "",
        obtained_from=document.obtained_from, caption=document.caption,
        licence=document.licence, credit=document.credit, received_at=document.received_at,
        withdrawn_at=document.withdrawn_at, withdrawn_because=document.withdrawn_because,
        erased_at=document.erased_at, bytes_state=document.bytes_state, external_ids=document.external_ids,
        version=document.version, created_at=document.created_at, updated_at=document.updated_at,
    )  # fmt: skip


class DocumentList(JSONView):
    @endpoint("Documents that you may see", query=DocumentQuery, response=DocumentOut, many=True)
    def get(self, request: Request, query: DocumentQuery) -> dict[str, Any]:
        by = signed_in(request)
        rows = queries.documents(by, site=query.site, monument=query.monument)
        return self.paged(request, rows, query, lambda found: [document_out(one, by) for one in found])

    @endpoint("Register a document; its bytes follow", request=messages.DocumentIn, response=DocumentOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.DocumentIn]) -> Response:
        by = signed_in(request)
        document = operations.register_document(body(), by=by)
        return respond_created(document, document_out(document, by))


class DocumentDetail(JSONView):
    @endpoint("One document", response=DocumentOut)
    def get(self, request: Request, id: UUID) -> Response:
        by = signed_in(request)
        document = queries.document(by, id)
        return respond(document_out(document, by), version=document.version)

    @endpoint("Change what is said of a document", request=messages.DocumentPatch, response=DocumentOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.document(by, id)
        policy.require_describe(found, by)
        version = if_match(found)
        document = operations.describe_document(id, body(), by=by, expected_version=version)
        return respond(document_out(document, by), version=document.version)


class DocumentOriginal(JSONView):
    @endpoint("The untouched file; leaves a custody entry", binary=True)
    def get(self, request: Request, id: UUID) -> Any:
        by = signed_in(request)
        return original_response(queries.document(by, id), by)


class WithdrawDocument(JSONView):
    @endpoint("Take a document out of use, with a reason", request=messages.Reason, response=DocumentOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Callable[[], messages.Reason], if_match: IfMatch) -> Response:
        by = signed_in(request)
        document = queries.document(by, id)
        policy.require_describe(document, by)
        version = if_match(document)
        document = operations.withdraw(document, body().because, by=by, expected_version=version)
        return respond(document_out(document, by), version=document.version)


class RestoreDocument(JSONView):
    @endpoint("Undo the withdrawal of a document", request=EmptyBody, response=DocumentOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        document = queries.document(by, id)
        policy.require_describe(document, by)
        version, _empty = if_match(document), body()
        document = operations.restore(document, by=by, expected_version=version)
        return respond(document_out(document, by), version=document.version)
