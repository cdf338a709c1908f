"""Where cameras stood, and what was laid on the map."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from assessments.evidence import policy
from assessments.evidence.models import (
    GeoreferencedImage,
    Photo,
)
from assessments.evidence.queries.pictures import IN_USE, visible_pictures
from assessments.kit.actor import Actor
from assessments.kit.geometry import Bounds


def georeferenced(actor: Actor) -> QuerySet[GeoreferencedImage]:
    """What was laid on the map of photographs that the actor may see as a member of their site, in use."""
    photos = policy.visible_photos(actor).filter(IN_USE)
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
        IN_USE, exif_longitude__range=(west, east), exif_latitude__range=(south, north)
    )
    if received_by:
        rows = rows.filter(received_at__lte=received_by)
    return rows.select_related("monument").order_by("-id")
