"""Files that come through a page: measured, registered and received in one go."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from assessments.evidence import operations
from assessments.evidence.errors import EmptyFile
from assessments.evidence.messages import PhotoIn
from assessments.evidence.models import Photo
from assessments.kit import ids
from assessments.kit.actor import Actor
from assessments.kit.checksums import sha256_of_file
from assessments.kit.store import store


def take_in(
    file: UploadedFile[bytes], *, monument_id: UUID, obtained_from: str, by: Actor, id: UUID | None = None
) -> Photo:
    """Register and receive one uploaded file. Refuses with `EmptyFile`, `TooLarge`, `StorageFull`.

    Under the same `id` the same file comes in once, however often a bad line sends it.
    """
    name = Path(str(file.name or "photograph")).name[:255]
    if not file.size:
        raise EmptyFile(name=name)
    store().require_room(file.size)
    id_ = id or ids.uuid7()
    staged = store().staged(ids.uuid7())
    with staged.open("wb") as target:
        shutil.copyfileobj(file, target, 1 << 20)
    message = PhotoIn(
        id=id_,
        sha256=sha256_of_file(staged),
        size=staged.stat().st_size,
        media_type=(file.content_type or "application/octet-stream")[:100],
        filename=name,
        monument=monument_id,
        obtained_from=obtained_from,
    )
    try:
        photo = operations.register_photo(message, by=by)
        return operations.receive_file(photo, staged, by=by) if photo.state == "registered" else photo
    finally:
        staged.unlink(missing_ok=True)


def how(headers: Mapping[str, str]) -> str:
    """How a file that comes through a page was obtained: phones' browsers take things away before we receive them."""
    return "phone_browser" if "Mobi" in headers.get("User-Agent", "") else "camera_file"
