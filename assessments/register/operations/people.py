"""Granting and ending roles. A deciding role takes two administrators."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Thing
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import Conflict, NotFound, invalid_field
from assessments.people.models import User
from assessments.register import policy, vocabulary
from assessments.register.errors import SecondAdministratorNeeded
from assessments.register.models import Membership
from assessments.register.roles import DECIDING, Role

OPEN = frozenset({"role", "site", "person_code", "is_active", "awaits_confirmation"})


def _record(verb: str, row: Membership, by: Actor) -> None:
    changes = {
        "role": (None, row.role), "site": (None, row.site_id), "person_code": (None, row.user.code),
        "is_active": (None, row.is_active), "awaits_confirmation": (None, row.awaits_confirmation),
    }  # fmt: skip
    audit.record(Entry(verb, Thing("membership", row.id, row.site_id), changes, OPEN), by=by)


def _require_free(user_id: UUID, site_id: UUID | None, role: str) -> None:
    if Membership.objects.filter(user_id=user_id, site_id=site_id, role=role, ended_at__isnull=True).exists():
        raise Conflict("This person holds this role here already.")


def grant(user_id: UUID, role: str, site_id: UUID | None, *, by: Actor) -> Membership:
    """Give a person a role on a site, or on all. A deciding role is inactive until a second administrator confirms."""
    policy.require_administrator(by)
    vocabulary.ROLE.require(role, "/role")
    if not User.objects.filter(pk=user_id).exists():
        raise invalid_field("/person", "unknown_person", "Nobody with this id is known here.")
    _require_free(user_id, site_id, role)
    deciding = Role(role) in DECIDING
    with transaction.atomic():
        row = Membership.objects.create(
            user_id=user_id, site_id=site_id, role=role, granted_by_id=by.user_id, is_active=not deciding,
            awaits_confirmation=deciding,
        )  # fmt: skip
        _record("register.role.granted", row, by)
    return row


def confirm_grant(membership_id: UUID, *, by: Actor) -> Membership:
    """The second administrator's yes. Refuses with `SecondAdministratorNeeded` the one who granted it."""
    policy.require_administrator(by)
    with transaction.atomic():
        row = Membership.objects.select_for_update().select_related("user").filter(pk=membership_id).first()
        if row is None:
            raise NotFound
        if not row.awaits_confirmation or row.ended_at:
            raise Conflict("This role waits for no confirmation.")
        if row.granted_by_id == by.user_id or row.user_id == by.user_id:
            raise SecondAdministratorNeeded
        row.is_active, row.awaits_confirmation, row.confirmed_by_id = True, False, by.user_id
        row.save(update_fields=["is_active", "awaits_confirmation", "confirmed_by"])
        _record("register.role.confirmed", row, by)
    return row


def end_role(membership_id: UUID, *, by: Actor) -> Membership:
    """Take a role back; it stays in history."""
    policy.require_administrator(by)
    with transaction.atomic():
        row = Membership.objects.select_for_update().select_related("user").filter(pk=membership_id).first()
        if row is None:
            raise NotFound
        if row.ended_at is None:
            row.is_active, row.ended_at, row.awaits_confirmation = False, clock.now(), False
            row.save(update_fields=["is_active", "ended_at", "awaits_confirmation"])
            _record("register.role.ended", row, by)
    return row


def appoint(user_id: UUID, role: str, site_id: UUID | None, *, by: Actor) -> Membership:
    """On the command line: grant any role at once, flagged until a second administrator confirms it.

    Whoever runs commands holds the database anyway; what this adds is a line in history that says so.
    """
    if not by.is_system:
        raise SecondAdministratorNeeded
    vocabulary.ROLE.require(role, "/role")
    _require_free(user_id, site_id, role)
    with transaction.atomic():
        row = Membership.objects.create(user_id=user_id, site_id=site_id, role=role, awaits_confirmation=True)
        _record("register.role.appointed", row, by)
    return row
