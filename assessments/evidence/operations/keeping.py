"""Keeping and letting go: holds, withdrawal, erasure by two people, originals handed out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Thing
from assessments.evidence import custody, policy
from assessments.evidence.errors import AskedByYou, IsHeld, NotAsked, OpensGround, OriginalKept, OriginalMissing
from assessments.evidence.models import Derivative, Document, Erasure, Hold, Photo, Pyramid, Received
from assessments.evidence.operations.pieces import remove_pieces
from assessments.evidence.operations.telling import tell, thing
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.store import DERIVED, ORIGINALS, TILES, store
from assessments.kit.things import change
from assessments.register import ground
from assessments.register import operations as register

Item = TypeVar("Item", bound=Photo | Document)
LEAST_REASON = 8
ERASED_WITH = "erased with the file"


def hold(photo_ids: Iterable[UUID], *, holder_kind: str, holder_id: UUID, by: Actor) -> None:
    """Keep these photographs as long as their holder stands; held twice is held once."""
    for photo in Photo.objects.filter(pk__in=list(photo_ids)):
        _row, made = Hold.objects.get_or_create(photo=photo, holder_kind=holder_kind, holder_id=holder_id)
        if made:
            custody.append(photo, "held", by=by, facts={"holder": [holder_kind, holder_id]})
            tell(photo, "held", {"holder": (None, [holder_kind, str(holder_id)])}, by=by)


def let_go(*, holder_kind: str, holder_id: UUID, by: Actor) -> None:
    """The holder no longer stands: a report was retracted."""
    for one in Hold.objects.filter(holder_kind=holder_kind, holder_id=holder_id).select_related("photo"):
        one.delete()
        custody.append(one.photo, "let_go", by=by, facts={"holder": [holder_kind, holder_id]})
        tell(one.photo, "let_go", {"holder": ([holder_kind, str(holder_id)], None)}, by=by)


def _require_reason(because: str) -> str:
    because = because.strip()
    if len(because) < LEAST_REASON:
        raise invalid_field("/because", "missing", _("Say why, in a few words."))
    return because


def withdraw(item: Item, because: str, *, by: Actor, expected_version: int | None = None) -> Item:
    """Take it out of use, with a reason. It stays on file and can be restored. Refuses with `IsHeld`, `OpensGround`."""
    policy.require_describe(item, by)
    because = _require_reason(because)
    if item.withdrawn_at is not None:
        return item
    with transaction.atomic():
        if isinstance(item, Document):
            _take_from_ground(item)
        type(item)._default_manager.select_for_update().get(pk=item.pk)
        if isinstance(item, Photo) and item.holds.exists():
            raise IsHeld
        values = {"withdrawn_at": clock.now(), "withdrawn_because": because}
        differing = change(item, values, expected_version=expected_version)
        custody.append(item, "withdrawn", by=by)
        tell(item, "withdrawn", differing, by=by)
    return item


def restore(item: Item, *, by: Actor, expected_version: int | None = None) -> Item:
    """Undo a withdrawal."""
    policy.require_describe(item, by)
    if item.withdrawn_at is None:
        return item
    with transaction.atomic():
        if isinstance(item, Document) and item.erased_at is None:
            register.mark_file(item.id, is_gone=False)
        values = {"withdrawn_at": None, "withdrawn_because": ""}
        differing = change(item, values, expected_version=expected_version)
        custody.append(item, "restored", by=by)
        tell(item, "restored", differing, by=by)
    return item


def ask_erasure(item: Item, because: str, *, by: Actor) -> Erasure:
    """Ask that something be erased, for instance because it endangers somebody. A second person does it. Refuses with
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
            tell(item, "erasure_asked", {"because": (None, because)}, by=by)
    return asked


def drop_erasure(item: Item, *, by: Actor) -> None:
    """Take back what was asked, as long as it was not done."""
    policy.require_erase(item, by)
    with transaction.atomic():
        if Erasure.objects.filter(**{item.kind: item}, done_at__isnull=True).delete()[0]:
            tell(item, "erasure_dropped", {}, by=by)


def _require_closed_ground(paper: Document) -> None:
    """Refuses with `OpensGround` a certificate by which people walk on ground today."""
    if ground.opens_ground(paper.site, paper.id, clock.today()):
        raise OpensGround


def _take_from_ground(paper: Document) -> None:
    """From now on it opens no ground. Its file's row is held first: whoever confirms a clearance holds it as well."""
    register.mark_file(paper.id, is_gone=True)
    _require_closed_ground(paper)


_FORGOTTEN: dict[str, Any] = {"filename": "", "caption": "", "credit": ""}
_FORGOTTEN_OF_PHOTOGRAPHS: dict[str, Any] = _FORGOTTEN | {
    "device_position": None, "taken_at": None, "metadata": {}, "doubts": [], "manifest": {}, "exif_taken": "",
    "exif_taken_source": "", "exif_taken_at": None, "exif_gps_at": None, "exif_longitude": None, "exif_latitude": None,
    "exif_altitude_m": None, "exif_error_m": None, "exif_dop": None, "exif_direction_deg": None, "exif_camera": "",
    "exif_serial": "", "exif_lens": "", "file_creator": "", "file_rights": "", "file_description": "",
    "file_headline": "", "file_keywords": [], "file_created": "", "file_city": "", "file_country": "", "file_guid": "",
    "camera_distance_m": None, "likeness": None, "likeness_bands": [],
}  # fmt: skip


def erase(item: Item, *, by: Actor) -> Item:
    """Erase bytes, smaller pictures and everything that the file and people said; the sealed log stays. The second
    person's act.

    Erasing outranks holding: a photograph that endangers somebody goes even when a verified report rests on it.
    Refuses with `NotAsked`, `AskedByYou`, `OpensGround`.
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
            pieces += _forget_what_was_made(item, by)
        else:
            _take_from_ground(item)
            register.forget_file(item.id, by=by, because=ERASED_WITH)
        words = {"withdrawn_because": ERASED_WITH} if item.withdrawn_because else {}
        forgotten = _FORGOTTEN_OF_PHOTOGRAPHS if isinstance(item, Photo) else _FORGOTTEN
        change(item, {**forgotten, **words, "erased_at": clock.now()})
        custody.append(item, "erased", by=by)
        tell(item, "erased", {"erased_at": (None, item.erased_at)}, by=by)
        audit.erase_all_about(thing(item), by=by, because=ERASED_WITH)
        transaction.on_commit(lambda: remove_pieces(pieces))
    return item


def _forget_what_was_made(photo: Photo, by: Actor) -> list[tuple[str, str]]:
    """Let go of the pictures, tiles, marks and pairs of a photograph; digest and shelf of the files that were
    theirs.
    """
    pieces = _pieces_of(photo)
    photo.derivatives.all().delete()
    Pyramid.objects.filter(photo=photo).delete()
    for mark in photo.annotations.all():
        audit.erase_all_about(Thing("annotation", mark.id, photo.site_id), by=by, because=ERASED_WITH)
    photo.annotations.update(text="", points=[[0, 0], [1, 1]], removed_at=clock.now())
    photo.pairs_as_earlier.update(sha256="", matrix=None, note="")
    photo.pairs_as_later.update(note="")
    return pieces


def _pieces_of(photo: Photo) -> list[tuple[str, str]]:
    pieces = [(one, DERIVED) for one in Derivative.objects.filter(photo=photo).values_list("sha256", flat=True)]
    pieces += [(one, TILES) for one in Pyramid.objects.filter(photo=photo).values_list("sha256", flat=True) if one]
    pieces += [(one, DERIVED) for one in photo.pairs_as_earlier.values_list("sha256", flat=True) if one]
    return pieces


def release_original(item: Received, *, by: Actor, kind: str = "released") -> BinaryIO:
    """The untouched file, with its custody entry written first: no entry, no original. Refuses with `OriginalKept`."""
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
