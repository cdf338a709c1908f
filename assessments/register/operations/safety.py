"""Closing ground, recording hazard zones and changes of access."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.kit import clock, geometry, uncertain_dates
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.register import gate, policy, queries, vocabulary
from assessments.register.messages import AccessChangeIn, HazardZoneIn, SuspiciousObject
from assessments.register.models import AccessChange, Clearance, HazardZone
from assessments.register.operations.places import DERIVED
from assessments.register.roles import May

SUSPICIOUS_RADIUS_M = 100.0

ZONE_OPEN = frozenset({"site_id", "status", "surveyed_on", "closed_on", "is_suspicious_object", "seen_at"})
ACCESS_OPEN = frozenset({"site_id", "kind", "first_day", "last_day"})


def placed(values: dict[str, Any]) -> dict[str, Any]:
    """A message's fields as columns: its site's id, its outline validated and boxed."""
    values["site_id"] = values.pop("site")
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values | geometry.placed(geometry.validated(values.get("location"), "/location", kinds=geometry.AREAS))


def record_hazard_zone(message: HazardZoneIn, *, by: Actor) -> HazardZone:
    """Put hazardous ground on the map, as survey found it."""
    policy.require(by, May.KEEP_SAFETY, message.site)
    vocabulary.HAZARD_STATUS.require(message.status, "/status")
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(HazardZone, message.id, created_with):
        return found
    values = placed(given(message))
    values["label_text"] = values.pop("label")
    return recorded_changes.create(
        HazardZone, values, by=by, verb="register.hazard_zone.recorded", kind="hazard_zone", site_id=message.site,
        open_fields=ZONE_OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def report_suspicious_object(message: SuspiciousObject, *, by: Actor) -> HazardZone:
    """Close a circle of 100 m at once: everybody with an account may, on any site they see, and from any moment of
    the past that could not be sent sooner. Only safety officers open it again. Raises `Invalid` when no site that
    they see is near and they name none."""
    site_id = message.site or queries.nearest_site(by, message.longitude, message.latitude)
    if site_id is None:
        raise invalid_field("/site", "missing", _("Say at which site this is."))
    policy.require_account(by)
    site = queries.site(by, site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(HazardZone, message.id, created_with):
        return found
    now = clock.now()
    # A device's clock may run ahead; nobody has seen anything later than now.
    seen_at = min(message.seen_at or now, now)
    circle = geometry.circle(message.longitude, message.latitude, SUSPICIOUS_RADIUS_M)
    values = {
        "id": message.id, "site_id": site_id, "status": "suspected", "seen_at": seen_at,
        "surveyed_on": clock.day_of(seen_at, site.time_zone),
        "is_suspicious_object": True, "evidence": message.note, **geometry.placed(circle),
    }  # fmt: skip
    return recorded_changes.create(
        HazardZone, values, by=by, verb="register.ground.closed", kind="hazard_zone", site_id=site_id,
        open_fields=ZONE_OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def record_access_change(message: AccessChangeIn, *, by: Actor) -> AccessChange:
    """Control changed, fighting, closed, reopened. Any member may close; only safety officers reopen."""
    what = May.KEEP_SAFETY if message.kind == "reopened" else May.CLOSE_GROUND
    policy.require(by, what, message.site)
    vocabulary.ACCESS_CHANGE.require(message.kind, "/kind")
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(AccessChange, message.id, created_with):
        return found
    happened = uncertain_dates.parsed(message.happened, "/happened")
    if happened.first is None and happened.last is None:
        raise invalid_field("/happened", "missing", _("Say at least before or after which day it happened."))
    values = placed(given(message)) | {
        "happened": happened.as_json(), "first_day": happened.first, "last_day": happened.last,
    }  # fmt: skip
    with transaction.atomic():
        change = recorded_changes.create(
            AccessChange, values, by=by, verb="register.access.changed", kind="access_change", site_id=message.site,
            open_fields=ACCESS_OPEN, created_with=created_with, hidden=DERIVED,
        )  # fmt: skip
        for clearance_id in _lapsed_by(change):
            subject = Subject("clearance", clearance_id, message.site)
            noted = {"access_change": (None, str(change.id))}
            audit.record(Entry("register.access.changed", subject, noted, {"access_change"}), by=by)
    return change


def _lapsed_by(change: AccessChange) -> list[UUID]:
    """The clearances in force that this change may lapse: those issued by the latest day on which it happened."""
    if change.kind not in gate.LAPSING:
        return []
    latest = change.last_day or change.site.today
    rows = Clearance.objects.filter(site_id=change.site_id, issued_on__lte=latest, withdrawn_at__isnull=True)
    return list(rows.values_list("pk", flat=True))
