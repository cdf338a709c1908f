"""Monuments as they stand on a page among others: on small maps, with the name of their site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from assessments.desk import locator
from assessments.kit.actor import Actor
from assessments.kit.as_of import Viewpoint
from assessments.register import ground
from assessments.register import queries as register
from assessments.register.models import Monument, Site

MAX_FEATURES = 200


def say_site(monuments: Iterable[Monument], found: Site) -> None:
    """Tell monuments of a site that is read already which one it is, instead of reading it again for each."""
    for one in monuments:
        one.site = found


def spots(monuments: list[Any], grades: dict[UUID, Any], here: UUID | None = None) -> list[locator.Spot]:
    return [
        locator.Spot(
            one.display_lon,
            one.display_lat,
            register.display_label(one),
            grades[one.id].grade if one.id in grades else "",
            one.id == here,
            reverse("monument", args=[one.id]),
        )
        for one in monuments
        if one.display_lon is not None
    ]


def plan_of(actor: Actor, site: Site, moment: Viewpoint) -> list[tuple[str, dict[str, Any]]]:
    """The features of a site's plan by kind, for a small map, as far as they were on record."""
    rows = register.site_features(actor, [site.id])[:MAX_FEATURES]
    return [(one.kind, one.location) for one in rows if one.location and moment.was_on_record(one.created_at)]


def hazards(actor: Actor, sites: Iterable[Site], known_at: datetime | None = None) -> list[dict[str, Any]]:
    """The outlines of hazardous ground on some sites, as far as the reader is a member; one query for all of them."""
    return [one.location for one in ground.zones_on(actor, [site.id for site in sites], known_at)]
