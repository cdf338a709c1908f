"""Where movable objects were, fallen blocks, documents of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import (
    Count,
    F,
    Q,
)

from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import policy
from assessments.register.models import (
    Block,
    Location,
    Monument,
    StoredFile,
)
from assessments.register.roles import May


def location(actor: Actor, id: UUID) -> Location:
    rows = Location.objects.filter(policy.member_rows(actor, "monument__site_id")).select_related("monument__site")
    found: Location = get_visible(rows, id)
    return found


WITHHELD = frozenset({"place", "location", "holder", "owner", "manager", "document", "reason", "source"})
"""What of a restricted location only the site's team reads."""


def is_withheld(actor: Actor, location: Location, site_id: UUID) -> bool:
    return location.is_restricted and not policy.may(actor, May.SEE_TEAM_ONLY, site_id)


def locations_of(actor: Actor, monument: Monument) -> list[tuple[Location, bool]]:
    """Where a movable object was, in order, each with whether its place is withheld from the actor; a place of unknown
    day comes first."""
    rows = monument.locations.select_related("document")
    found = rows.order_by(F("first_day").asc(nulls_first=True), "id")
    return [(one, is_withheld(actor, one, monument.site_id)) for one in found]


def block(actor: Actor, id: UUID) -> Block:
    rows = Block.objects.filter(policy.member_rows(actor, "monument__site_id")).select_related("monument__site")
    found: Block = get_visible(rows, id)
    return found


def blocks_of(actor: Actor, monument_id: UUID) -> list[Block]:
    """The fallen blocks of a monument by number, for its team."""
    rows = Block.objects.filter(policy.member_rows(actor, "monument__site_id"), monument_id=monument_id)
    return list(rows.select_related("part").order_by("number", "id")[:2000])


@dataclass(frozen=True, slots=True)
class BlockCounts:
    """How many fallen blocks are recorded, how many of them are in a store, and how many matched to a part."""

    recorded: int
    stored: int
    matched: int


def block_counts(monument_id: UUID) -> BlockCounts:
    found = Block.objects.filter(monument_id=monument_id).aggregate(
        recorded=Count("id"), stored=Count("id", filter=~Q(store="")), matched=Count("part")
    )
    return BlockCounts(**found)


def own_file(actor: Actor, site_id: UUID, id: UUID) -> StoredFile:
    """A document that the actor uploaded. Others, such as certificates that name ordnance, are not found here."""
    rows = StoredFile.objects.filter(
        policy.member_rows(actor, "site_id"), site_id=site_id, received_from_id=actor.user_id
    )
    found: StoredFile = get_visible(rows, id)
    return found
