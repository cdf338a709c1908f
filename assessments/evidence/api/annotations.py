"""REST API of annotations on photographs and of before/after pairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import messages, operations, queries
from assessments.evidence.documents import AnnotationOut, PairOut, annotation_out, pair_out
from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.resources import get_visible
from assessments.people.authentication import signed_in
from assessments.register import policy as places
from assessments.register.roles import May


class PairQuery(Page, kw_only=True):
    monument: UUID | None = None
    photo: UUID | None = None


class PhotoAnnotations(JSONView):
    @endpoint("The marks on a photograph", response=AnnotationOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        found = queries.annotations_of(queries.photo(signed_in(request), id))
        return {"results": [annotation_out(one) for one in found], "next": None}


class AnnotationList(JSONView):
    @endpoint("Mark something on a photograph", request=messages.AnnotationIn, response=AnnotationOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.AnnotationIn]) -> Response:
        by = signed_in(request)
        made = operations.annotate(body(), by=by)
        return respond_created(made, annotation_out(made))


class AnnotationDetail(JSONView):
    @endpoint("One mark", response=AnnotationOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.one_annotation(signed_in(request), id)
        return respond(annotation_out(found), version=found.version)

    @endpoint("Redraw or reword a mark", request=messages.AnnotationPatch, response=AnnotationOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.one_annotation(by, id)
        operations.require_own(found, by)
        version = if_match(found)
        made = operations.change_annotation(found, body(), by=by, expected_version=version)
        return respond(annotation_out(made), version=made.version)

    @endpoint("Take a mark off the picture", binary=True, status=204, if_match=True)
    def delete(self, request: Request, id: UUID, if_match: IfMatch) -> HttpResponse:
        by = signed_in(request)
        found = queries.one_annotation(by, id)
        operations.require_own(found, by)
        operations.remove_annotation(found, by=by, expected_version=if_match(found))
        return HttpResponse(status=204)


class PairList(JSONView):
    @endpoint("Before and after", query=PairQuery, response=PairOut, many=True)
    def get(self, request: Request, query: PairQuery) -> dict[str, Any]:
        rows = queries.pairs(signed_in(request), monument=query.monument, photo=query.photo)
        return self.paged(request, rows, query, lambda found: [pair_out(one) for one in found])

    @endpoint("Pair an earlier and a later photograph", request=messages.PairIn, response=PairOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.PairIn]) -> Response:
        by = signed_in(request)
        made = operations.pair(body(), by=by)
        return respond_created(made, pair_out(made))


class PairDetail(JSONView):
    @endpoint("One pair", response=PairOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = get_visible(queries.pairs(signed_in(request)), id)
        return respond(pair_out(found), version=found.version)

    @endpoint("Take a pair apart", binary=True, status=204, if_match=True)
    def delete(self, request: Request, id: UUID, if_match: IfMatch) -> HttpResponse:
        by = signed_in(request)
        found = get_visible(queries.pairs(by), id)
        places.require(by, May.RECORD, found.earlier.site_id)
        operations.unpair(found, by=by, expected_version=if_match(found))
        return HttpResponse(status=204)
