"""Marks on photographs, and before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.evidence import policy
from assessments.evidence.models import (
    Annotation,
    Pair,
    Photo,
)
from assessments.evidence.queries.photographs import gallery
from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible


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
