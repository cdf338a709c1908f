"""What a client asks for: kinds, one site, and nothing that did not change for long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from assessments.damage import queries as damage
from assessments.evidence.documents import FEEDS as EVIDENCE
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of
from assessments.kit.errors import UnknownFilter
from assessments.kit.feeds import Feed
from assessments.register import queries as register
from assessments.register.documents import FEEDS as REGISTER
from assessments.register.documents import GROUND_FEEDS
from assessments.restoration.documents import FEED as PLAN

ALL_FEEDS: dict[str, Feed] = {
    one.kind: one for one in (*GROUND_FEEDS, *REGISTER, damage.FEED, *EVIDENCE, PLAN)
}  # fmt: skip
"""Every kind, in the order in which a client that starts from nothing gets them: what bears on safety first."""
OF_THE_OPEN_REGISTER = ("site", "monument")
"""The kinds of which also those who are in no team see something."""


class Filters(msgspec.Struct, frozen=True):
    """`kinds` empty: all. `changed_since` leaves out what has not changed since that day, of kinds that have an age."""

    kinds: tuple[str, ...] = ()
    site: UUID | None = None
    changed_since: date | None = None

    def asked_by(self, actor: Actor) -> str:
        """What ties a cursor to whoever asked, and what for."""
        return digest_of([actor.user_id, sorted(self.kinds), self.site, self.changed_since]).hex()[:16]


def filters(kinds: str, site: UUID | None, changed_since: date | None) -> Filters:
    """The filters of a request. Raises `UnknownFilter` for a kind that there is none of."""
    named = tuple(dict.fromkeys(one.strip() for one in kinds.split(",") if one.strip()))
    for one in named:
        if one not in ALL_FEEDS:
            raise UnknownFilter(name=one, known=", ".join(ALL_FEEDS))
    return Filters(named, site, changed_since)


def chosen_feeds(asked: Filters) -> list[Feed]:
    return [one for one in ALL_FEEDS.values() if not asked.kinds or one.kind in asked.kinds]


def visible_rows(feed: Feed, actor: Actor, asked: Filters) -> QuerySet[Any]:
    """The rows of a kind that the actor may see and asked for. What was merged into another is not among them."""
    rows = feed.rows(actor)
    if feed.kind == "monument":
        rows = register.on_file(rows)
    if asked.site:
        rows = rows.filter(**{feed.site_path: asked.site})
    if asked.changed_since and feed.has_age:
        rows = rows.filter(updated_at__gte=datetime.combine(asked.changed_since, time.min, UTC))
    return rows
