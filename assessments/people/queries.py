"""Finding people, and the names under which they may be displayed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.people.models import Device, User


def user_of(actor: Actor) -> User:
    user: User | None = User.objects.filter(pk=actor.user_id, is_active=True).first() if actor.user_id else None
    if user is None:
        raise NotFound
    return user


def active_user(id: UUID) -> User | None:
    """A person whose account is open."""
    found: User | None = User.objects.filter(pk=id, is_active=True).first()
    return found


def display_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Display names by id; one query."""
    wanted = {one for one in ids if one}
    return {user.id: user.display_name for user in User.objects.filter(pk__in=wanted)} if wanted else {}


def names_of_codes(codes: Iterable[str]) -> dict[str, str]:
    """Display names by person code; one query."""
    wanted = set(codes)
    return {one.code: one.display_name for one in User.objects.filter(code__in=wanted)} if wanted else {}


def device_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of devices, revoked ones too; one query."""
    wanted = {one for one in ids if one}
    return dict(Device.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


class HasActorCode(Protocol):
    """An object that names its actor by person code: history lines, custody entries."""

    @property
    def actor_code(self) -> str: ...


Line = TypeVar("Line", bound=HasActorCode)


def with_display_names(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """The lines, each with the display name of its actor; one query."""
    names = {user.code: user.display_name for user in User.objects.filter(code__in={one.actor_code for one in lines})}
    return [(names.get(line.actor_code) or _system_name(line.actor_code), line) for line in lines]


def _system_name(code: str) -> str:
    return _("Zenobia") if code.startswith("system:") else _("Somebody")


def devices_of(actor: Actor) -> list[Device]:
    rows = Device.objects.filter(user_id=actor.user_id, revoked_at__isnull=True)
    return list(rows.order_by("-id"))


def has_second_factor(actor: Actor) -> bool:
    rows = Authenticator.objects.filter(user_id=actor.user_id, type=Authenticator.Type.TOTP)
    return bool(rows.exists())
