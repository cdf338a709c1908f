"""Hazard zones, clearances and access changes of a site, and the gate's answer derived from them.

Only members see outlines: a hazard zone is shown exactly or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import gate, policy
from assessments.register.models import AccessChange, Clearance, HazardZone, Location, Monument, Site
from assessments.register.roles import May


def ground_of(site: Site) -> gate.Ground:
    """Everything on file about a site's ground, for `gate.judge`. Three queries whatever the size of the site."""
    zones = HazardZone.objects.filter(site=site)
    releases = Clearance.objects.filter(site=site)
    changes = AccessChange.objects.filter(site=site)
    return gate.Ground(
        regime=site.hazard_regime,
        zones=[gate.Zone(one.id, one.location or {}, one.status, one.surveyed_on, one.closed_on) for one in zones],
        releases=[_release(one) for one in releases],
        changes=[_change(one) for one in changes],
    )


def opens_ground(site: Site, file_id: UUID, on: date) -> bool:
    """Whether a confirmed clearance that relies on this certificate is in force on that day."""
    resting = Clearance.objects.filter(certificate=file_id, confirmed_at__isnull=False)
    changes = [_change(one) for one in AccessChange.objects.filter(site=site)]
    return any(gate.lapsed_on(_release(one), changes, on) is None for one in resting)


def _release(one: Clearance) -> gate.Release:
    return gate.Release(
        one.id, one.location or {}, one.status, one.depth_cm, one.certificate_no, one.authority, one.issued_on,
        one.confirmed_at.date() if one.confirmed_at else None,
    )  # fmt: skip


def _change(one: AccessChange) -> gate.Change:
    return gate.Change(one.id, one.kind, one.first_day, one.location)


Place = tuple[dict[str, Any] | None, float]
"""A position as GeoJSON (or None), and its error in metres."""


def place_of(monument: Monument, on: date) -> Place:
    """Where a monument was on a day: its recorded location then, else its own position, else its site's boundary;
    None when none of these is known.
    """
    return _places_of([monument], on)[monument.id]


def _places_of(monuments: Sequence[Monument], on: date) -> dict[UUID, Place]:
    """The same of several, in one query for all that move."""
    then = (
        Location.objects.filter(monument__in=[one.id for one in monuments if one.movable])
        .filter(Q(first_day__isnull=True) | Q(first_day__lte=on))
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=on))
        .order_by(F("first_day").asc(nulls_first=True), "id")
    )
    latest = {one.monument_id: one for one in then}
    found: dict[UUID, Place] = {}
    for one in monuments:
        if one.id in latest:
            found[one.id] = latest[one.id].location, 0.0
        elif one.location:
            found[one.id] = one.location, float(one.location_error_m or 0)
        else:
            found[one.id] = one.site.boundary, 0.0
    return found


@dataclass(frozen=True, slots=True)
class Access:
    """What the gate says of one monument on one day."""

    monument: Monument
    answer: gate.GateAnswer


def access_to(site: Site, monuments: list[Monument], on: date) -> list[Access]:
    """The gate's answer for several monuments of one site."""
    ground = ground_of(site)
    for one in monuments:
        one.site = site  # already loaded: avoids one query per monument
    places = _places_of(monuments, on)
    return [Access(one, gate.judge(ground, places[one.id][0], on, error_m=places[one.id][1])) for one in monuments]


def gate_answer(monument: Monument, on: date, place: dict[str, Any] | None = None) -> gate.GateAnswer:
    """The gate's answer for a monument, or for `place`, the recorder's own position, when it is given."""
    own, error = place_of(monument, on)
    if place:
        own, error = place, 0.0
    return gate.judge(ground_of(monument.site), own, on, error_m=error)


def on_file(actor: Actor, site_id: UUID) -> tuple[list[HazardZone], list[Clearance], list[AccessChange]]:
    """Zones, clearances and changes for members; nothing for others."""
    if not policy.is_member(actor, site_id):
        return [], [], []
    return (
        list(HazardZone.objects.filter(site=site_id).order_by("-surveyed_on", "id")),
        list(Clearance.objects.filter(site=site_id).order_by("-issued_on", "id")),
        list(AccessChange.objects.filter(site=site_id).order_by("-first_day", "id")),
    )


def lapses(clearances: list[Clearance], changes: list[AccessChange], on: date) -> dict[UUID, date]:
    """The clearances that lapsed by a day, each with the earliest day on which it did."""
    happened = [_change(one) for one in changes]
    found = {one.id: gate.lapsed_on(_release(one), happened, on) for one in clearances}
    return {id_: day for id_, day in found.items() if day}


def hazardous_sites(actor: Actor) -> list[Site]:
    """One's own sites where explosive hazards may be present."""
    rows = Site.objects.filter(policy.member_rows(actor, "id"), hazard_regime="applies")
    return list(rows.order_by("sort_key", "id")[:50])


def hazard_zone(actor: Actor, id: UUID) -> HazardZone:
    found: HazardZone = get_visible(
        HazardZone.objects.filter(policy.member_rows(actor, "site_id")).select_related("site"), id
    )
    return found


def may_see_ordnance(actor: Actor, site_id: UUID) -> bool:
    return policy.may(actor, May.KEEP_SAFETY, site_id)
