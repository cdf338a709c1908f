"""Closing ground, recording hazard zones, releasing ground with two signatures, changes of access."""

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
from assessments.kit.errors import Conflict, NotFound, invalid_field
from assessments.kit.messages import given
from assessments.register import policy, queries, vocabulary
from assessments.register.errors import CertificateMissing, SecondOfficerNeeded
from assessments.register.messages import AccessChangeIn, ClearanceIn, HazardZoneIn, SuspiciousObject
from assessments.register.models import AccessChange, Clearance, HazardZone, StoredFile
from assessments.register.operations.places import DERIVED
from assessments.register.roles import May

SUSPICIOUS_RADIUS_M = 100.0

ZONE_OPEN = frozenset({"site_id", "status", "surveyed_on", "closed_on", "is_suspicious_object", "seen_at"})
CLEARANCE_OPEN = frozenset({"site_id", "status", "depth_cm", "issued_on"})
ACCESS_OPEN = frozenset({"site_id", "kind", "first_day"})


def _placed(values: dict[str, Any]) -> dict[str, Any]:
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
    values = _placed(given(message))
    values["label_text"] = values.pop("label")
    return recorded_changes.create(
        HazardZone, values, by=by, verb="register.hazard_zone.recorded", kind="hazard_zone", site_id=message.site,
        open_fields=ZONE_OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def report_suspicious_object(message: SuspiciousObject, *, by: Actor) -> HazardZone:
    """Close a circle of 100 m at once: any member may, and from any moment of the past that could not be sent sooner.
    Only safety officers open it again. Raises `Invalid` for an actor without a site who names none."""
    site_id = message.site or queries.own_site_nearest(by, message.longitude, message.latitude)
    if site_id is None:
        raise invalid_field("/site", "missing", _("Say at which site this is."))
    policy.require(by, May.CLOSE_GROUND, site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(HazardZone, message.id, created_with):
        return found
    now = clock.now()
    # A device's clock may run ahead; nobody has seen anything later than now.
    seen_at = min(message.seen_at or now, now)
    circle = geometry.circle(message.longitude, message.latitude, SUSPICIOUS_RADIUS_M)
    values = {
        "id": message.id, "site_id": site_id, "status": "suspected", "surveyed_on": seen_at.date(), "seen_at": seen_at,
        "is_suspicious_object": True, "evidence": message.note, **geometry.placed(circle),
    }  # fmt: skip
    return recorded_changes.create(
        HazardZone, values, by=by, verb="register.ground.closed", kind="hazard_zone", site_id=site_id,
        open_fields=ZONE_OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def enter_clearance(message: ClearanceIn, *, by: Actor) -> Clearance:
    """Enter a certificate of released ground; it opens nothing until a second officer confirmed it."""
    policy.require(by, May.KEEP_SAFETY, message.site)
    vocabulary.CLEARANCE_STATUS.require(message.status, "/status")
    if message.status == "cleared" and message.depth_cm is None:
        raise invalid_field("/depth_cm", "missing", _("Cleared ground is never stated without its depth."))
    if message.issued_on > clock.today():
        raise invalid_field("/issued_on", "future", _("A certificate cannot be issued in the future."))
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Clearance, message.id, created_with):
        return found
    values = _placed(given(message)) | {"entered_by_id": by.user_id}
    values["certificate_id"] = values.pop("certificate")
    files = StoredFile.objects.filter(site_id=message.site, is_gone=False)
    if values["certificate_id"] and not files.filter(pk=values["certificate_id"]).exists():
        raise invalid_field("/certificate", "unknown_file", _("No document of this site has this id."))
    return recorded_changes.create(
        Clearance, values, by=by, verb="register.clearance.entered", kind="clearance", site_id=message.site,
        open_fields=CLEARANCE_OPEN, created_with=created_with, hidden={*DERIVED, "entered_by_id"},
    )  # fmt: skip


def confirm_clearance(clearance_id: UUID, *, by: Actor, expected_version: int | None = None) -> Clearance:
    """The second signature, which opens the ground. Raises `SecondOfficerNeeded` for its own author, and
    `CertificateMissing` uncertain_dates the certificate is missing or was withdrawn since.
    """
    with transaction.atomic():
        clearance = Clearance.objects.select_for_update().filter(pk=clearance_id).first()
        if clearance is None or not policy.is_member(by, clearance.site_id):
            raise NotFound
        policy.require(by, May.KEEP_SAFETY, clearance.site_id)
        if clearance.confirmed_by_id:
            raise Conflict(_("This clearance is confirmed already."))
        if clearance.entered_by_id == by.user_id:
            raise SecondOfficerNeeded
        # Locks the row, so that nobody withdraws the certificate meanwhile.
        files = StoredFile.objects.select_for_update(no_key=True).filter(pk=clearance.certificate_id, is_gone=False)
        if not files.values_list("pk").first():
            raise CertificateMissing
        return recorded_changes.update(
            clearance, {"confirmed_by_id": by.user_id, "confirmed_at": clock.now()}, by=by,
            verb="register.clearance.confirmed", kind="clearance", site_id=clearance.site_id,
            open_fields=frozenset({"confirmed_at"}), hidden={"confirmed_by_id"}, expected_version=expected_version,
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
    earliest = happened.first or happened.last
    if earliest is None:
        raise invalid_field("/happened", "missing", _("Say at least before or after which day it happened."))
    values = _placed(given(message)) | {"happened": happened.as_json(), "first_day": earliest}
    with transaction.atomic():
        change = recorded_changes.create(
            AccessChange, values, by=by, verb="register.access.changed", kind="access_change", site_id=message.site,
            open_fields=ACCESS_OPEN, created_with=created_with, hidden=DERIVED,
        )  # fmt: skip
        lapsed = Clearance.objects.filter(site_id=message.site, issued_on__lte=earliest).values_list("pk", flat=True)
        for clearance_id in lapsed:
            subject = Subject("clearance", clearance_id, message.site)
            noted = {"access_change": (None, str(change.id))}
            audit.record(Entry("register.access.changed", subject, noted, {"access_change"}), by=by)
    return change
