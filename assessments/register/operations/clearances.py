"""Releasing ground with two signatures, correcting and withdrawing a release, leave to enter unknown ground."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.kit import clock, geometry
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import Conflict, NotFound, invalid_field
from assessments.kit.messages import given
from assessments.kit.resources import get_visible
from assessments.register import ground, policy, vocabulary
from assessments.register.errors import CertificateMissing, SecondOfficerNeeded, WithdrawnAlready
from assessments.register.messages import ClearanceIn, ClearancePatch, EntryPermitIn
from assessments.register.models import Clearance, EntryPermit, Site, StoredFile
from assessments.register.operations.places import DERIVED
from assessments.register.operations.safety import placed
from assessments.register.roles import May

CLEARANCE_OPEN = frozenset(
    {"site_id", "status", "depth_cm", "issued_on", "valid_until", "method", "confirmed_at", "withdrawn_at"}
)
SIGNED = frozenset(
    {
        "location", "status", "certificate_no", "operator", "authority", "issued_on", "depth_cm", "valid_until",
        "certificate_id", "restrictions",
    }
)  # fmt: skip
"""What the second officer read in the certificate and signed for."""
PERMIT_OPEN = frozenset({"site_id", "day", "withdrawn_at"})


def enter_clearance(message: ClearanceIn, *, by: Actor) -> Clearance:
    """Enter a certificate of released ground; it opens nothing until a second officer confirmed it."""
    policy.require(by, May.KEEP_SAFETY, message.site)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Clearance, message.id, created_with):
        return found
    values = placed(given(message)) | {"entered_by_id": by.user_id}
    values["method"] = values["method"] or ""
    values["certificate_id"] = values.pop("certificate")
    _require_consistent(values, Site.objects.get(pk=message.site).today)
    _require_file(values["certificate_id"], message.site)
    return recorded_changes.create(
        Clearance, values, by=by, verb="register.clearance.entered", kind="clearance", site_id=message.site,
        open_fields=CLEARANCE_OPEN, created_with=created_with, hidden={*DERIVED, "entered_by_id"},
    )  # fmt: skip


def _require_consistent(values: Mapping[str, Any], today: date) -> None:
    vocabulary.CLEARANCE_STATUS.require(values["status"], "/status")
    if values["method"]:
        vocabulary.CLEARANCE_METHOD.require(values["method"], "/method")
    if values["status"] == "cleared" and values["depth_cm"] is None:
        raise invalid_field("/depth_cm", "missing", _("Cleared ground is never stated without its depth."))
    if values["issued_on"] > today:
        raise invalid_field("/issued_on", "future", _("A certificate cannot be issued in the future."))
    if values["valid_until"] and values["valid_until"] < values["issued_on"]:
        raise invalid_field("/valid_until", "span", _("Its validity ends before it was issued."))
    if values["area_m2"] is not None and values["area_m2"] <= 0:
        raise invalid_field("/area_m2", "range", _("An area is more than 0."))


def _require_file(file_id: UUID | None, site_id: UUID) -> None:
    if file_id and not StoredFile.objects.filter(site_id=site_id, is_gone=False, pk=file_id).exists():
        raise invalid_field("/certificate", "unknown_file", _("No document of this site has this id."))


def _clearance(id: UUID, by: Actor) -> Clearance:
    """The clearance, locked. Raises `NotFound`, `NotAMember`."""
    found = Clearance.objects.select_for_update().filter(pk=id).first()
    if found is None or not policy.is_member(by, found.site_id):
        raise NotFound
    policy.require(by, May.KEEP_SAFETY, found.site_id)
    return found


def _require_reason(because: str) -> None:
    if not because.strip():
        raise invalid_field("/note", "missing", _("Say why it is withdrawn."))


def confirm_clearance(clearance_id: UUID, *, by: Actor, expected_version: int | None = None) -> Clearance:
    """The second signature, which opens the ground. Raises `SecondOfficerNeeded` for whoever entered or last changed
    it, and `CertificateMissing` when the certificate is missing or was withdrawn since.
    """
    with transaction.atomic():
        clearance = _clearance(clearance_id, by)
        if clearance.withdrawn_at:
            raise WithdrawnAlready
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
            open_fields=CLEARANCE_OPEN, hidden={"confirmed_by_id"}, expected_version=expected_version,
        )  # fmt: skip


def change_clearance(
    clearance_id: UUID, message: ClearancePatch, *, by: Actor, expected_version: int | None
) -> Clearance:
    """Amend or correct a clearance, or give it its certificate. Whatever was signed for needs a second signature
    anew: until then the ground is closed again. Raises `WithdrawnAlready`, `Stale`."""
    with transaction.atomic():
        clearance = _clearance(clearance_id, by)
        if clearance.withdrawn_at:
            raise WithdrawnAlready
        values = given(message)
        if "certificate" in values:
            values["certificate_id"] = values.pop("certificate")
            _require_file(values["certificate_id"], clearance.site_id)
        if "method" in values:
            values["method"] = values["method"] or ""
        if "location" in values:
            values |= geometry.placed(geometry.validated(values["location"], "/location", kinds=geometry.AREAS))
        if "external_ids" in values:
            values["external_ids"] = msgspec.to_builtins(values["external_ids"])
        known = ("status", "method", "depth_cm", "issued_on", "valid_until", "area_m2")
        _require_consistent({name: getattr(clearance, name) for name in known} | values, clearance.site.today)
        if any(getattr(clearance, name) != values[name] for name in SIGNED & values.keys()):
            values |= {"entered_by_id": by.user_id, "confirmed_by_id": None, "confirmed_at": None}
        return recorded_changes.update(
            clearance, values, by=by, verb="register.clearance.changed", kind="clearance", site_id=clearance.site_id,
            open_fields=CLEARANCE_OPEN, hidden={*DERIVED, "entered_by_id", "confirmed_by_id"},
            expected_version=expected_version,
        )  # fmt: skip


def withdraw_clearance(
    clearance_id: UUID, *, because: str, by: Actor, expected_version: int | None = None
) -> Clearance:
    """Take a clearance back: the ground is closed at once, by one officer. Raises `Invalid` without a reason."""
    with transaction.atomic():
        clearance = _clearance(clearance_id, by)
        if clearance.withdrawn_at:
            raise WithdrawnAlready
        _require_reason(because)
        values = {
            "withdrawn_by_id": by.user_id, "withdrawn_at": clock.now(), "withdrawn_because": because.strip(),
            "confirmed_by_id": None, "confirmed_at": None,
        }  # fmt: skip
        return recorded_changes.update(
            clearance, values, by=by, verb="register.clearance.withdrawn", kind="clearance",
            site_id=clearance.site_id, open_fields=CLEARANCE_OPEN, hidden={"withdrawn_by_id", "confirmed_by_id"},
            expected_version=expected_version,
        )  # fmt: skip


def record_entry_permit(message: EntryPermitIn, *, by: Actor) -> EntryPermit:
    """Record the mine action authority's leave to enter unknown ground under escort on one day. Raises `Invalid` where
    any of its ground is suspected, confirmed or closed on that day: for such ground there is none."""
    policy.require(by, May.KEEP_SAFETY, message.site)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(EntryPermit, message.id, created_with):
        return found
    values = placed(given(message)) | {"entered_by_id": by.user_id}
    if values["location"]["type"] != "Polygon":
        raise invalid_field("/location", "one_polygon", _("A permit is for one outline in one piece."))
    _require_unknown(message.site, values["location"], message.day)
    return recorded_changes.create(
        EntryPermit, values, by=by, verb="register.entry_permit.recorded", kind="entry_permit", site_id=message.site,
        open_fields=PERMIT_OPEN, created_with=created_with, hidden={*DERIVED, "entered_by_id"},
    )  # fmt: skip


def _require_unknown(site_id: UUID, outline: dict[str, Any], day: date) -> None:
    answer = ground.answer_for(Site.objects.get(pk=site_id), outline, day)
    if answer.status == "not_released":
        detail = _("A part of this ground is suspected, confirmed or closed. For such ground no permit exists.")
        raise invalid_field("/location", "hazardous_ground", detail)


def withdraw_entry_permit(
    permit_id: UUID, *, because: str, by: Actor, expected_version: int | None = None
) -> EntryPermit:
    """Take leave to enter back, at once."""
    permit = get_visible(EntryPermit.objects.filter(policy.member_rows(by, "site_id")), permit_id)
    policy.require(by, May.KEEP_SAFETY, permit.site_id)
    if permit.withdrawn_at:
        raise WithdrawnAlready
    _require_reason(because)
    values = {"withdrawn_at": clock.now(), "withdrawn_because": because.strip()}
    return recorded_changes.update(
        permit, values, by=by, verb="register.entry_permit.withdrawn", kind="entry_permit", site_id=permit.site_id,
        open_fields=PERMIT_OPEN, expected_version=expected_version,
    )  # fmt: skip
