"""The bytes come: checked against the registration, kept under their digest, and from then on evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from django.db import transaction

from assessments.evidence import custody
from assessments.evidence.errors import ChecksumMismatch
from assessments.evidence.models import Document, Photo, Received
from assessments.evidence.operations.telling import tell
from assessments.evidence.workflow import DOCUMENT, PHOTO
from assessments.kit import clock, jobs
from assessments.kit.actor import Actor
from assessments.kit.checksums import sha256_of_file
from assessments.kit.store import store
from assessments.kit.workflow import advance
from assessments.register import operations as register

Item = TypeVar("Item", bound=Received)
PROCESS = "assessments.process_photo"


def receive_file(item: Item, staged: Path, *, by: Actor, sha256: str | None = None) -> Item:
    """Take in the staged bytes of a registration. Refuses with `ChecksumMismatch`, keeping nothing. `sha256` is their
    digest where it was computed as they came.
    """
    if staged.stat().st_size != item.size or (sha256 or sha256_of_file(staged)) != item.sha256:
        staged.unlink()
        raise ChecksumMismatch
    store().keep(staged, item.sha256)
    return receive(item, by=by)


def receive(item: Item, *, by: Actor) -> Item:
    """The bytes are kept under their digest: from now on it is evidence. Received twice is once."""
    if item.state != "registered":
        return item
    workflow = PHOTO if isinstance(item, Photo) else DOCUMENT
    with transaction.atomic():
        item = advance(item, workflow, "receive", counts=False, received_at=clock.now())
        told = {"size": item.size, "device": item.device_id}
        custody.append(item, "received", by=by, facts=told, has_lock=True)
        tell(item, "received", {"state": ("registered", "received"), "sha256": (None, item.sha256)}, by=by)
        if isinstance(item, Photo):
            jobs.ring(PROCESS, item.id)
        elif isinstance(item, Document):
            custody.append(item, "checked", by=by, facts={"media_type": item.media_type})
            # Under the same id the register knows it as a plain file: a clearance names its certificate so.
            register.know_file(
                id=item.id, site_id=item.site_id, sha256=item.sha256, size=item.size, media_type=item.media_type,
                filename=item.filename, by=by,
            )  # fmt: skip
    return item
