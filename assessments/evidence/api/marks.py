"""Marks on photographs, and before/after pairs, over REST."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from assessments.evidence import messages, operations, queries
from assessments.evidence.models import Annotation, Pair
from assessments.kit.api import Answer, Door, Page, says
from assessments.kit.things import one_of
from assessments.people.doors import signed_in
from assessments.register import policy as places
from assessments.register.roles import May


class AnnotationOut(msgspec.Struct, kw_only=True):
    """`points` are the corners as shares (0 to 1) of the upright picture."""

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
        id=one.id, photo=one.photo_id, points=one.points, text=one.text, author=one.author.shown_name,
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


class PhotoAnnotations(Door):
    @says("The marks on a photograph", answer=AnnotationOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        found = queries.annotations_of(queries.photo(signed_in(request), id))
        return {"results": [annotation_out(one) for one in found], "next": None}


class Annotations(Door):
    @says("Mark something on a photograph", body=messages.AnnotationIn, answer=AnnotationOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.AnnotationIn]) -> Answer:
        by = signed_in(request)
        made = operations.annotate(body(), by=by)
        return Answer(annotation_out(made), 201 if made.is_new else 200, made.version)


class OneAnnotation(Door):
    @says("One mark", answer=AnnotationOut)
    def get(self, request: Request, id: UUID) -> Answer:
        found = queries.one_annotation(signed_in(request), id)
        return Answer(annotation_out(found), version=found.version)

    @says("Redraw or reword a mark", body=messages.AnnotationPatch, answer=AnnotationOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        found = queries.one_annotation(by, id)
        operations.require_own(found, by)
        version = expected(found)
        made = operations.change_annotation(found, body(), by=by, expected_version=version)
        return Answer(annotation_out(made), version=made.version)

    @says("Take a mark off the picture", raw=True, status=204, if_match=True)
    def delete(self, request: Request, id: UUID, expected: Any) -> HttpResponse:
        by = signed_in(request)
        found = queries.one_annotation(by, id)
        operations.require_own(found, by)
        operations.remove_annotation(found, by=by, expected_version=expected(found))
        return HttpResponse(status=204)


class Pairs(Door):
    @says("Before and after", query=PairQuery, answer=PairOut, many=True)
    def get(self, request: Request, query: PairQuery) -> dict[str, Any]:
        rows = queries.pairs(signed_in(request), monument=query.monument, photo=query.photo)
        return self.paged(request, rows, query, lambda found: [pair_out(one) for one in found])

    @says("Pair an earlier and a later photograph", body=messages.PairIn, answer=PairOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.PairIn]) -> Answer:
        by = signed_in(request)
        made = operations.pair(body(), by=by)
        return Answer(pair_out(made), 201 if made.is_new else 200, made.version)


class OnePair(Door):
    @says("One pair", answer=PairOut)
    def get(self, request: Request, id: UUID) -> Answer:
        found = one_of(queries.pairs(signed_in(request)), id)
        return Answer(pair_out(found), version=found.version)

    @says("Take a pair apart", raw=True, status=204, if_match=True)
    def delete(self, request: Request, id: UUID, expected: Any) -> HttpResponse:
        by = signed_in(request)
        found = one_of(queries.pairs(by), id)
        places.require(by, May.RECORD, found.earlier.site_id)
        operations.unpair(found, by=by, expected_version=expected(found))
        return HttpResponse(status=204)
