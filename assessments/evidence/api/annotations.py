"""REST API of annotations on photographs and of before/after pairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import messages, operations, queries
from assessments.evidence.models import Annotation, Pair
from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.resources import get_visible
from assessments.people.authentication import signed_in
from assessments.register import policy as places
from assessments.register.roles import May


class AnnotationOut(msgspec.Struct, kw_only=True):
    """`points` are the corners as fractions (0 to 1) of the upright picture."""

    id: UUID
    photo: UUID
    points: list[list[float]]
    text: str
    author: str
    version: int
    created_at: datetime
    updated_at: datetime


class PairOut(msgspec.Struct, kw_only=True):
    """`matrix` maps pixels of the earlier picture to pixels of the later one (homography, row by row), both at
    `width`.
    """

    id: UUID
    earlier: UUID
    later: UUID
    note: str
    state: str
    certainty: str
    matched: int
    fitting: int
    error_px: float | None
    matrix: list[float] | None
    picture: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class PairQuery(Page, kw_only=True):
    monument: UUID | None = None
    photo: UUID | None = None


def annotation_out(one: Annotation) -> AnnotationOut:
    return AnnotationOut(
        id=one.id, photo=one.photo_id, points=one.points, text=one.text, author=one.author.display_name,
        version=one.version, created_at=one.created_at, updated_at=one.updated_at,
    )  # fmt: skip


def pair_out(pair: Pair) -> PairOut:
    return PairOut(
        id=pair.id, earlier=pair.earlier_id, later=pair.later_id, note=pair.note, state=pair.state,
        certainty=pair.certainty, matched=pair.matched, fitting=pair.fitting, error_px=pair.error_px,
        matrix=pair.matrix, version=pair.version,
        picture=f"/pairs/{pair.id}/aligned.jpg?sha256={pair.sha256}" if pair.sha256 else None,
        created_at=pair.created_at, updated_at=pair.updated_at,
    )  # fmt: skip


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
