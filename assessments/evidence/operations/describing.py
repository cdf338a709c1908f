"""What people say of photographs and documents: captions, consent and flags, who may see them, what they show."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from assessments.audit import operations as audit
from assessments.audit import writing
from assessments.audit.operations import Entry
from assessments.evidence import custody, policy
from assessments.evidence.messages import DocumentPatch, PhotoPatch
from assessments.evidence.models import Document, Photo
from assessments.evidence.operations.telling import OPEN, require_words, thing
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.messages import given
from assessments.kit.things import one_of
from assessments.register import policy as register
from assessments.register.roles import May

Item = TypeVar("Item", Photo, Document)
DECIDED = {"open": "opened", "team": "kept_in", "undecided": "reconsidered"}
"""How custody tells the decision on who may see a photograph."""
UNDECIDED = {"audience": "undecided", "audience_decided_at": None}
HIDDEN = frozenset({"audience_decided_at"})


def describe(photo_id: UUID, message: PhotoPatch, *, by: Actor, expected_version: int | None = None) -> Photo:
    """Change what people say of a photograph; its bytes and what the file says never change."""
    return _describe(one_of(policy.visible_photos(by), photo_id), message, by, expected_version)


def describe_document(
    document_id: UUID, message: DocumentPatch, *, by: Actor, expected_version: int | None = None
) -> Document:
    return _describe(one_of(policy.visible_documents(by), document_id), message, by, expected_version)


def _describe(item: Item, message: PhotoPatch | DocumentPatch, by: Actor, expected_version: int | None) -> Item:
    policy.require_describe(item, by)
    values = given(message)
    require_words(values)
    reopens = isinstance(item, Photo) and item.audience == "open" and policy.is_doubtful(item, values)
    if reopens:
        # Opened before anybody knew: what the flag promises beside the form holds from this moment on.
        values |= UNDECIDED
    with transaction.atomic():
        item = writing.update(
            item, values, by=by, verb=f"evidence.{item.kind}.described", kind=item.kind, site_id=item.site_id,
            open_fields=OPEN, expected_version=expected_version, hidden=HIDDEN,
        )  # fmt: skip
        if reopens:
            custody.append(item, DECIDED["undecided"], by=by)
    return item


def decide_audience(photo_id: UUID, audience: str, *, by: Actor, expected_version: int | None = None) -> Photo:
    """Open a photograph to readers outside the team, keep it in, or take the decision back. A verifier's act."""
    photo = one_of(policy.visible_photos(by), photo_id)
    register.require(by, May.VERIFY, photo.site_id)
    values = {"audience": audience}
    require_words(values)
    if photo.audience == audience:
        return photo
    with transaction.atomic():
        decided = clock.now() if audience != "undecided" else None
        photo = writing.update(
            photo, values | {"audience_decided_at": decided}, by=by, verb="evidence.photo.audience_decided",
            kind="photo", site_id=photo.site_id, open_fields=OPEN, expected_version=expected_version,
            hidden=HIDDEN,
        )  # fmt: skip
        custody.append(photo, DECIDED[audience], by=by)
    return photo


def reconsider(photo: Photo, *, by: Actor) -> None:
    """Take back that a photograph was opened, because of what was done to it: a verifier decides anew."""
    with transaction.atomic():
        writing.update(
            photo, UNDECIDED, by=by, verb="evidence.photo.audience_decided", kind="photo", site_id=photo.site_id,
            open_fields=OPEN, hidden=HIDDEN,
        )  # fmt: skip
        custody.append(photo, DECIDED["undecided"], by=by)


def place(photo_ids: Collection[UUID], monument_id: UUID, *, by: Actor) -> None:
    """Say that these photographs show another monument of the same site: the report that uses them was moved there."""
    _place(Photo.objects.filter(pk__in=photo_ids), monument_id, by)


def place_all(from_id: UUID, monument_id: UUID, *, by: Actor) -> None:
    """All photographs and documents of a monument that was merged into another."""
    _place(Photo.objects.filter(monument_id=from_id), monument_id, by)
    _place(Document.objects.filter(monument_id=from_id), monument_id, by)


def _place(rows: QuerySet[Item], monument_id: UUID, by: Actor) -> None:
    with transaction.atomic():
        moved = [one for one in rows.select_for_update() if one.monument_id != monument_id]
        rows.model._default_manager.filter(pk__in=[one.id for one in moved]).update(
            monument_id=monument_id, version=F("version") + 1
        )
        audit.record_many(
            [
                Entry(
                    f"evidence.{one.kind}.placed", thing(one), {"monument_id": (str(one.monument_id),
                    str(monument_id))}, {"monument_id"},
                )
                for one in moved
            ],
            by=by,
        )  # fmt: skip
