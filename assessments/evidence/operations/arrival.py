"""Receiving files: bytes are checked against the registration and stored under their digest."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from django.db import transaction

from assessments.evidence import custody
from assessments.evidence.errors import ChecksumMismatch
from assessments.evidence.models import Document, Photo, ReceivedFile
from assessments.evidence.operations.history import log_event
from assessments.evidence.workflow import DOCUMENT, PHOTO
from assessments.kit import clock, jobs
from assessments.kit.actor import Actor
from assessments.kit.checksums import sha256_of_file
from assessments.kit.store import store
from assessments.kit.workflow import advance
from assessments.register import operations as register

Item = TypeVar("Item", bound=ReceivedFile)
PROCESS_TASK = "assessments.process_photo"


def receive_file(item: Item, staged: Path, *, by: Actor, sha256: str | None = None) -> Item:
    """Receive the staged bytes of a registration. Raises `ChecksumMismatch` and deletes them when they differ from
    it. `sha256` is their digest, if it was already computed during the upload.
    """
    if staged.stat().st_size != item.size or (sha256 or sha256_of_file(staged)) != item.sha256:
        staged.unlink()
        raise ChecksumMismatch
    store().keep(staged, item.sha256)
    return receive(item, by=by)


def receive(item: Item, *, by: Actor) -> Item:
    """Mark a file as received, its bytes being in the store. Idempotent."""
    if item.state != "registered":
        return item
    workflow = PHOTO if isinstance(item, Photo) else DOCUMENT
    with transaction.atomic():
        item = advance(item, workflow, "receive", counts=False, received_at=clock.now())
        facts = {"size": item.size, "device": item.device_id}
        custody.append(item, "received", by=by, facts=facts, has_lock=True)
        log_event(item, "received", {"state": ("registered", "received"), "sha256": (None, item.sha256)}, by=by)
        if isinstance(item, Photo):
            jobs.enqueue(PROCESS_TASK, item.id)
        elif isinstance(item, Document):
            custody.append(item, "checked", by=by, facts={"media_type": item.media_type})
            # The register keeps the file under the same id, so that a clearance can refer to its certificate.
            register.record_file(
                id=item.id, site_id=item.site_id, sha256=item.sha256, size=item.size, media_type=item.media_type,
                filename=item.filename, by=by,
            )  # fmt: skip
    return item
