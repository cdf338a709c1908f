"""Inviting people, issuing and revoking device tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import AuthToken
from knox.settings import knox_settings

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.kit import clock, statements
from assessments.kit.actor import Actor
from assessments.kit.digits import SYSTEMS
from assessments.kit.errors import NotFound, invalid_field
from assessments.people.models import Device, User

SAME_VISIT, NOTED_AGAIN = timedelta(minutes=30), timedelta(minutes=5)


def add_device(user: User, name: str, *, by: Actor) -> tuple[Device, str, datetime]:
    """A new device of a person: returns it, its token (shown this once, kept hashed) and when that expires."""
    name = name.strip()
    if not 1 <= len(name) <= 100:
        raise invalid_field("/device_name", "length", _("A device needs a name of 1 to 100 characters."))
    with transaction.atomic():
        token, secret = AuthToken.objects.create(user)
        device = Device.objects.create(user=user, name=name, token_digest=token.digest)
        audit.record(Entry("people.device.added", Subject("device", device.id), {"name": (None, name)}), by=by)
    return device, secret, token.expiry


def revoke_device(device_id: UUID, *, by: Actor, of_anybody: bool = False) -> None:
    """Revoke one's own device: its token stops working at once. Raises `NotFound` for another person's, unless the
    caller made sure that the actor may revoke anybody's."""
    with transaction.atomic():
        rows = Device.objects.all() if of_anybody else Device.objects.filter(user_id=by.user_id)
        device = rows.select_for_update().filter(pk=device_id).first()
        if device is None:
            raise NotFound
        if device.revoked_at:
            return
        AuthToken.objects.filter(digest=device.token_digest).delete()
        device.revoked_at = clock.now()
        device.save(update_fields=["revoked_at"])
        audit.record(Entry("people.device.revoked", Subject("device", device.id)), by=by)


class ClientState(Protocol):
    """What a client says of itself."""

    version: str
    waiting: int | None
    photographs_waiting: int | None


SYNC_NOTED = timedelta(minutes=1)
"""A device that asks more often is written down once in this time, unless it says something new."""


_NOTED = """
    UPDATE assessments_device SET last_sync_at = %(now)s
    WHERE id = %(id)s AND (last_sync_at IS NULL OR last_sync_at < %(before)s) RETURNING id
"""


def note_sync(by: Actor, client: ClientState | None = None) -> None:
    """Write down that the actor's device has synced, and what it says of itself. No history: the device does this by
    itself."""
    now = clock.recorded_now()
    if client is None:
        before = by.memo.get("last_sync_at")
        if before is None or before < now - SYNC_NOTED:
            statements.rows(_NOTED, {"id": by.device_id, "now": now, "before": now - SYNC_NOTED})
        return
    said = {"waiting": client.waiting, "photographs_waiting": client.photographs_waiting}
    Device.objects.filter(pk=by.device_id).update(last_sync_at=now, client=client.version, **said)


def renew_token(digest: str, expiry: datetime) -> None:
    """A token lives on while it is used: its end moves, at most once an hour."""
    until = clock.recorded_now() + knox_settings.TOKEN_TTL
    if (until - expiry).total_seconds() > knox_settings.MIN_REFRESH_INTERVAL:
        AuthToken.objects.filter(digest=digest).update(expiry=until)


def wiped(token_digest: str) -> bool:
    """Whether this was the token of a device that was revoked since: it is told to wipe what it holds."""
    rows = Device.objects.filter(token_digest=token_digest, revoked_at__isnull=False)
    rows.filter(told_to_wipe_at__isnull=True).update(told_to_wipe_at=clock.recorded_now())
    return rows.exists()


def choose_digits(system: str, *, by: Actor) -> User:
    """Choose the digits in which pages show numbers to oneself. Raises `Invalid` for an unknown system."""
    if system not in SYSTEMS:
        raise invalid_field("/digits", "unknown_value", _("Choose one of those offered."))
    with transaction.atomic():
        user: User = User.objects.select_for_update().get(pk=by.user_id)
        if user.digits == system:
            return user
        changes = {"digits": (user.digits, system)}
        user.digits = system
        user.save(update_fields=["digits"])
        audit.record(Entry("people.person.digits_chosen", Subject("person", user.id), changes, {"digits"}), by=by)
    return user


def choose_reminders(wanted: bool, *, by: Actor) -> User:
    """Switch the reminders by e-mail on or off, for oneself."""
    with transaction.atomic():
        user: User = User.objects.select_for_update().get(pk=by.user_id)
        if user.gets_reminders == wanted:
            return user
        changes = {"gets_reminders": (user.gets_reminders, wanted)}
        user.gets_reminders = wanted
        user.save(update_fields=["gets_reminders"])
        entry = Entry("people.person.reminders_chosen", Subject("person", user.id), changes, {"gets_reminders"})
        audit.record(entry, by=by)
    return user


def invite(email: str, full_name: str, *, by: Actor, language: str = "en") -> User:
    """A new person without a password; the calling view sends them the link to choose one."""
    if User.objects.filter(email__iexact=email).exists():
        raise invalid_field("/email", "taken", _("This e-mail already belongs to a person here."))
    with transaction.atomic():
        user = User.objects.create_user(email, full_name, language=language)
        changes = {"email": (None, user.email), "full_name": (None, full_name)}
        audit.record(Entry("people.person.invited", Subject("person", user.id), changes), by=by)
    return user


def visit_home(user: User) -> datetime | None:
    """Notes that somebody opened their home; returns when they did on their last visit, None on the first. Within half
    an hour it is the same visit. A preference of the person, so no history is kept of it."""
    now = clock.now()
    seen = user.home_seen_at
    if seen is None or now - seen >= SAME_VISIT:
        user.away_since = seen
    if seen is None or now - seen >= NOTED_AGAIN:
        User.objects.filter(pk=user.pk).update(home_seen_at=now, away_since=user.away_since)
    return user.away_since
