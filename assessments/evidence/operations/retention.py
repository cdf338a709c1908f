"""Retention: holds, withdrawal, erasure by two people, release of originals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Subject
from assessments.evidence import custody, policy
from assessments.evidence.errors import AskedByYou, IsHeld, NotAsked, OpensGround, OriginalKept, OriginalMissing
from assessments.evidence.models import Derivative, Document, Erasure, Hold, Photo, Pyramid, ReceivedFile
from assessments.evidence.operations.derivatives import remove_unreferenced
from assessments.evidence.operations.history import log_event, subject_of
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.resources import change
from assessments.kit.store import DERIVED, ORIGINALS, TILES, store
from assessments.register import ground
from assessments.register import operations as register

Item = TypeVar("Item", bound=Photo | Document)
MIN_REASON = 8
ERASED_WITH = "erased with the file"


def hold(photo_ids: Iterable[UUID], *, holder_kind: str, holder_id: UUID, by: Actor) -> None:
    """Place holds on photographs for as long as the holder exists. Idempotent."""
    for photo in Photo.objects.filter(pk__in=list(photo_ids)):
        _row, made = Hold.objects.get_or_create(photo=photo, holder_kind=holder_kind, holder_id=holder_id)
        if made:
            custody.append(photo, "held", by=by, facts={"holder": [holder_kind, holder_id]})
            log_event(photo, "held", {"holder": (None, [holder_kind, str(holder_id)])}, by=by)


def release_hold(*, holder_kind: str, holder_id: UUID, by: Actor) -> None:
    """Release all holds of a holder, such as a retracted report."""
    for one in Hold.objects.filter(holder_kind=holder_kind, holder_id=holder_id).select_related("photo"):
        one.delete()
        custody.append(one.photo, "let_go", by=by, facts={"holder": [holder_kind, holder_id]})
        log_event(one.photo, "let_go", {"holder": ([holder_kind, str(holder_id)], None)}, by=by)


def _require_reason(because: str) -> str:
    because = because.strip()
    if len(because) < MIN_REASON:
        raise invalid_field("/because", "missing", _("Say why, in a few words."))
    return because


def withdraw(item: Item, because: str, *, by: Actor, expected_version: int | None = None) -> Item:
    """Withdraw it from use, with a reason. It stays on file and can be restored. Raises `IsHeld`, `OpensGround`."""
    policy.require_describe(item, by)
    because = _require_reason(because)
    if item.withdrawn_at is not None:
        return item
    with transaction.atomic():
        if isinstance(item, Document):
            _disqualify_certificate(item)
        type(item)._default_manager.select_for_update().get(pk=item.pk)
        if isinstance(item, Photo) and item.holds.exists():
            raise IsHeld
        values = {"withdrawn_at": clock.now(), "withdrawn_because": because}
        differing = change(item, values, expected_version=expected_version)
        custody.append(item, "withdrawn", by=by)
        log_event(item, "withdrawn", differing, by=by)
    return item


def restore(item: Item, *, by: Actor, expected_version: int | None = None) -> Item:
    """Undo a withdrawal."""
    policy.require_describe(item, by)
    if item.withdrawn_at is None:
        return item
    with transaction.atomic():
        if isinstance(item, Document) and item.erased_at is None:
            register.set_file_gone(item.id, is_gone=False)
        values = {"withdrawn_at": None, "withdrawn_because": ""}
        differing = change(item, values, expected_version=expected_version)
        custody.append(item, "restored", by=by)
        log_event(item, "restored", differing, by=by)
    return item


def ask_erasure(item: Item, because: str, *, by: Actor) -> Erasure:
    """Request erasure, for instance because the file endangers somebody; a second person carries it out. Raises
    `OpensGround`.
    """
    policy.require_erase(item, by)
    because = _require_reason(because)
    if isinstance(item, Document):
        _require_closed_ground(item)
    with transaction.atomic():
        asked, made = Erasure.objects.select_for_update().get_or_create(
            **{item.kind: item}, defaults={"because": because, "asked_by_id": by.user_id}
        )
        if made:
            log_event(item, "erasure_asked", {"because": (None, because)}, by=by)
    return asked


def drop_erasure(item: Item, *, by: Actor) -> None:
    """Cancel a requested erasure that has not been carried out."""
    policy.require_erase(item, by)
    with transaction.atomic():
        if Erasure.objects.filter(**{item.kind: item}, done_at__isnull=True).delete()[0]:
            log_event(item, "erasure_dropped", {}, by=by)


def _require_closed_ground(document: Document) -> None:
    """Raises `OpensGround` for a certificate on whose strength ground is open today."""
    if ground.opens_ground(document.site, document.id, document.site.today):
        raise OpensGround


def _disqualify_certificate(document: Document) -> None:
    """Make a certificate unusable for clearances. Locks its file's row first, as confirming a clearance does."""
    register.set_file_gone(document.id, is_gone=True)
    _require_closed_ground(document)


_ERASED_VALUES: dict[str, Any] = {"filename": "", "caption": "", "credit": "", "external_ids": []}
_ERASED_DOCUMENT_VALUES: dict[str, Any] = _ERASED_VALUES | {"source": ""}
_ERASED_PHOTO_VALUES: dict[str, Any] = _ERASED_VALUES | {
    "device_position": None, "taken_at": None, "metadata": {}, "doubts": [], "manifest": {}, "exif_taken": "",
    "exif_taken_source": "", "exif_taken_at": None, "exif_gps_at": None, "exif_longitude": None, "exif_latitude": None,
    "exif_altitude_m": None, "exif_error_m": None, "exif_dop": None, "exif_direction_deg": None, "exif_camera": "",
    "exif_serial": "", "exif_lens": "", "file_creator": "", "file_rights": "", "file_description": "",
    "file_headline": "", "file_keywords": [], "file_created": "", "file_city": "", "file_country": "", "file_guid": "",
    "consent_for": "", "taken_on": None, "taken_on_at": None, "clock_ahead_s": None, "clock_corrected_at": None,
    "camera_distance_m": None, "likeness": None, "likeness_bands": [],
}  # fmt: skip


def erase(item: Item, *, by: Actor) -> Item:
    """Carry out a requested erasure: bytes, derivatives, metadata and descriptions go, the custody log stays. Must be
    called by the second person.

    Erasure overrides holds: a photograph that endangers somebody is erased even if a verified report cites it.
    Raises `NotAsked`, `AskedByYou`, `OpensGround`.
    """
    policy.require_erase(item, by)
    with transaction.atomic():
        asked = Erasure.objects.select_for_update().filter(**{item.kind: item}).first()
        if asked is None:
            raise NotAsked
        if asked.asked_by_id == by.user_id:
            raise AskedByYou
        if asked.done_at is not None:
            return item
        asked.done_by_id, asked.done_at = by.user_id, clock.now()
        asked.save()
        rows: QuerySet[Any] = type(item)._default_manager.select_for_update()
        item.refresh_from_db(from_queryset=rows)
        pieces = [(item.sha256, ORIGINALS)]
        if isinstance(item, Photo):
            pieces += _delete_derived(item, by)
        else:
            _disqualify_certificate(item)
            register.erase_filename(item.id, by=by, because=ERASED_WITH)
        reason = {"withdrawn_because": ERASED_WITH} if item.withdrawn_because else {}
        erased_values = _ERASED_PHOTO_VALUES if isinstance(item, Photo) else _ERASED_DOCUMENT_VALUES
        change(item, {**erased_values, **reason, "erased_at": clock.now()})
        custody.append(item, "erased", by=by)
        log_event(item, "erased", {"erased_at": (None, item.erased_at)}, by=by)
        audit.erase_all_about(subject_of(item), by=by, because=ERASED_WITH)
        transaction.on_commit(lambda: remove_unreferenced(pieces))
    return item


def _delete_derived(photo: Photo, by: Actor) -> list[tuple[str, str]]:
    """Delete the derivatives, tiles, annotations and alignments of a photograph; returns digest and namespace of their
    files, which remain to be removed.
    """
    pieces = _pieces_of(photo)
    photo.derivatives.all().delete()
    Pyramid.objects.filter(photo=photo).delete()
    for mark in photo.annotations.all():
        audit.erase_all_about(Subject("annotation", mark.id, photo.site_id), by=by, because=ERASED_WITH)
    photo.annotations.update(text="", points=[[0, 0], [1, 1]], removed_at=clock.now())
    photo.pairs_as_earlier.update(sha256="", matrix=None, note="")
    photo.pairs_as_later.update(note="")
    return pieces


def _pieces_of(photo: Photo) -> list[tuple[str, str]]:
    pieces = [(one, DERIVED) for one in Derivative.objects.filter(photo=photo).values_list("sha256", flat=True)]
    pieces += [(one, TILES) for one in Pyramid.objects.filter(photo=photo).values_list("sha256", flat=True) if one]
    pieces += [(one, DERIVED) for one in photo.pairs_as_earlier.values_list("sha256", flat=True) if one]
    return pieces


def release_original(item: ReceivedFile, *, by: Actor, kind: str = "released") -> BinaryIO:
    """Open the original for download, after writing its custody entry. Raises `OriginalKept`, `OriginalMissing`."""
    if not item.has_bytes:
        raise NotFound
    if isinstance(item, (Photo, Document)) and not policy.may_have_original(by, item):
        raise OriginalKept
    try:
        file = store().open(item.sha256)
    except FileNotFoundError:
        raise OriginalMissing from None
    custody.append_once_an_hour(item, kind, by=by)
    return file
