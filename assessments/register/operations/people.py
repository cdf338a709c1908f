"""Granting and ending roles, protecting people's names. A deciding role takes two administrators."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import Conflict, NotFound, invalid_field
from assessments.people import operations as people
from assessments.people import sign_in
from assessments.people.models import User
from assessments.register import policy, vocabulary
from assessments.register.errors import SecondAdministratorNeeded
from assessments.register.models import Membership
from assessments.register.roles import DECIDING, May, Role

MIN_REASON = 8
OPEN = frozenset({"role", "site", "person_code", "is_active", "awaits_confirmation"})


def _record(verb: str, row: Membership, by: Actor) -> None:
    changes = {
        "role": (None, row.role), "site": (None, row.site_id), "person_code": (None, row.user.code),
        "is_active": (None, row.is_active), "awaits_confirmation": (None, row.awaits_confirmation),
    }  # fmt: skip
    audit.record(Entry(verb, Subject("membership", row.id, row.site_id), changes, OPEN), by=by)


def _require_free(user_id: UUID, site_id: UUID | None, role: str) -> None:
    if Membership.objects.filter(user_id=user_id, site_id=site_id, role=role, ended_at__isnull=True).exists():
        raise Conflict(_("This person holds this role here already."))


def revoke_device(device_id: UUID, *, by: Actor) -> None:
    """Revoke anybody's device, such as a tablet that was lost. For administrators of all sites."""
    policy.require_administrator(by)
    people.revoke_device(device_id, by=by, of_anybody=True)


def grant(user_id: UUID, role: str, site_id: UUID | None, *, by: Actor) -> Membership:
    """Give a person a role on a site, or on all. A deciding role is inactive until a second administrator confirms."""
    policy.require_administrator(by)
    vocabulary.ROLE.require(role, "/role")
    if not User.objects.filter(pk=user_id).exists():
        raise invalid_field("/person", "unknown_person", _("Nobody with this id is known here."))
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
    """Confirmation by a second administrator. Raises `SecondAdministratorNeeded` for the one who granted it."""
    policy.require_administrator(by)
    with transaction.atomic():
        row = Membership.objects.select_for_update().select_related("user").filter(pk=membership_id).first()
        if row is None:
            raise NotFound
        if not row.awaits_confirmation or row.ended_at:
            raise Conflict(_("This role waits for no confirmation."))
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


def protect(user_id: UUID, alias: str, *, by: Actor) -> User:
    """Display this person by alias everywhere from now on; with an empty alias, by name again."""
    policy.require_administrator(by)
    alias = alias.strip()
    if alias and User.objects.filter(alias__iexact=alias).exclude(pk=user_id).exists():
        raise invalid_field("/alias", "taken", _("Somebody else is shown under this alias."))
    with transaction.atomic():
        user: User = resources.get_visible(User.objects.select_for_update(), user_id)
        user.is_protected, user.alias = bool(alias), alias
        user.save(update_fields=["is_protected", "alias"])
        verb = "register.person.protected" if alias else "register.person.unprotected"
        changes = {"alias": (None, alias)} if alias else {}
        audit.record(Entry(verb, Subject("person", user.id), changes), by=by)
    return user


def reveal(user_id: UUID, site_id: UUID, *, because: str, by: Actor) -> str:
    """The real name of a protected member, for a reason that history keeps. The site's verifiers and administrators.

    Raises `NotFound` for people who are not protected or have no role on this site, so as not to disclose that either.
    """
    policy.require(by, May.REVEAL, site_id)
    if len(because.strip()) < MIN_REASON:
        raise invalid_field("/because", "missing", _("Say in a few words why the name is needed. The reason is kept."))
    rows = User.objects.filter(is_protected=True).filter(Q(memberships__site=site_id) | Q(memberships__site=None))
    user: User = resources.get_visible(rows.distinct(), user_id)
    with transaction.atomic():
        subject = Subject("person", user.id, site_id)
        changes = {"person_code": (None, user.code)}
        audit.record(Entry("register.person.revealed", subject, changes, {"person_code"}, note=because), by=by)
    return user.full_name


def lift_sign_in_limit(user_id: UUID, *, by: Actor) -> int:
    """Let a person whose account was guessed at try again at once; returns how many failures were forgotten."""
    policy.require_administrator(by)
    with transaction.atomic():
        user = User.objects.filter(pk=user_id).first()
        if user is None:
            raise NotFound
        count = sign_in.forget(user)
        changes = {"failures": (count, 0)}
        audit.record(Entry("people.sign_in.lifted", Subject("person", user.id), changes, {"failures"}), by=by)
    return count
