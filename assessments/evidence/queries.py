"""Querysets of photographs and documents, limited to what the actor may see."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from assessments.evidence import policy, vocabulary
from assessments.evidence.models import (
    Annotation,
    Derivative,
    Document,
    Erasure,
    GeoreferencedImage,
    Pair,
    Photo,
    Pyramid,
    ReceivedFile,
)
from assessments.evidence.reader import likeness
from assessments.evidence.reader.masking import PREFIX
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.kit.geometry import Bounds
from assessments.kit.resources import get_visible
from assessments.kit.store import DERIVED, ORIGINALS, TILES, store
from assessments.register import policy as register
from assessments.register.models import Block, Monument, StoredFile
from assessments.register.roles import May

CARD_DAYS = timedelta(days=31)
logger = logging.getLogger(__name__)


def referring_rows(namespace: str) -> list[QuerySet[Any]]:
    """Rows that may refer to a file of this namespace."""
    if namespace == DERIVED:
        return [Derivative.objects.all(), Pair.objects.all()]
    if namespace == TILES:
        return [Pyramid.objects.all()]
    received: list[type[ReceivedFile]] = [Photo, Document]
    erased = Document.objects.filter(erased_at__isnull=False)
    return [
        *(one._default_manager.filter(erased_at__isnull=True).exclude(state="registered") for one in received),
        StoredFile.objects.exclude(pk__in=erased.values("pk")),
    ]


def stored_files() -> Iterator[tuple[str, str, int]]:
    """(namespace, SHA-256, size) of every original and smaller picture that should be in the store, each once. Tiles
    and aligned pictures are made again from those."""
    originals = [rows.order_by().values_list("sha256", "size") for rows in referring_rows(ORIGINALS)]
    found = originals[0].union(*originals[1:]).order_by("sha256")
    yield from ((ORIGINALS, digest, size) for digest, size in found.iterator(chunk_size=2000))
    smaller = Derivative.objects.order_by("sha256").values_list("sha256", "size").distinct()
    yield from ((DERIVED, digest, size) for digest, size in smaller.iterator(chunk_size=2000))


def is_stored(namespace: str, sha256: str) -> bool:
    """Whether a file should be in the store now."""
    return any(rows.filter(sha256=sha256).exists() for rows in referring_rows(namespace))


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


def pictures(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Photo]:
    """Those of these photographs of which the actor, as a member of their site, may see smaller pictures, in use."""
    if not ids:
        return {}
    return {one.id: one for one in _shown_to(actor, policy.visible_photos(actor).filter(_IN_USE, pk__in=ids))}


def photos_named(actor: Actor, words: str, *, most: int) -> list[Photo]:
    """Photographs in use whose caption or file name contains the words, newest first."""
    named = Q(caption__icontains=words) | Q(filename__icontains=words)
    rows = policy.visible_photos(actor).filter(_IN_USE, named).order_by("-shown_at", "-id")
    return _shown_to(actor, rows.select_related("site")[:most])


def georeferenced(actor: Actor) -> QuerySet[GeoreferencedImage]:
    """What was laid on the map of photographs that the actor may see as a member of their site, in use."""
    photos = policy.visible_photos(actor).filter(_IN_USE)
    return GeoreferencedImage.objects.filter(photo__in=photos).select_related("photo")


def on_the_map(actor: Actor, site_id: UUID) -> list[GeoreferencedImage]:
    """Those of a site that are shown, and that were not turned since their points were set; the largest picture of
    each is loaded."""
    rows = georeferenced(actor).filter(photo__site=site_id, is_shown=True, turned_deg=F("photo__turned") * 90)
    rows = rows.select_related("photo__mask", "photo__monument").prefetch_related("photo__derivatives").order_by("id")
    return [one for one in rows if "large" in visible_pictures(actor, one.photo)]


def cameras(actor: Actor, bbox: Bounds, received_by: datetime | None = None) -> QuerySet[Photo]:
    """Photographs of the actor's own sites that say where they were taken from, within bounds, newest first."""
    west, south, east, north = bbox
    rows = policy.visible_photos(actor).filter(
        _IN_USE, exif_longitude__range=(west, east), exif_latitude__range=(south, north)
    )
    if received_by:
        rows = rows.filter(received_at__lte=received_by)
    return rows.select_related("monument").order_by("-id")


def newest_pictures(actor: Actor, monuments: Collection[Monument]) -> dict[UUID, Photo]:
    """By monument the newest photograph that the actor may see of it: as a member of its site, or as an outside reader.
    Monuments without one are left out. Reads one entry of an index for each."""
    found: dict[UUID, Photo] = {}
    inside = [one.id for one in monuments if register.is_member(actor, one.site_id)]
    outside = [one.id for one in monuments if one.id not in inside]
    for ids, visible in ((inside, policy.visible_photos(actor)), (outside, policy.open_photos(actor))):
        if ids:
            rows = visible.filter(_IN_USE, monument=OuterRef("pk")).order_by("-shown_at", "-id")
            newest = Monument.objects.filter(pk__in=ids).values_list(Subquery(rows.values("pk")[:1]), "pk")
            of_photo = {photo: monument for photo, monument in newest if photo}
            shown = _shown_to(actor, Photo.objects.filter(pk__in=of_photo)) if of_photo else []
            found |= {of_photo[one.id]: one for one in shown}
    return found


_IN_USE = Q(state="ready", withdrawn_at__isnull=True, erased_at__isnull=True)


def _shown_to(actor: Actor, rows: QuerySet[Photo]) -> list[Photo]:
    made = rows.select_related("mask", "monument").prefetch_related("derivatives")
    return [one for one in made if "thumb" in visible_pictures(actor, one)]


def open_pictures(
    actor: Actor, monument: UUID, *, most: int, received_by: datetime | None = None
) -> list[tuple[Photo, Derivative]]:
    """What an outside reader sees of one monument, newest first: each with its smaller picture of medium size."""
    rows = (
        policy.open_photos(actor).filter(of_monument(monument)).select_related("mask").prefetch_related("derivatives")
    )
    if received_by:
        rows = rows.filter(received_at__lte=received_by)
    found = [(one, visible_pictures(actor, one).get("medium")) for one in rows.order_by("-shown_at", "-id")[:most]]
    return [(photo, picture) for photo, picture in found if picture]


def pictures_to_hand_out(actor: Actor, monument: Monument, *, most: int) -> list[Photo]:
    """Photographs of a monument for a page that leaves the team: opened to outside readers by a verifier, and without
    anything that had to be covered."""
    rows = gallery(actor, site=monument.site_id, monument=monument.id)
    rows = policy.without_guarded(rows, beside=monument.id).filter(state="ready", audience="open", mask__isnull=True)
    return list(rows.prefetch_related("derivatives")[:most])


def visible_pictures(actor: Actor, photo: Photo) -> dict[str, Derivative]:
    """The derivatives of one photograph by recipe, as this actor may see them: masked ones for anybody outside the
    site's team. Empty while the masked ones are being made, so that nothing to be masked is ever served unmasked.
    """
    made = sorted(photo.derivatives.all(), key=lambda one: one.recipe_version)
    if not policy.is_covered_for(actor, photo):
        return {one.recipe: one for one in made if not one.recipe.startswith(PREFIX)}
    mask = photo.mask
    covered = [one for one in made if one.recipe.startswith(PREFIX) and one.recipe_version == mask.revision]
    return {one.recipe.removeprefix(PREFIX): one for one in covered} if mask.made_revision == mask.revision else {}


def derivative(actor: Actor, photo_id: UUID, recipe: str) -> Derivative:
    """One derivative. Raises `NotFound`."""
    found = visible_pictures(actor, viewable_photo(actor, photo_id)).get(recipe)
    if found is None:
        raise NotFound
    return found


def picture_file(sha256: str) -> BinaryIO:
    """The file of a derivative. Raises `NotFound` when it is missing; it can be made again from the original."""
    try:
        return store().open(sha256, DERIVED)
    except FileNotFoundError:
        logger.warning("the store lost the smaller picture %s", sha256)
        raise NotFound from None


@dataclass(frozen=True, slots=True)
class Likeness:
    """A similar photograph; `distance` is the number of differing bits of 64, 0 for identical hashes."""

    photo: Photo
    distance: int
    same_bytes: bool


class _BitsApart(Func):
    """How many of 64 bits differ."""

    template = "bit_count((%(expressions)s)::bit(64))::int"
    arg_joiner = " # "
    output_field = IntegerField()


def likenesses(photo: Photo, actor: Actor, *, most: int = 24) -> list[Likeness]:
    """Photographs that look like this one, nearest first, by an index over bands of their hashes. Never merged: both
    are evidence.
    """
    if photo.likeness is None:
        return []
    keys = likeness.bands_to_search(photo.likeness % (1 << likeness.BITS))
    rows = (
        policy.visible_photos(actor)
        .filter(likeness_bands__overlap=keys, erased_at__isnull=True)
        .exclude(pk=photo.pk)
        .annotate(apart=_BitsApart(F("likeness"), Value(photo.likeness)))
        .filter(apart__lte=likeness.MAX_APART)
    )
    return [Likeness(one, one.apart, one.sha256 == photo.sha256) for one in rows.order_by("apart", "id")[:most]]


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


def annotations_of(photo: Photo) -> list[Annotation]:
    return list(photo.annotations.filter(removed_at__isnull=True).select_related("author").order_by("id"))


def visible_annotations(actor: Actor) -> QuerySet[Annotation]:
    """The marks on all photographs that the actor may see."""
    rows = Annotation.objects.filter(photo__in=policy.visible_photos(actor), removed_at__isnull=True)
    return rows.select_related("photo", "author")


def one_annotation(actor: Actor, id: UUID) -> Annotation:
    return get_visible(visible_annotations(actor), id)


def pairs(actor: Actor, *, monument: UUID | None = None, photo: UUID | None = None) -> QuerySet[Pair]:
    """Before/after pairs of which the actor may see both photographs."""
    seen = policy.visible_photos(actor).filter(erased_at__isnull=True).values("pk")
    rows = Pair.objects.filter(removed_at__isnull=True, earlier__in=seen, later__in=seen)
    if monument:
        rows = rows.filter(Q(earlier__monument_id=monument) | Q(later__monument_id=monument))
    if photo:
        rows = rows.filter(Q(earlier_id=photo) | Q(later_id=photo))
    return rows.select_related("earlier__site", "later__site", "earlier__monument", "later__monument", "chosen_by")


def one_pair(actor: Actor, id: UUID) -> Pair:
    return get_visible(pairs(actor), id)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A photograph that may show the same view at another time: how many days apart, and how far the camera
    directions differ.
    """

    photo: Photo
    days_apart: int
    degrees_apart: float | None


MAX_APART_DEG = 60.0
MIN_DAYS = 7


def suggestions(photo: Photo, actor: Actor, *, most: int = 12) -> Sequence[Suggestion]:
    """Partners for before and after: the same monument at another time, those that look the same way first."""
    if photo.monument_id is None:
        return []
    paired = Pair.objects.filter(Q(earlier=photo) | Q(later=photo), removed_at__isnull=True)
    known = {one for row in paired.values_list("earlier_id", "later_id") for one in row}
    rows = (
        gallery(actor, site=photo.site_id, monument=photo.monument_id)
        .filter(state="ready")
        .exclude(pk__in={photo.pk, *known})
    )
    found = []
    for one in rows[:500]:
        days = abs((one.shown_at - photo.shown_at).days)
        if days < MIN_DAYS:
            continue
        turned = _degrees_apart(photo.exif_direction_deg, one.exif_direction_deg)
        if turned is None or turned <= MAX_APART_DEG:
            found.append(Suggestion(one, days, turned))
    found.sort(key=lambda one: (one.degrees_apart is None, one.degrees_apart or 0, -one.days_apart))
    return found[:most]


def _degrees_apart(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return None
    return abs((one - other + 180) % 360 - 180)


def documents(actor: Actor, *, site: UUID | None = None, monument: UUID | None = None) -> QuerySet[Document]:
    rows = policy.visible_documents(actor)
    if site:
        rows = rows.filter(site_id=site)
    if monument:
        rows = rows.filter(monument_id=monument)
    return rows


def readable_documents(actor: Actor, ids: set[UUID | None]) -> set[UUID]:
    """Which of these documents the actor may open; None stands for no document."""
    wanted = ids - {None}
    return set(policy.visible_documents(actor).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def document(actor: Actor, id: UUID | str) -> Document:
    return get_visible(policy.visible_documents(actor).select_related("site", "monument", "registered_by"), id)


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
