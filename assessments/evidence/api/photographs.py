"""REST API of photographs: registration, upload needs, details, and decisions about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.http import FileResponse
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import messages, operations, policy, queries
from assessments.evidence.documents import PhotoOut, photo_out
from assessments.evidence.models import ReceivedFile
from assessments.kit.actor import Actor
from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.messages import EmptyBody
from assessments.people.authentication import signed_in
from assessments.register import policy as places
from assessments.register.roles import May


class PhotoQuery(Page, kw_only=True):
    site: UUID | None = None
    monument: UUID | None = None
    state: str = ""


class Needed(msgspec.Struct):
    needed: list[str]


class PhotoList(JSONView):
    @endpoint("Photographs that you may see", query=PhotoQuery, response=PhotoOut, many=True)
    def get(self, request: Request, query: PhotoQuery) -> dict[str, Any]:
        rows = queries.photos(signed_in(request), site=query.site, monument=query.monument, state=query.state)
        return self.paged(request, rows, query, lambda found: [photo_out(one) for one in found])

    @endpoint("Register a photograph; its bytes follow", request=messages.PhotoIn, response=PhotoOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.PhotoIn]) -> Response:
        by = signed_in(request)
        photo = operations.register_photo(body(), by=by)
        return respond_created(photo, photo_out(photo, by))


class NeededDigests(JSONView):
    @endpoint("Which of these must still be sent", request=messages.Need, response=Needed)
    def post(self, request: Request, body: Callable[[], messages.Need]) -> Needed:
        by = signed_in(request)
        return Needed(operations.needed(body().sha256, by=by))


class PhotoDetail(JSONView):
    @endpoint("One photograph", response=PhotoOut)
    def get(self, request: Request, id: UUID) -> Response:
        by = signed_in(request)
        photo = queries.photo(by, id)
        return respond(photo_out(photo, by), version=photo.version)

    @endpoint("Change what is said of a photograph", request=messages.PhotoPatch, response=PhotoOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.photo(by, id)
        policy.require_describe(found, by)
        version = if_match(found)
        photo = operations.describe(id, body(), by=by, expected_version=version)
        return respond(photo_out(photo, by), version=photo.version)


class TurnPhoto(JSONView):
    @endpoint(
        "Turn the smaller pictures of a photograph clockwise", request=messages.TurnIn, response=PhotoOut, if_match=True
    )
    def post(self, request: Request, id: UUID, body: Callable[[], messages.TurnIn], if_match: IfMatch) -> Response:
        by = signed_in(request)
        photo = queries.photo(by, id)
        policy.require_describe(photo, by)
        version = if_match(photo)
        photo = operations.turn(id, body().degrees, by=by, expected_version=version)
        return respond(photo_out(photo, by), version=photo.version)


class Described(msgspec.Struct):
    photos: list[UUID]


class DescribePhotos(JSONView):
    @endpoint("Say the same of many photographs of a site", request=messages.PhotosPatch, response=Described)
    def post(self, request: Request, body: Callable[[], messages.PhotosPatch]) -> Described:
        by = signed_in(request)
        return Described([one.id for one in operations.describe_many(body(), by=by)])


class PhotoOriginal(JSONView):
    @endpoint("The untouched file; leaves a custody entry", binary=True)
    def get(self, request: Request, id: UUID) -> Any:
        by = signed_in(request)
        return original_response(queries.photo(by, id), by)


def original_response(item: ReceivedFile, by: Actor) -> FileResponse:
    """An original as a download with its own media type; the headers prevent rendering it in this origin."""
    file = operations.release_original(item, by=by)
    response = FileResponse(file, as_attachment=True, filename=item.filename, content_type=item.media_type)
    response["Content-Length"] = str(item.size)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class WithdrawPhoto(JSONView):
    @endpoint("Take a photograph out of use, with a reason", request=messages.Reason, response=PhotoOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Callable[[], messages.Reason], if_match: IfMatch) -> Response:
        by = signed_in(request)
        photo = queries.photo(by, id)
        policy.require_describe(photo, by)
        version = if_match(photo)
        photo = operations.withdraw(photo, body().because, by=by, expected_version=version)
        return respond(photo_out(photo, by), version=photo.version)


class RestorePhoto(JSONView):
    @endpoint("Undo the withdrawal of a photograph", request=EmptyBody, response=PhotoOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        photo = queries.photo(by, id)
        policy.require_describe(photo, by)
        version, _empty = if_match(photo), body()
        photo = operations.restore(photo, by=by, expected_version=version)
        return respond(photo_out(photo, by), version=photo.version)


class ChangeAudience(JSONView):
    @endpoint(
        "Decide who outside the team may see a photograph",
        request=messages.AudienceIn,
        response=PhotoOut,
        if_match=True,
    )
    def post(self, request: Request, id: UUID, body: Callable[[], messages.AudienceIn], if_match: IfMatch) -> Response:
        by = signed_in(request)
        photo = queries.photo(by, id)
        places.require(by, May.VERIFY, photo.site_id)
        version = if_match(photo)
        photo = operations.decide_audience(id, body().audience, by=by, expected_version=version)
        return respond(photo_out(photo, by), version=photo.version)


class CoverPhoto(JSONView):
    @endpoint(
        "Cover faces and plates on the smaller pictures", request=messages.CoverIn, response=PhotoOut, if_match=True
    )
    def post(self, request: Request, id: UUID, body: Callable[[], messages.CoverIn], if_match: IfMatch) -> Response:
        by = signed_in(request)
        photo = queries.photo(by, id)
        policy.require_describe(photo, by)
        if_match(photo)
        message = body()
        operations.cover(photo, message.rectangles, by=by, expected_revision=message.revision)
        photo.refresh_from_db()
        return respond(photo_out(photo, by), version=photo.version)


class RetryPhoto(JSONView):
    @endpoint("Read a rejected or set-aside photograph once more", request=EmptyBody, response=PhotoOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        photo = queries.photo(by, id)
        policy.require_describe(photo, by)
        if_match(photo)
        body()
        photo = operations.try_again(photo, by=by)
        return respond(photo_out(photo, by), version=photo.version)
