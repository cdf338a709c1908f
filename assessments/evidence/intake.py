"""Files uploaded through an HTML form: measured, registered and received in one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from assessments.evidence import operations, vocabulary
from assessments.evidence.errors import EmptyFile
from assessments.evidence.messages import DocumentIn, PhotoIn
from assessments.evidence.models import Document, Photo
from assessments.kit import ids
from assessments.kit.actor import Actor
from assessments.kit.staging import stage


def receive_uploaded_photo(
    file: UploadedFile[bytes], *, monument_id: UUID, obtained_from: str, by: Actor, id: UUID | None = None
) -> Photo:
    """Register and receive one uploaded photograph. Raises `EmptyFile`, `TooLarge`, `StorageFull`.

    With the same `id` the upload is idempotent: a file sent again after a broken connection is stored once.
    """
    with _staged(file) as (staged, fields):
        message = PhotoIn(id=id or ids.uuid7(), monument=monument_id, obtained_from=obtained_from, **fields)
        photo = operations.register_photo(message, by=by)
        return photo if photo.has_arrived else operations.receive_file(photo, staged, by=by, sha256=message.sha256)


def receive_uploaded_document(
    file: UploadedFile[bytes], *, site_id: UUID, document_kind: str, caption: str, by: Actor
) -> Document:
    """Register and receive one uploaded document."""
    with _staged(file) as (staged, fields):
        message = DocumentIn(id=ids.uuid7(), site=site_id, document_kind=document_kind, caption=caption, **fields)
        item = operations.register_document(message, by=by)
        return item if item.has_arrived else operations.receive_file(item, staged, by=by, sha256=message.sha256)


@contextmanager
def _staged(file: UploadedFile[bytes]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Stage the file on disk; yields its path and the measured fields of its registration."""
    name = Path(str(file.name or "file")).name[:255]
    if not file.size:
        raise EmptyFile(name=name)
    staged, digest = stage(file, file.size)
    try:
        yield staged, {
            "sha256": digest, "size": file.size, "filename": name,
            "media_type": (file.content_type or "application/octet-stream")[:100],
        }  # fmt: skip
    finally:
        staged.unlink(missing_ok=True)


def obtained_from(request: HttpRequest) -> str:
    """How an uploaded file was obtained: the form's value, or else a default guessed from the user agent, because
    browsers of phones and tablets strip metadata before the upload.
    """
    if stated := request.POST.get("obtained_from", ""):
        vocabulary.OBTAINED_FROM.require(stated, "/obtained_from")
        return stated
    agent = request.headers.get("User-Agent", "")
    return "phone_browser" if any(word in agent for word in ("Mobi", "Android", "iPad")) else "camera_file"
