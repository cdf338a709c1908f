"""Photographs that look alike."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Func, IntegerField, Value

from assessments.evidence import policy
from assessments.evidence.models import (
    Photo,
)
from assessments.evidence.reader import likeness
from assessments.kit.actor import Actor


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
