"""What is nearest to where somebody stands."""

from __future__ import annotations

import math
from uuid import UUID

from django.db.models import (
    F,
    QuerySet,
)

from assessments.kit.actor import Actor
from assessments.kit.geometry import centre, distance_m
from assessments.register import policy
from assessments.register.models import (
    Monument,
    Site,
)
from assessments.register.roles import May

NEAR_DEGREES = 0.05
"""About 5 km: a recorder is never further from the monument assessed."""


def nearest(actor: Actor, longitude: float, latitude: float, *, limit: int = 3) -> list[tuple[Monument, float]]:
    """The monuments nearest to where somebody stands, among those they may record, each with its metres."""
    rows = Monument.objects.filter(
        policy.rows_where(actor, May.RECORD, "site_id"), merged_into__isnull=True, west__isnull=False,
        west__lte=longitude + NEAR_DEGREES, east__gte=longitude - NEAR_DEGREES,
        south__lte=latitude + NEAR_DEGREES, north__gte=latitude - NEAR_DEGREES,
    )  # fmt: skip
    shrink = math.cos(math.radians(latitude))
    across = ((F("west") + F("east")) / 2.0 - longitude) * shrink
    along = (F("south") + F("north")) / 2.0 - latitude
    found = rows.select_related("site").order_by(across * across + along * along, "id")[:limit]
    return [(one, distance_m((longitude, latitude), centre(one.location))) for one in found if one.location]


MAX_SITE_DISTANCE_DEGREES = 0.5
"""About 55 km: a position further from every site than this belongs to none of them."""


def nearest_site(actor: Actor, longitude: float, latitude: float) -> UUID | None:
    """The site nearest to a position: of one's own, else of those one sees within 55 km; None when there is none."""
    own = Site.objects.filter(policy.member_rows(actor, "id"))
    far = MAX_SITE_DISTANCE_DEGREES
    near = policy.visible_sites(actor).filter(
        west__lte=longitude + far, east__gte=longitude - far, south__lte=latitude + far, north__gte=latitude - far
    )
    return _nearest(own, longitude, latitude) or _nearest(near, longitude, latitude)


def _nearest(sites: QuerySet[Site], longitude: float, latitude: float) -> UUID | None:
    rows = sites.filter(west__isnull=False)
    across = ((F("west") + F("east")) / 2.0 - longitude) * math.cos(math.radians(latitude))
    along = (F("south") + F("north")) / 2.0 - latitude
    return rows.order_by(across * across + along * along, "id").values_list("pk", flat=True).first()
