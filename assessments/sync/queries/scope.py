"""What a person may see, site by site, as a value that a cursor can name.

The tier of a site is the roles held there, or `open` where only its visibility lets one in. Two scopes differ on the
sites whose tiers differ: there the feed sends again what is seen now and removes what is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of
from assessments.register import policy as register
from assessments.register import queries as register_queries
from assessments.sync.models import SyncScope

OPEN = "open"
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Scope:
    """`tiers` by the id of the site; that of `*` holds on all sites that are not named."""

    key: str
    tiers: Mapping[str, str]

    def tier(self, site_id: UUID | str) -> str:
        """The tier of a site; "" for one that is out of sight."""
        return self.tiers.get(str(site_id)) or self.tiers.get(EVERYWHERE, "")

    @property
    def member_sites(self) -> list[UUID] | None:
        """The sites whose team one belongs to; None for all."""
        if EVERYWHERE in self.tiers:
            return None
        return [UUID(site) for site, tier in self.tiers.items() if tier != OPEN]


def key_of(actor: Actor) -> str:
    """The key of what this actor may see now. Cheap, since every request for changes asks for it."""
    roles = _roles(actor)
    seen = 0 if EVERYWHERE in roles else register_queries.fingerprint_of_open_sites()
    return digest_of([roles, str(seen)]).hex()[:24]


def _roles(actor: Actor) -> dict[str, str]:
    standing = register.standing(actor)
    everywhere = sorted(standing.everywhere)
    by_site = {str(site): " ".join(sorted({*roles, *everywhere})) for site, roles in standing.by_site.items()}
    return by_site | ({EVERYWHERE: " ".join(everywhere)} if everywhere else {})


class Sight:
    """What an actor may see now. The scope in full is read only when something asks beyond their own sites."""

    def __init__(self, actor: Actor, key: str) -> None:
        self.actor, self.key, self.own = actor, key, Scope(key, _roles(actor))

    @cached_property
    def scope(self) -> Scope:
        return present(self.actor, self.key)

    @property
    def member_sites(self) -> list[UUID] | None:
        return self.own.member_sites

    def is_seen(self, site_id: UUID) -> bool:
        return bool(self.own.tier(site_id) or self.scope.tier(site_id))


def present(actor: Actor, key: str) -> Scope:
    """The scope of an actor in full, kept under its key for those cursors that will name it."""
    if found := SyncScope.objects.filter(pk=key).first():
        return Scope(key, found.tiers)
    roles = _roles(actor)
    tiers = roles if EVERYWHERE in roles else dict.fromkeys(map(str, register_queries.open_site_ids()), OPEN) | roles
    SyncScope.objects.bulk_create([SyncScope(key=key, tiers=tiers)], ignore_conflicts=True)
    return Scope(key, tiers)


def kept(keys: Iterable[str]) -> list[Scope] | None:
    """The scopes that were kept under these keys; None if one is not known any more."""
    wanted = set(keys)
    if not wanted:
        return []
    found = [Scope(one.key, one.tiers) for one in SyncScope.objects.filter(pk__in=wanted)]
    return found if len(found) == len(wanted) else None


@dataclass(frozen=True, slots=True)
class Transition:
    """From what a client may hold to what it may see now: the sites that are out of sight, and all on which something
    else is seen than before.
    """

    lost: list[UUID]
    differing: list[UUID]


def transition(held: list[Scope], now: Scope) -> Transition:
    named = {site for scope in (*held, now) for site in scope.tiers} - {EVERYWHERE}
    wide = {scope.tiers.get(EVERYWHERE, "") for scope in (*held, now)}
    if len(wide) > 1:
        named |= {str(one) for one in register_queries.all_site_ids()}
    lost = [UUID(one) for one in sorted(named) if not now.tier(one) and any(scope.tier(one) for scope in held)]
    return Transition(lost, [UUID(one) for one in sorted(named) if any(s.tier(one) != now.tier(one) for s in held)])
