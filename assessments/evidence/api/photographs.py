"""REST API of photographs: registration, upload needs, details, and decisions about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.http import FileResponse
from msgspec import UNSET, UnsetType
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import messages, operations, policy, queries
from assessments.evidence.models import Photo, ReceivedFile
from assessments.evidence.reader.pictures import RECIPES
from assessments.kit.actor import Actor
from assessments.kit.api import EmptyBody, IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.people.authentication import signed_in
from assessments.register import policy as places
from assessments.register.roles import May


class UploadOut(msgspec.Struct):
    state: str
    url: str | None


class DerivativeOut(msgspec.Struct):
    url: str
    width: int
    height: int


class LikenessOut(msgspec.Struct):
    """Another photograph that looks alike; `distance` of 64 bits."""

    photo: UUID
    distance: int
    same_bytes: bool


class PhotoOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    monument: UUID | None
    state: str
    because: str
    upload: UploadOut
    sha256: str
    size: int
    media_type: str
    filename: str
    obtained_from: str
    also_shows: list[UUID]
    blocks: list[UUID]
    taken_at: datetime | None
    taken_on: dict[str, Any] | None
    clock_ahead_s: int | None
    shown_at: datetime
    turned_deg: int
    device_position: dict[str, Any] | None
    caption: str
    role: str
    people: str
    consent: str
    consent_for: str
    flags: list[str]
    licence: str
    credit: str
    width: int | None
    height: int | None
    exif: dict[str, Any]
    file: dict[str, Any]
    credentials: str
    camera_distance_m: float | None
    derivatives: dict[str, DerivativeOut]
    likenesses: list[LikenessOut] | UnsetType = UNSET
    metadata: dict[str, Any] | UnsetType = UNSET
    received_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    erased_at: datetime | None
    bytes_state: str
    audience: str
    external_ids: list[Any]
    version: int
    created_at: datetime
    updated_at: datetime


class PhotoQuery(Page, kw_only=True):
    site: UUID | None = None
    monument: UUID | None = None
    state: str = ""


class Needed(msgspec.Struct):
    needed: list[str]


def photo_out(photo: Photo, by: Actor | None = None) -> PhotoOut:
    """The API representation of a photograph. With `by` it includes similar photographs and, for the team, the complete
    metadata.
    """
    needed = photo.state == "registered"
    full: dict[str, Any] = {}
    file = {
        "rights": photo.file_rights, "created": photo.file_created, "city": photo.file_city,
        "country": photo.file_country, "source_type": photo.file_source_type,
    }  # fmt: skip
    if by is not None:
        full["likenesses"] = [
            LikenessOut(one.photo.id, one.distance, one.same_bytes) for one in queries.likenesses(photo, by)
        ]
        if policy.sees_uncovered(by, photo):
            full["metadata"] = photo.metadata
            file |= {
                "creator": photo.file_creator, "description": photo.file_description, "headline": photo.file_headline,
                "keywords": photo.file_keywords,
            }  # fmt: skip
    return PhotoOut(
        id=photo.id, site=photo.site_id, monument=photo.monument_id, state=photo.state, because=photo.reason,
        upload=UploadOut("needed" if needed else "complete", f"/api/v1/uploads/{photo.id}" if needed else None),
        sha256=photo.sha256, size=photo.size, media_type=photo.media_type, filename=photo.filename,
        obtained_from=photo.obtained_from, also_shows=sorted(one.pk for one in photo.also_shows.all()),
        blocks=sorted(one.pk for one in photo.blocks.all()), taken_at=photo.taken_at, taken_on=photo.taken_on,
        clock_ahead_s=photo.clock_ahead_s, shown_at=photo.shown_at, turned_deg=photo.turned_made * 90,
        device_position=photo.device_position,
        caption=photo.caption, role=photo.role, people=photo.people, consent=photo.consent,
        consent_for=photo.consent_for, flags=photo.flags,
        licence=photo.licence, credit=photo.credit, width=photo.width, height=photo.height, exif=_exif_out(photo),
        file=file,
        credentials=photo.credentials, camera_distance_m=photo.camera_distance_m,
        derivatives={
            one.recipe: DerivativeOut(f"/photos/{photo.id}/{one.recipe}.jpg?sha256={one.sha256}", one.width, one.height)
            for one in photo.derivatives.all() if one.recipe in RECIPES
        },
        received_at=photo.received_at, withdrawn_at=photo.withdrawn_at, withdrawn_because=photo.withdrawn_because,
        erased_at=photo.erased_at, bytes_state=photo.bytes_state, audience=photo.audience,
        external_ids=photo.external_ids, version=photo.version, created_at=photo.created_at,
        updated_at=photo.updated_at, **full,
    )  # fmt: skip


def _exif_out(photo: Photo) -> dict[str, Any]:
    position = [photo.exif_longitude, photo.exif_latitude] if photo.exif_longitude is not None else None
    return {
        "camera": photo.exif_camera, "lens": photo.exif_lens, "taken": photo.exif_taken,
        "taken_source": photo.exif_taken_source, "offset": photo.exif_offset,
        "taken_at": photo.exif_taken_at, "gps_at": photo.exif_gps_at, "position": position,
        "altitude_m": photo.exif_altitude_m, "error_m": photo.exif_error_m, "dop": photo.exif_dop,
        "direction_deg": photo.exif_direction_deg, "direction_is_magnetic": photo.exif_direction_is_magnetic,
        "focal_length_mm": photo.exif_focal_length_mm, "exposure_s": photo.exif_exposure_s,
        "f_number": photo.exif_f_number, "iso": photo.exif_iso, "orientation": photo.exif_orientation,
        "doubts": photo.doubt_sentences,
    }  # fmt: skip


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
