"""REST API of documents: handled like photographs, but never rendered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import messages, operations, policy, queries
from assessments.evidence.api.photographs import original_response
from assessments.evidence.documents import DocumentOut, document_out
from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.messages import EmptyBody
from assessments.people.authentication import signed_in


class DocumentQuery(Page, kw_only=True):
    site: UUID | None = None
    monument: UUID | None = None


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
