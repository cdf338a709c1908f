"""Files uploaded through an HTML form: measured, registered and received in one step; and what is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from assessments.evidence import operations, queries, vocabulary
from assessments.evidence.errors import EmptyFile
from assessments.evidence.messages import DocumentIn, PhotoIn, PhotosPatch
from assessments.evidence.models import Document, Photo
from assessments.kit import ids, messages, parsing, typed_dates
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.kit.staging import stage

BATCH = "photos_"
"""What the names of the fields of an upload begin with: it may stand inside the form of a report."""


def receive_uploaded_photo(
    file: UploadedFile[bytes],
    *,
    monument_id: UUID,
    obtained_from: str,
    by: Actor,
    id: UUID | None = None,
    blocks: Sequence[UUID] = (),
) -> Photo:
    """Register and receive one uploaded photograph. Raises `EmptyFile`, `TooLarge`, `StorageFull`.

    With the same `id` the upload is idempotent: a file sent again after a broken connection is stored once.
    """
    with _staged(file) as (staged, fields):
        message = PhotoIn(
            id=id or ids.uuid7(), monument=monument_id, obtained_from=obtained_from, blocks=list(blocks), **fields
        )
        photo = operations.register_photo(message, by=by)
        return photo if photo.has_arrived else operations.receive_file(photo, staged, by=by, sha256=message.sha256)


def receive_uploaded_photos(
    request: HttpRequest, *, monument_id: UUID, by: Actor, id: UUID | None = None, blocks: Sequence[UUID] = ()
) -> tuple[list[UUID], list[Problem]]:
    """The files of a form, each received on its own: those taken, and why others were not."""
    taken, refused = [], []
    for file in request.FILES.getlist("photos"):
        try:
            photo = receive_uploaded_photo(
                file, monument_id=monument_id, obtained_from=obtained_from(request), by=by, id=id, blocks=blocks
            )
        except Problem as problem:
            refused.append(problem)
        else:
            taken.append(photo.id)
    return taken, refused


def receive_uploaded_document(file: UploadedFile[bytes], *, site_id: UUID, by: Actor, **about: Any) -> Document:
    """Register and receive one uploaded document; `about` are further fields of its registration."""
    with _staged(file) as (staged, fields):
        message = DocumentIn(id=ids.uuid7(), site=site_id, **about, **fields)
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


SECONDS = {"ahead": 1, "behind": -1, "right": 0}


def answers(form: QueryDict, prefix: str = "") -> dict[str, Any]:
    """What a form says of photographs: fields of `PhotosPatch`, those left open not among them.

    Nothing is presumed: without a tap on one of the answers, nobody has said who is in them. Raises `Invalid` for a
    date or a number of hours that cannot be read.
    """
    found: dict[str, Any] = {}
    if people := form.get(f"{prefix}people", ""):
        found["people"] = people
        consent = form.get(f"{prefix}consent", "") if people == "identifiable" else ""
        found["consent"] = consent or "not_asked"
        found["consent_for"] = form.get(f"{prefix}consent_for", "").strip() if consent == "given" else ""
    if flags := form.getlist(f"{prefix}flags"):
        found["flags"] = flags
    if text := form.get(f"{prefix}taken_on", "").strip():
        found["taken_on"] = typed_dates.read(text, "/taken_on")
    if way := form.get(f"{prefix}clock", ""):
        found["clock_ahead_s"] = _clock_ahead(form, prefix, way)
    return found


def _clock_ahead(form: QueryDict, prefix: str, way: str) -> int:
    if way not in SECONDS:
        raise invalid_field("/clock_ahead_s", "missing", _("Choose one of those offered."))
    hours, minutes = (
        parsing.number(form.get(f"{prefix}clock_{unit}", ""), "/clock_ahead_s") or Decimal(0)
        for unit in ("hours", "minutes")
    )
    if way != "right" and not hours and not minutes:
        raise invalid_field("/clock_ahead_s", "missing", _("Say by how many hours and minutes the clock was off."))
    hours, minutes = (min(abs(one), Decimal(10**6)) for one in (hours, minutes))
    return SECONDS[way] * int(hours * 3600 + minutes * 60)


def describe_batch(photos: Sequence[UUID], form: QueryDict, *, by: Actor) -> None:
    """Say of these photographs what the form of their upload says, if it says anything.

    An upload says it of each photograph once, when it is sent (`once`): what somebody has said of one of them meanwhile
    stands then. An answer that is tapped for the whole batch afterwards holds for all of it.
    """
    said = answers(form, BATCH)
    if not photos or not said:
        return
    if not form.get("once"):
        operations.describe_many(messages.converted({"photos": list(photos), **said}, PhotosPatch), by=by)
        return
    open_yet: dict[tuple[UUID, tuple[str, ...]], list[UUID]] = defaultdict(list)
    for photo in queries.photos(by).filter(pk__in=photos):
        names = tuple(name for name in said if not _is_said(photo, name))
        if names:
            open_yet[photo.site_id, names].append(photo.id)
    for (_site, names), alike in open_yet.items():
        patch = {"photos": alike, **{name: said[name] for name in names}}
        operations.describe_many(messages.converted(patch, PhotosPatch), by=by)


def _is_said(photo: Photo, name: str) -> bool:
    if name in ("people", "consent", "consent_for"):
        return photo.people != "not_stated"
    return name != "flags" and getattr(photo, name) is not None


def obtained_from(request: HttpRequest) -> str:
    """How an uploaded file was obtained: the form's value, or else a default guessed from the user agent, because
    browsers of phones and tablets strip metadata before the upload.
    """
    if stated := request.POST.get("obtained_from", ""):
        vocabulary.OBTAINED_FROM.require(stated, "/obtained_from")
        return stated
    agent = request.headers.get("User-Agent", "")
    return "phone_browser" if any(word in agent for word in ("Mobi", "Android", "iPad")) else "camera_file"
