"""Hazard zones, clearances and access changes of a site, and the gate's answer derived from them.

Only members see outlines: a hazard zone is shown exactly or not at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, F, Model, Q, QuerySet, When
from shapely.geometry import shape

from assessments.audit.queries import values_then
from assessments.kit import clock, geometry
from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import gate, policy
from assessments.register.models import AccessChange, Clearance, EntryPermit, HazardZone, Location, Monument, Site
from assessments.register.roles import May

Row = TypeVar("Row", bound=Model)


def ground_of(site: Site, known_at: datetime | None = None) -> gate.Ground:
    """Everything on file about a site's ground, for `gate.judge`. Four queries whatever the size of the site.

    With `known_at`, what was on file at that moment. Outlines that were corrected since are taken as they are now; an
    ending or a confirmation that was recorded later, or perhaps was, had not happened yet.
    """
    zones = _known(HazardZone.objects.filter(site=site), known_at)
    releases = _known(Clearance.objects.filter(_not_withdrawn(known_at), site=site), known_at)
    permits = _known(EntryPermit.objects.filter(_not_withdrawn(known_at), site=site), known_at)
    changes = _known(AccessChange.objects.filter(site=site), known_at)
    return gate.Ground(
        regime=regime_of(site, known_at),
        zones=[gate.Zone(one.id, one.location, one.status, one.surveyed_on, _ended_on(one, known_at)) for one in zones],
        releases=[_release(one, site, known_at) for one in releases],
        changes=_changes(changes, site),
        permits=[gate.Permit(one.id, one.location, one.reference, one.escort, one.day) for one in permits],
    )


def _known(rows: QuerySet[Row], known_at: datetime | None) -> QuerySet[Row]:
    return rows.filter(created_at__lte=known_at) if known_at else rows


def _not_withdrawn(known_at: datetime | None) -> Q:
    standing = Q(withdrawn_at__isnull=True)
    return standing | Q(withdrawn_at__gt=known_at) if known_at else standing


def _ended_on(zone: HazardZone, known_at: datetime | None) -> date | None:
    """When a zone ended; one that was changed after `known_at` may have been ended by that change, and stands."""
    return None if known_at and zone.updated_at > known_at else zone.closed_on


def regime_of(site: Site, known_at: datetime | None = None) -> gate.Regime:
    """What is stated about explosive hazards. Whatever was stated anew after `known_at` leaves nothing stated: what it
    said before is not at hand, and to guess would open ground.
    """
    if known_at and any(
        values_then("site", field, known_at, site_ids=[site.id]) for field in ("hazard_regime", "hazard_regime_on")
    ):
        return gate.Regime("not_stated")
    return gate.Regime(
        site.hazard_regime, site.hazard_regime_by, site.hazard_regime_on, site.hazard_regime_source
    )  # fmt: skip


def opens_ground(site: Site, file_id: UUID, on: date) -> bool:
    """Whether a confirmed clearance that relies on this certificate is in force on that day."""
    resting = Clearance.objects.filter(certificate=file_id, confirmed_at__isnull=False)
    changes = _changes(AccessChange.objects.filter(site=site), site)
    return any(gate.lapsed_on(_release(one, site), changes, on) is None for one in resting)


def _release(one: Clearance, site: Site, known_at: datetime | None = None) -> gate.Release:
    confirmed = one.confirmed_at if known_at is None or (one.confirmed_at and one.confirmed_at <= known_at) else None
    return gate.Release(
        one.id, one.location, one.status, one.depth_cm, one.certificate_no, one.authority, one.issued_on,
        clock.day_of(confirmed, site.time_zone) if confirmed else None, one.valid_until,
    )  # fmt: skip


def _changes(rows: Iterable[AccessChange], site: Site) -> list[gate.Change]:
    """Nothing that was recorded happened later than its record, so an open end closes there."""
    return [
        gate.Change(
            one.id,
            one.location,
            one.kind,
            one.first_day,
            one.last_day or clock.day_of(one.created_at, site.time_zone),
            one.created_at,
        )
        for one in rows
    ]


Place = tuple[dict[str, Any] | None, float]
"""A position as GeoJSON (or None), and its error in metres."""


def place_of(monument: Monument, on: date) -> Place:
    """Where a monument was on a day: its recorded location then, else its own position, else its site's boundary;
    None when none of these is known.
    """
    return places_of([monument], on)[monument.id]


def places_of(monuments: Sequence[Monument], on: date) -> dict[UUID, Place]:
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


def is_elsewhere(monument: Monument, on: date) -> bool:
    """Whether a movable object was, on a day, outside its site: then the site's ground says nothing about it."""
    if not monument.movable:
        return False
    place, _error = place_of(monument, on)
    around = [one for one in (monument.site.boundary, monument.site.buffer_zone) if one]
    if place is None or not around:
        return False
    return not any(geometry.touches(one, shape(place)) for one in around)


@dataclass(frozen=True, slots=True)
class Access:
    """What the gate says of one monument on one day."""

    monument: Monument
    answer: gate.GateAnswer


def access_to(
    site: Site, monuments: list[Monument], on: date, *, on_site: gate.Ground | None = None,
    alike: Mapping[UUID, Hashable] | None = None,
) -> list[Access]:  # fmt: skip
    """The gate's answer for several monuments of one site. Those with the same value in `alike`, other than None, are
    known to lie in the same outlines and are judged once."""
    on_site = on_site or ground_of(site)
    for one in monuments:
        one.site = site  # already loaded: avoids one query per monument
    places = places_of(monuments, on)
    judged: dict[Hashable, gate.GateAnswer] = {}
    found = []
    for one in monuments:
        key = (alike or {}).get(one.id)
        answer = judged.get(key) if key is not None else None
        answer = answer or gate.judge(on_site, places[one.id][0], on, error_m=places[one.id][1])
        if key is not None:
            judged[key] = answer
        found.append(Access(one, answer))
    return found


def gate_answer(
    monument: Monument, on: date, place: dict[str, Any] | None = None, *, known_at: datetime | None = None
) -> gate.GateAnswer:
    """The gate's answer for a monument, or for `place`, the recorder's own position, when it is given."""
    own, error = place_of(monument, on)
    if place:
        own, error = place, 0.0
    return gate.judge(ground_of(monument.site, known_at), own, on, error_m=error)


def answer_for(site: Site, outline: dict[str, Any] | None, on: date) -> gate.GateAnswer:
    """The gate's answer for any outline or point of a site; None: a place that is not on file."""
    return gate.judge(ground_of(site), outline, on)


def on_file(
    actor: Actor, site_id: UUID, known_at: datetime | None = None
) -> tuple[list[HazardZone], list[Clearance], list[AccessChange]]:
    """Zones, clearances and changes for members, as they were on file at a moment; nothing for others."""
    if not policy.is_member(actor, site_id):
        return [], [], []
    zones = list(_known(HazardZone.objects.filter(site=site_id), known_at).order_by("-surveyed_on", "id"))
    clearances = list(_known(Clearance.objects.filter(site=site_id), known_at).order_by("-issued_on", "id"))
    changes = _known(AccessChange.objects.filter(site=site_id), known_at)
    if known_at:
        for zone in zones:
            zone.closed_on = _ended_on(zone, known_at)
        for one in clearances:
            one.confirmed_at = one.confirmed_at if one.confirmed_at and one.confirmed_at <= known_at else None
            one.withdrawn_at = one.withdrawn_at if one.withdrawn_at and one.withdrawn_at <= known_at else None
    return zones, clearances, list(changes.order_by(F("last_day").desc(nulls_first=True), "-created_at", "id"))


def zones_on(actor: Actor, site_ids: list[UUID], known_at: datetime | None = None) -> list[HazardZone]:
    """The hazard zones that stand on some sites, as far as the actor is a member."""
    return _standing(HazardZone.objects.filter(policy.member_rows(actor, "site_id"), site_id__in=site_ids), known_at)


def _standing(rows: QuerySet[HazardZone], known_at: datetime | None) -> list[HazardZone]:
    if known_at is None:
        return list(rows.filter(closed_on__isnull=True).order_by("id"))
    return [one for one in _known(rows, known_at).order_by("id") if _ended_on(one, known_at) is None]


def zones_within(actor: Actor, bbox: geometry.Bounds, known_at: datetime | None = None) -> list[HazardZone]:
    """The hazard zones that stand on any of the actor's own sites and reach into bounds."""
    return _standing(HazardZone.objects.filter(policy.member_rows(actor, "site_id"), box__overlaps=bbox), known_at)


def lapses(site: Site, clearances: list[Clearance], changes: list[AccessChange], on: date) -> dict[UUID, date]:
    """The clearances that lapsed by a day, each with the earliest day on which it may have."""
    happened = _changes(changes, site)
    found = {one.id: gate.lapsed_on(_release(one, site), happened, on) for one in clearances}
    return {id_: day for id_, day in found.items() if day}


def own_sites(actor: Actor) -> list[Site]:
    """One's own sites, those where explosive hazards may be present first."""
    order = Case(When(hazard_regime="applies", then=0), When(hazard_regime="not_stated", then=1), default=2)
    return list(Site.objects.filter(policy.member_rows(actor, "id")).order_by(order, "sort_key", "id")[:50])


def entry_permits(actor: Actor, site_id: UUID, since: date) -> list[EntryPermit]:
    """Leave to enter unknown ground from a day on, for members."""
    rows = EntryPermit.objects.filter(policy.member_rows(actor, "site_id"), site_id=site_id, day__gte=since)
    return list(rows.order_by("day", "id")[:100])


def entry_permit(actor: Actor, id: UUID) -> EntryPermit:
    rows = EntryPermit.objects.filter(policy.member_rows(actor, "site_id"))
    found: EntryPermit = get_visible(rows.select_related("site"), id)
    return found


def clearance(actor: Actor, id: UUID) -> Clearance:
    rows = Clearance.objects.filter(policy.member_rows(actor, "site_id"))
    found: Clearance = get_visible(rows.select_related("site", "certificate", "entered_by", "confirmed_by"), id)
    return found


def hazard_zone(actor: Actor, id: UUID) -> HazardZone:
    found: HazardZone = get_visible(
        HazardZone.objects.filter(policy.member_rows(actor, "site_id")).select_related("site"), id
    )
    return found


def may_see_ordnance(actor: Actor, site_id: UUID) -> bool:
    return policy.may(actor, May.KEEP_SAFETY, site_id)
