"""Who may see and do what where. Django's superuser flag means nothing here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.register.errors import NotAMember
from assessments.register.models import Membership, Monument, Site
from assessments.register.roles import ROLES_BY_PERMISSION, May, Role

ALL_SITES = None
EVERY_ROW = ~Q(pk__in=[])
"""A condition that holds for every row. An empty `Q()` would vanish beside `|`, and leave only the other side."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's active roles: by site, and those on all sites."""

    everywhere: frozenset[Role]
    by_site: dict[UUID, frozenset[Role]]

    def roles(self, site_id: UUID) -> frozenset[Role]:
        return self.everywhere | self.by_site.get(site_id, frozenset())

    @property
    def sees_all(self) -> bool:
        return bool(self.everywhere)

    @property
    def site_ids(self) -> list[UUID]:
        return list(self.by_site)

    def sites_where(self, what: May) -> list[UUID] | None:
        """The sites on which these roles may do something; None means all."""
        if self.everywhere & ROLES_BY_PERMISSION[what]:
            return ALL_SITES
        return [site for site, roles in self.by_site.items() if roles & ROLES_BY_PERMISSION[what]]


def standing(actor: Actor) -> Standing:
    """The roles of an actor, read once per actor."""
    if "standing" not in actor.memo:
        rows = Membership.objects.filter(user_id=actor.user_id, is_active=True, user__is_active=True)
        keep_standing(actor, rows.values_list("site_id", "role") if actor.user_id else ())
    found = actor.memo["standing"]
    assert isinstance(found, Standing)
    return found


def keep_standing(actor: Actor, roles: Iterable[tuple[UUID | None, str]]) -> None:
    """Keep the active roles of an actor, each with its site or None for all, for the rest of the request."""
    everywhere: set[Role] = set()
    by_site: dict[UUID, set[Role]] = {}
    for site_id, role in roles:
        (by_site.setdefault(site_id, set()) if site_id else everywhere).add(Role(role))
    frozen = {site: frozenset(held) for site, held in by_site.items()}
    actor.memo["standing"] = Standing(frozenset(everywhere), frozen)


def is_member(actor: Actor, site_id: UUID) -> bool:
    return bool(standing(actor).roles(site_id))


def member_rows(actor: Actor, path: str) -> Q:
    """Rows whose site, under the field `path`, the actor is a member of."""
    own = standing(actor)
    return EVERY_ROW if own.sees_all else Q(**{f"{path}__in": own.site_ids})


def rows_where(actor: Actor, what: May, path: str) -> Q:
    """Rows whose site, under the field `path`, the actor may do something on."""
    sites = standing(actor).sites_where(what)
    return EVERY_ROW if sites is ALL_SITES else Q(**{f"{path}__in": sites})


def open_to(actor: Actor, path: str = "") -> Q:
    """Rows whose site the actor may see at all: by its visibility or by membership. `path` leads to the site."""
    visible = ["public", "registered"] if actor.user_id or actor.is_system else ["public"]
    prefix = f"{path}__" if path else ""
    allowed = Q(**{f"{prefix}visibility__in": visible})
    own = standing(actor)
    if actor.is_system or own.sees_all:
        return Q()
    return allowed | Q(**{f"{prefix}id__in": own.site_ids})


def visible_sites(actor: Actor) -> QuerySet[Site]:
    return Site.objects.filter(open_to(actor))


def visible_monuments(actor: Actor) -> QuerySet[Monument]:
    return Monument.objects.filter(open_to(actor, "site"))


def may(actor: Actor, what: May, site_id: UUID) -> bool:
    return actor.is_system or bool(standing(actor).roles(site_id) & ROLES_BY_PERMISSION[what])


def require(actor: Actor, what: May, site_id: UUID) -> None:
    """Raises `NotFound` for a site the actor may not even see, `NotAMember` for a visible one without the right."""
    if may(actor, what, site_id):
        return
    if not visible_sites(actor).filter(pk=site_id).exists():
        raise NotFound
    raise NotAMember(what=what.value)


def require_account(actor: Actor) -> None:
    """Raises `NotFound` for anybody without an account."""
    if not (actor.is_system or actor.user_id):
        raise NotFound


def is_administrator(actor: Actor) -> bool:
    """Whether the actor administers all sites."""
    return actor.is_system or Role.ADMINISTRATOR in standing(actor).everywhere


def require_administrator(actor: Actor) -> None:
    """Raises `NotAMember` for anybody who is not an administrator of all sites."""
    if not is_administrator(actor):
        raise NotAMember(what=May.KEEP_PEOPLE.value)
