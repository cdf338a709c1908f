"""Finding people, and the names under which doors may show them."""

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


def shown_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names as doors show them, by id; one query."""
    wanted = {one for one in ids if one}
    return {user.id: user.shown_name for user in User.objects.filter(pk__in=wanted)} if wanted else {}


class Coded(Protocol):
    """What tells who did something by their code alone: lines of history, entries of custody."""

    @property
    def actor_code(self) -> str: ...


Told = TypeVar("Told", bound=Coded)


def named_lines(lines: Sequence[Told]) -> list[tuple[str, Told]]:
    """What was told with the name to show for each person code; one query."""
    names = {user.code: user.shown_name for user in User.objects.filter(code__in={one.actor_code for one in lines})}
    return [(names.get(line.actor_code) or _system_name(line.actor_code), line) for line in lines]


def _system_name(code: str) -> str:
    return _("Zenobia") if code.startswith("system:") else _("Somebody")


def devices_of(actor: Actor) -> list[Device]:
    rows = Device.objects.filter(user_id=actor.user_id, revoked_at__isnull=True)
    return list(rows.order_by("-id"))


def has_second_factor(actor: Actor) -> bool:
    rows = Authenticator.objects.filter(user_id=actor.user_id, type=Authenticator.Type.TOTP)
    return bool(rows.exists())
