"""Photographs over REST: register, ask what is needed, send the bytes, read what became of them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from assessments.evidence import custody, messages, operations, policy, queries
from assessments.evidence.errors import AlreadyArriving, CutOff, LengthMismatch
from assessments.evidence.models import CustodyEntry, Photo
from assessments.kit.api import Answer, Door, Page, says
from assessments.kit.checksums import CHUNK
from assessments.kit.errors import BadRequest, Forbidden, LengthNeeded, NotFound, TooLarge
from assessments.kit.store import store, sync_folder
from assessments.kit.things import one_of
from assessments.people.doors import signed_in


class UploadOut(msgspec.Struct):
    state: str
    url: str | None


class DerivativeOut(msgspec.Struct):
    url: str
    width: int
    height: int


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
    taken_at: datetime | None
    device_position: dict[str, Any] | None
    caption: str
    role: str
    people: str
    consent: str
    flags: list[str]
    licence: str
    credit: str
    width: int | None
    height: int | None
    exif: dict[str, Any]
    derivatives: dict[str, DerivativeOut]
    received_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class PhotoQuery(Page, kw_only=True):
    site: UUID | None = None
    monument: UUID | None = None
    state: str = ""


class Needed(msgspec.Struct):
    needed: list[str]


class CustodyOut(msgspec.Struct):
    sequence: int
    kind: str
    actor: str
    occurred_at: datetime
    note: str
    hash: str
    previous: str


class CustodyVerdict(msgspec.Struct):
    valid: bool
    entries: int
    breaks_at: int | None
    because: str


def photo_out(photo: Photo) -> PhotoOut:
    needed = photo.state == "registered"
    position = [photo.exif_longitude, photo.exif_latitude] if photo.exif_longitude is not None else None
    return PhotoOut(
        id=photo.id, site=photo.site_id, monument=photo.monument_id, state=photo.state, because=photo.because,
        upload=UploadOut("needed" if needed else "complete", f"/api/v1/uploads/{photo.id}" if needed else None),
        sha256=photo.sha256, size=photo.size, media_type=photo.media_type, filename=photo.filename,
        obtained_from=photo.obtained_from, taken_at=photo.taken_at, device_position=photo.device_position,
        caption=photo.caption, role=photo.role, people=photo.people, consent=photo.consent, flags=photo.flags,
        licence=photo.licence, credit=photo.credit, width=photo.width, height=photo.height,
        exif={
            "camera": photo.exif_camera, "taken": photo.exif_taken, "offset": photo.exif_offset,
            "taken_at": photo.exif_taken_at, "position": position, "error_m": photo.exif_error_m,
            "direction_deg": photo.exif_direction_deg, "doubts": photo.exif.get("doubts", []),
        },
        derivatives={
            one.recipe: DerivativeOut(f"/photos/{photo.id}/{one.recipe}.jpg", one.width, one.height)
            for one in photo.derivatives.all()
        },
        received_at=photo.received_at, version=photo.version, created_at=photo.created_at,
        updated_at=photo.updated_at,
    )  # fmt: skip


class Photos(Door):
    @says("Photographs that you may see", query=PhotoQuery, answer=PhotoOut, many=True)
    def get(self, request: Request, query: PhotoQuery) -> dict[str, Any]:
        rows = queries.photos(signed_in(request), site=query.site, monument=query.monument, state=query.state)
        return self.paged(request, rows, query, lambda found: [photo_out(one) for one in found])

    @says("Register a photograph; its bytes follow", body=messages.PhotoIn, answer=PhotoOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.PhotoIn]) -> Answer:
        by = signed_in(request)
        photo = operations.register_photo(body(), by=by)
        return Answer(photo_out(photo), 201 if photo.is_new else 200, photo.version)


class Need(Door):
    @says("Which of these must still be sent", body=messages.Need, answer=Needed)
    def post(self, request: Request, body: Callable[[], messages.Need]) -> Needed:
        by = signed_in(request)
        return Needed(operations.needed(body().sha256, by=by))


class OnePhoto(Door):
    @says("One photograph", answer=PhotoOut)
    def get(self, request: Request, id: UUID) -> Answer:
        photo = queries.photo(signed_in(request), id)
        return Answer(photo_out(photo), version=photo.version)

    @says("Change what is said of a photograph", body=messages.PhotoPatch, answer=PhotoOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        if not policy.may_describe(queries.photo(by, id), by):
            raise Forbidden
        version = expected()
        photo = operations.describe(id, body(), by=by, expected_version=version)
        return Answer(photo_out(photo), version=photo.version)


class Upload(Door):
    @says("The bytes of a registered photograph, in one piece", answer=PhotoOut, raw=True)
    def put(self, request: Request, id: UUID) -> Answer:
        by = signed_in(request)
        photo = one_of(policy.visible_photos(by), id)
        if photo.registered_by_id != by.user_id:
            raise Forbidden(_("Only who registered a photograph sends its bytes."))
        if photo.state == "registered":
            photo = _take_in(request._request, photo, by)
        return Answer(photo_out(photo), version=photo.version)


@contextmanager
def _staging(photo: Photo) -> Iterator[tuple[Path, IO[bytes]]]:
    """The staging file, held by this request alone."""
    path = store().staged(photo.id)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyArriving from None
        file.truncate(0)
        yield path, file


def _take_in(request: HttpRequest, photo: Photo, by: Any) -> Photo:
    length = _length(request)
    if length != photo.size:
        raise LengthMismatch(registered=photo.size, sent=length)
    store().require_room(length)
    with _staging(photo) as (path, file):
        arrived = 0
        try:
            while piece := request.read(CHUNK):
                file.write(piece)
                arrived += len(piece)
        except OSError:
            raise CutOff(arrived=arrived, size=length) from None
        file.flush()
        if arrived < length:
            raise CutOff(arrived=arrived, size=length)
        os.fsync(file.fileno())
        sync_folder(path.parent)
        return operations.receive_file(photo, path, by=by)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or ""
    if not told:
        raise LengthNeeded
    try:
        length = int(told)
    except ValueError:
        raise BadRequest(_("'Content-Length' is not a number.")) from None
    if length > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=f"{settings.UPLOAD_MAX_BYTES >> 20} MiB")
    return length


class Original(Door):
    @says("The untouched file; leaves a custody entry", raw=True)
    def get(self, request: Request, id: UUID) -> Any:
        by = signed_in(request)
        return original_response(queries.photo(by, id), by)


def original_response(photo: Photo, by: Any) -> Any:
    """An original as a download with its own type: never rendered in our pages' origin."""
    if not photo.has_arrived:
        raise NotFound
    path = operations.release_original(photo, by=by)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=photo.filename, content_type=photo.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class Custody(Door):
    @says("Who had this photograph, oldest first", answer=CustodyOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        photo = queries.photo(signed_in(request), id)
        rows = CustodyEntry.objects.filter(photo=photo).order_by("sequence")
        shown = [
            CustodyOut(
                one.sequence, one.kind, one.actor_code, one.occurred_at, one.note, bytes(one.hash).hex(),
                bytes(one.previous).hex(),
            )
            for one in rows
        ]  # fmt: skip
        return {"results": shown, "next": None}


class VerifyCustody(Door):
    @says("Recompute the chain of custody", answer=CustodyVerdict)
    def get(self, request: Request, id: UUID) -> CustodyVerdict:
        photo = queries.photo(signed_in(request), id)
        found = custody.verify(photo.id)
        return CustodyVerdict(found.valid, found.entries, found.breaks_at, found.because)
