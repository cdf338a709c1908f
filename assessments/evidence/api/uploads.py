"""Uploads of registered files: by tus 1.0.0, resumable at any byte, or in one PUT.

Implements the core protocol and the extensions creation, expiration, termination and checksum (tus.io, version 1.0.0).
For storage of the bytes see `operations.staging`.
"""

from __future__ import annotations

from base64 import b64decode
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import operations, policy
from assessments.evidence.documents import PhotoOut, document_out, photo_out
from assessments.evidence.errors import LengthMismatch, OtherProtocol, UploadGone
from assessments.evidence.messages import PhotoIn
from assessments.evidence.models import Document, Photo, ReceivedFile
from assessments.kit import messages
from assessments.kit.actor import Actor
from assessments.kit.api import JSONView, endpoint, respond
from assessments.kit.errors import BadRequest, Forbidden, LengthNeeded, NotFound, TooLarge, Unsupported
from assessments.kit.staging import ReadChunk
from assessments.people.authentication import signed_in

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
CHECKSUMS = ("sha256", "sha1")
PIECE = "application/offset+octet-stream"
MAX_METADATA = 16 << 10


class TusView(JSONView):
    """Base view that adds the tus version headers to every response, errors included."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        if answer.status_code == 412:
            answer["Tus-Version"] = VERSION
        return answer

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        headers = {
            "Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(settings.UPLOAD_MAX_BYTES),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        }  # fmt: skip
        return HttpResponse(status=204, headers=headers)


def _require_protocol(request: Request) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise OtherProtocol


class Uploads(TusView):
    @endpoint(
        "Begin an upload by tus: of what was registered, or registering it by its metadata", binary=True, status=201
    )
    def post(self, request: Request) -> HttpResponse:
        by = signed_in(request)
        _require_protocol(request)
        length = _number(request, "Upload-Length")
        metadata = _metadata(request)
        item = _find_or_register(metadata, length, by)
        if item.size != length:
            raise LengthMismatch(registered=item.size, sent=length)
        offset = operations.arrived_so_far(item)
        headers = {"Location": f"/api/v1/uploads/{item.id}", "Upload-Offset": str(offset)} | _expiry(item)
        return HttpResponse(status=201, headers=headers)


def _find_or_register(metadata: dict[str, str], length: int, by: Actor) -> ReceivedFile:
    for name in ("photo", "document"):
        if name in metadata:
            return _own_item(_as_id(metadata[name]), by)
    names = {"filetype": "media_type", "name": "filename", "type": "media_type"}
    values = {names.get(name, name): value for name, value in metadata.items() if name != "relativePath"}
    body = msgspec.json.encode({**values, "size": length})
    return operations.register_photo(messages.decoded(body, PhotoIn), by=by)


def _as_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _metadata(request: Request) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and a Base64 text, separated by commas."""
    header = request.headers.get("Upload-Metadata", "")
    pairs: dict[str, str] = {}
    try:
        for pair in header[:MAX_METADATA].split(","):
            name, _space, value = pair.strip().partition(" ")
            if name:
                pairs[name] = b64decode(value, validate=True).decode()
    except ValueError:
        raise BadRequest(_("'Upload-Metadata' is not readable: keys, a space, and texts in Base64.")) from None
    return pairs


class Upload(TusView):
    @endpoint("Where an upload stands, by tus", binary=True)
    def head(self, request: Request, id: UUID) -> HttpResponse:
        _require_protocol(request)
        item = _own_item(id, signed_in(request))
        headers = {"Upload-Offset": str(operations.arrived_so_far(item)), "Upload-Length": str(item.size)}
        return HttpResponse(status=200, headers=headers | _expiry(item))

    @endpoint("A piece of the bytes, by tus", binary=True, status=204)
    def patch(self, request: Request, id: UUID) -> HttpResponse:
        by = signed_in(request)
        _require_protocol(request)
        item = _own_item(id, by)
        if request.META.get("CONTENT_TYPE", "").split(";")[0].strip() != PIECE:
            raise Unsupported(_("Send the piece with 'Content-Type: application/offset+octet-stream'."))
        start, length = _number(request, "Upload-Offset"), _length(request._request)
        if item.has_arrived and start == item.size and length == 0:
            return HttpResponse(status=204, headers={"Upload-Offset": str(item.size)})
        piece = operations.Piece(_reading(request._request), start, length, _checksum(request))
        offset = operations.take_piece(item, piece, by=by)
        return HttpResponse(status=204, headers={"Upload-Offset": str(offset)} | _expiry(item))

    @endpoint("End an upload and let go of what arrived, by tus", binary=True, status=204)
    def delete(self, request: Request, id: UUID) -> HttpResponse:
        by = signed_in(request)
        _require_protocol(request)
        item = _own_item(id, by)
        if item.has_arrived:
            raise UploadGone
        operations.end_upload(item)
        return HttpResponse(status=204)

    @endpoint("The bytes of what was registered, in one piece", response=PhotoOut, binary=True)
    def put(self, request: Request, id: UUID) -> Response:
        by = signed_in(request)
        item = _own_item(id, by)
        if not item.has_arrived:
            length = _length(request._request)
            if length != item.size:
                raise LengthMismatch(registered=item.size, sent=length)
            item = operations.take_whole(item, _reading(request._request), by=by)
        representation = photo_out(item) if isinstance(item, Photo) else document_out(item, by)
        return respond(representation, version=item.version)


def _own_item(id: UUID, by: Actor) -> Photo | Document:
    """The item that the actor registered and may upload. 404 if they may not see it, 403 if another registered it."""
    photo = policy.visible_photos(by).filter(pk=id).first()
    item = photo or policy.visible_documents(by).filter(pk=id).first()
    if item is None or item.erased_at is not None:
        raise NotFound
    if item.registered_by_id != by.user_id:
        raise Forbidden(_("Only who registered a photograph sends its bytes."))
    return item


def _expiry(item: ReceivedFile) -> dict[str, str]:
    """Header with the time at which an unfinished upload will be deleted."""
    until = operations.expires_at(item)
    return {"Upload-Expires": http_date(until.timestamp())} if until else {}


def _reading(request: HttpRequest) -> ReadChunk:
    """The request body as a stream; Django raises `OSError` when the connection breaks."""
    return request.read


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise BadRequest(_("'%(header)s' is missing or not a number.") % {"header": header})
    value = int(text)
    if header == "Upload-Length" and value > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=f"{settings.UPLOAD_MAX_BYTES >> 20} MiB")
    return value


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    if not text:
        raise LengthNeeded
    try:
        length = int(text)
    except ValueError:
        raise BadRequest(_("'Content-Length' is not a number.")) from None
    if length > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=f"{settings.UPLOAD_MAX_BYTES >> 20} MiB")
    return length


def _checksum(request: Request) -> tuple[str, bytes] | None:
    header = request.headers.get("Upload-Checksum", "")
    if not header:
        return None
    name, _space, digest = header.partition(" ")
    try:
        expected = b64decode(digest, validate=True)
    except ValueError:
        raise BadRequest(_("'Upload-Checksum' is not readable: an algorithm, a space, a digest in Base64.")) from None
    if name not in CHECKSUMS:
        raise BadRequest(_("'Upload-Checksum' names an algorithm that is not known here: use sha256 or sha1."))
    return name, expected
