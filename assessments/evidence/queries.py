"""Reads of photographs, scoped."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from assessments.evidence import policy, vocabulary
from assessments.evidence.models import CustodyEntry, Derivative, Photo
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.kit.things import one_of


def photos(actor: Actor, *, site: UUID | None = None, monument: UUID | None = None, state: str = "") -> QuerySet[Photo]:
    rows = policy.visible_photos(actor).prefetch_related("derivatives")
    if site:
        rows = rows.filter(site_id=site)
    if monument:
        rows = rows.filter(monument_id=monument)
    if state:
        vocabulary.PHOTO_STATE.require(state, "/state")
        rows = rows.filter(state=state)
    return rows


def photo(actor: Actor, id: UUID | str) -> Photo:
    rows = policy.visible_photos(actor).select_related("site", "monument", "registered_by")
    return one_of(rows.prefetch_related("derivatives"), id)


def derivative(actor: Actor, photo_id: UUID, recipe: str) -> Derivative:
    """A smaller picture that the actor may see. Refuses with `NotFound`."""
    rows = Derivative.objects.filter(photo__in=policy.visible_photos(actor), photo_id=photo_id, recipe=recipe)
    found = rows.order_by("-recipe_version").first()
    if found is None:
        raise NotFound
    return found


def custody_of(photo: Photo) -> list[CustodyEntry]:
    return list(CustodyEntry.objects.filter(photo=photo).order_by("sequence"))


def troubled(actor: Actor) -> QuerySet[Photo]:
    """This person's photographs that could not be read."""
    rows = policy.visible_photos(actor).filter(registered_by_id=actor.user_id, state__in=["rejected", "set_aside"])
    return rows.order_by("-finished_at", "-id")


def on_their_way(actor: Actor) -> QuerySet[Photo]:
    """This person's photographs that are announced, or not yet read."""
    rows = policy.visible_photos(actor).filter(registered_by_id=actor.user_id)
    return rows.filter(state__in=["registered", "received", "processing"]).order_by("id")
