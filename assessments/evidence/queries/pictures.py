"""Smaller pictures, as this reader may see them: covered for those outside the team."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assessments.evidence import policy
from assessments.evidence.models import (
    Derivative,
    Photo,
)
from assessments.evidence.queries.photographs import gallery, of_monument, viewable_photo
from assessments.evidence.reader.masking import PREFIX
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.kit.store import DERIVED, store
from assessments.register import policy as register
from assessments.register.models import Monument

logger = logging.getLogger(__name__)


def pictures(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Photo]:
    """Those of these photographs of which the actor, as a member of their site, may see smaller pictures, in use."""
    if not ids:
        return {}
    return {one.id: one for one in _shown_to(actor, policy.visible_photos(actor).filter(IN_USE, pk__in=ids))}


def photos_named(actor: Actor, words: str, *, most: int) -> list[Photo]:
    """Photographs in use whose caption or file name contains the words, newest first."""
    named = Q(caption__icontains=words) | Q(filename__icontains=words)
    rows = policy.visible_photos(actor).filter(IN_USE, named).order_by("-shown_at", "-id")
    return _shown_to(actor, rows.select_related("site")[:most])


def newest_pictures(actor: Actor, monuments: Collection[Monument]) -> dict[UUID, Photo]:
    """By monument the newest photograph that the actor may see of it: as a member of its site, or as an outside reader.
    Monuments without one are left out. Reads one entry of an index for each."""
    found: dict[UUID, Photo] = {}
    inside = [one.id for one in monuments if register.is_member(actor, one.site_id)]
    outside = [one.id for one in monuments if one.id not in inside]
    for ids, visible in ((inside, policy.visible_photos(actor)), (outside, policy.open_photos(actor))):
        if ids:
            rows = visible.filter(IN_USE, monument=OuterRef("pk")).order_by("-shown_at", "-id")
            newest = Monument.objects.filter(pk__in=ids).values_list(Subquery(rows.values("pk")[:1]), "pk")
            of_photo = {photo: monument for photo, monument in newest if photo}
            shown = _shown_to(actor, Photo.objects.filter(pk__in=of_photo)) if of_photo else []
            found |= {of_photo[one.id]: one for one in shown}
    return found


IN_USE = Q(state="ready", withdrawn_at__isnull=True, erased_at__isnull=True)


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
