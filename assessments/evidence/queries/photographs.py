"""Photographs, one and many: galleries, what waits, what shows a block."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessments.evidence import policy, vocabulary
from assessments.evidence.models import (
    Document,
    Erasure,
    Photo,
)
from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import policy as register
from assessments.register.models import Block
from assessments.register.roles import May

CARD_DAYS = timedelta(days=31)


def of_monument(monument: UUID) -> Q:
    """Photographs filed under a monument, and those that show it too. One query here keeps the lists on their index."""
    also = list(Photo.also_shows.through.objects.filter(monument_id=monument).values_list("photo_id", flat=True))
    return Q(monument_id=monument) | Q(pk__in=also) if also else Q(monument_id=monument)


def photos(actor: Actor, *, site: UUID | None = None, monument: UUID | None = None, state: str = "") -> QuerySet[Photo]:
    rows = policy.visible_photos(actor).prefetch_related("derivatives", "also_shows", "blocks")
    if site:
        rows = rows.filter(site_id=site)
    if monument:
        rows = rows.filter(of_monument(monument))
    if state:
        vocabulary.PHOTO_STATE.require(state, "/state")
        rows = rows.filter(state=state)
    return rows


def gallery(
    actor: Actor, *, site: UUID, monument: UUID | None = None, received_by: datetime | None = None
) -> QuerySet[Photo]:
    """Readable photographs in use, newest first by the day they show: `shown_at` is when they were taken, or else
    received. `received_by` leaves out what arrived after that moment.
    """
    rows = policy.visible_photos(actor).filter(site_id=site, withdrawn_at__isnull=True, erased_at__isnull=True)
    if monument:
        rows = rows.filter(of_monument(monument))
    if received_by:
        rows = rows.filter(received_at__lte=received_by)
    return rows.exclude(state="registered").select_related("monument").order_by("-shown_at", "-id")


def photo(actor: Actor, id: UUID | str) -> Photo:
    rows = policy.visible_photos(actor).select_related("site", "monument", "registered_by")
    return get_visible(rows.prefetch_related("derivatives"), id)


def viewable_photo(actor: Actor, id: UUID | str) -> Photo:
    """A photograph of which the actor may see at least the derivatives. Raises `NotFound`."""
    rows = policy.viewable_photos(actor).select_related("site", "monument", "mask", "pyramid")
    return get_visible(rows.prefetch_related("derivatives"), id)


def viewable_photos_of(actor: Actor, monument: UUID) -> QuerySet[Photo]:
    """Photographs of one monument in use, oldest first, with everything that the IIIF manifest contains."""
    rows = policy.viewable_photos(actor).filter(
        of_monument(monument), state="ready", withdrawn_at__isnull=True, erased_at__isnull=True
    )
    rows = rows.select_related("mask", "pyramid").prefetch_related("derivatives", "annotations")
    return rows.order_by("shown_at", "id")


def same_card(photo: Photo, actor: Actor) -> list[UUID]:
    """Photographs of the same camera that the same person sent, taken within a month of this one: what one card holds.

    The photograph itself is among them. Without the name of a camera in the file it is alone.
    """
    if not photo.exif_camera or photo.exif_taken_at is None:
        return [photo.id]
    month = (photo.exif_taken_at - CARD_DAYS, photo.exif_taken_at + CARD_DAYS)
    rows = policy.visible_photos(actor).filter(
        site_id=photo.site_id, registered_by_id=photo.registered_by_id, exif_camera=photo.exif_camera,
        exif_serial=photo.exif_serial, exif_taken_at__range=month, erased_at__isnull=True,
    )  # fmt: skip
    return list(rows.order_by("exif_taken_at", "id").values_list("pk", flat=True)[:1000])


def erasure_of(item: Photo | Document) -> Erasure | None:
    """The erasure requested, and perhaps carried out, for this photograph or document."""
    return Erasure.objects.filter(**{item.kind: item}).select_related("asked_by").first()


def damaged_files(actor: Actor) -> list[Photo | Document]:
    """Originals whose stored bytes were found changed or missing, on sites where the actor verifies or keeps the
    register.
    """
    theirs = register.rows_where(actor, May.KEEP_REGISTER, "site_id")
    found: list[Photo | Document] = []
    for rows in (policy.visible_photos(actor), policy.visible_documents(actor)):
        found += rows.filter(theirs, erased_at__isnull=True).exclude(bytes_state="sound").order_by("id")[:200]
    return found


def unreadable_photos(actor: Actor) -> QuerySet[Photo]:
    """This person's photographs that could not be read; for verifiers also what was set aside on their sites."""
    own = Q(registered_by_id=actor.user_id, state__in=["rejected", "set_aside"])
    set_aside = register.rows_where(actor, May.VERIFY, "site_id") & Q(state="set_aside")
    rows = policy.visible_photos(actor).filter(own | set_aside, withdrawn_at__isnull=True, erased_at__isnull=True)
    return rows.order_by("-finished_at", "-id")


def pending_photos(actor: Actor) -> QuerySet[Photo]:
    """The actor's own photographs that were registered but not yet received or processed."""
    rows = policy.visible_photos(actor).filter(registered_by_id=actor.user_id)
    return rows.filter(state__in=["registered", "received", "processing"]).order_by("id")


def photos_of_block(actor: Actor, block: Block) -> QuerySet[Photo]:
    """Photographs that show a fallen block, newest first."""
    rows = policy.visible_photos(actor).filter(blocks=block, withdrawn_at__isnull=True, erased_at__isnull=True)
    rows = rows.exclude(state="registered").select_related("monument").prefetch_related("derivatives")
    return rows.order_by("-shown_at", "-id")


def photos_by_block(actor: Actor, monument: UUID) -> dict[UUID, int]:
    """How many photographs show each of a monument's fallen blocks."""
    seen = policy.visible_photos(actor).filter(withdrawn_at__isnull=True, erased_at__isnull=True)
    rows = Photo.blocks.through.objects.filter(block__monument_id=monument, photo__in=seen.values("pk"))
    return dict(rows.values_list("block_id").annotate(Count("pk")))


def photos_to_ask_about(actor: Actor) -> QuerySet[Photo]:
    """The actor's own photographs of which nobody has said who is in them, and no verifier decided who may see them."""
    rows = policy.visible_photos(actor).filter(registered_by_id=actor.user_id, people="not_stated", state="ready")
    return rows.filter(audience="undecided", withdrawn_at__isnull=True, erased_at__isnull=True)
