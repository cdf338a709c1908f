"""The damage states of monuments on the day that the reader looks at."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from assessments.damage import queries as damage
from assessments.evidence.models import Photo
from assessments.kit import as_of
from assessments.kit.actor import Actor
from assessments.people.authentication import actor_of
from assessments.register.models import Monument


def states_of(request: HttpRequest, monuments: list[Monument]) -> dict[UUID, Any]:
    """Stored intervals for today; for a past day computed from what was known then."""
    zone = monuments[0].site.time_zone if monuments else ""
    return states_at(actor_of(request), monuments, as_of.viewpoint(request, zone))


def states_at(actor: Actor, monuments: Collection[Any], moment: as_of.Viewpoint) -> dict[UUID, Any]:
    """The same for monuments of any sites, or columns of them, at a moment."""
    if moment.known_at is None:
        return damage.states_today(actor, monuments, None if moment.is_now else moment.on)
    return damage.states_known(actor, monuments, moment.on, moment.known_at)


def covers_of(request: HttpRequest, monuments: list[Monument], states: dict[UUID, Any]) -> dict[UUID, Photo]:
    """The photographs that stand for monuments in these states. None on a past day: they would show what came later."""
    zone = monuments[0].site.time_zone if monuments else ""
    if not as_of.viewpoint(request, zone).is_now:
        return {}
    return damage.cover_pictures(actor_of(request), monuments, states)
