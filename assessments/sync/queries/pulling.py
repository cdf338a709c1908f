"""Pull: every change that the caller may see, once, in the order of the ledger; none is missed.

A client that starts from nothing gets each resource once, in its present state, and then what changed since that began.
When what one may see has changed, the feed first removes what is out of sight and sends what has come into sight or is
masked differently; only then it follows the ledger again, from where the client stood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import msgspec

from assessments.audit import operations as audit
from assessments.audit import queries as audit_queries
from assessments.audit.queries import Touched
from assessments.damage import queries as damage
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.feeds import Feed, Page, Told
from assessments.sync import cursor as cursors
from assessments.sync.cursor import FOLLOWING, REMOVING, SENDING, Cursor
from assessments.sync.errors import CursorExpired, CursorOfAnother
from assessments.sync.messages import Change, Pulled
from assessments.sync.queries import scope as scopes
from assessments.sync.queries.filters import (
    ALL_FEEDS,
    OF_THE_OPEN_REGISTER,
    Filters,
    chosen_feeds,
    visible_rows,
)
from assessments.sync.queries.scope import Sight

SHAPE = 2
"""The number of the shape of what `data` holds: a client that knows another one starts again."""


def pull(actor: Actor, asked: Filters, *, cursor: str = "", limit: int = 500) -> Pulled:
    """One page of the feed. Raises `CursorUnreadable`, `CursorExpired` after a restore, and `CursorOfAnother` for the
    cursor of another person or of other filters.
    """
    epoch, head, waits = audit_queries.life()
    if waits:
        audit.sequence()
        epoch, head, _waits = audit_queries.life()
    key = scopes.key_of(actor)
    if not cursor:
        scopes.present(actor, key)
        begin = Cursor(epoch, asked.asked_by(actor), key, head, SENDING, is_whole=True)
        return _Page(actor, asked, limit, head).go_on(begin)
    at = cursors.read(cursor)
    if at.epoch != epoch:
        raise CursorExpired
    if at.asked != asked.asked_by(actor):
        raise CursorOfAnother
    if at.scope != key:
        scopes.present(actor, key)
        held = tuple(dict.fromkeys((*at.held, at.scope)))
        at = Cursor(epoch, at.asked, key, at.position, REMOVING, held, at.is_whole)
    return _Page(actor, asked, limit, head).go_on(at)


class _Page:
    """One page while it is put together."""

    def __init__(self, actor: Actor, asked: Filters, limit: int, head: int) -> None:
        self.actor, self.asked, self.limit, self.head = actor, asked, limit, head
        self.feeds = chosen_feeds(asked)
        self.changes: list[Change] = []

    @property
    def room(self) -> int:
        return self.limit - len(self.changes)

    def go_on(self, at: Cursor) -> Pulled:
        now = Sight(self.actor, at.scope)
        if at.stage != FOLLOWING:
            at = self._into_sight(at, now)
        if at.stage != FOLLOWING:
            return self._pulled(at, more=True)
        if self.changes:
            return self._pulled(at, more=True)
        return self._follow(at, now)

    def _pulled(self, at: Cursor, *, more: bool) -> Pulled:
        return Pulled(self.changes, at.text(), more, clock.recorded_now(), SHAPE)

    # What has come into sight or gone out of it

    def _into_sight(self, at: Cursor, now: Sight) -> Cursor:
        """Fill the page with removals and then with what is seen now; the cursor that was reached."""
        held = scopes.kept(at.held)
        if held is None:
            raise CursorExpired
        moved = scopes.transition(held, now.scope) if held else None
        differing = None if at.is_whole or moved is None else moved.differing
        if moved and at.stage == REMOVING and at.kind == 0 and at.after is None:
            self.changes += [Change(kind="site", id=one, op="remove") for one in moved.lost]
        if at.stage == REMOVING:
            at = self._walk(at, lambda feed, after: self._remove(feed, after, differing))
            if at.kind < len(self.feeds):
                return at
            at = msgspec.structs.replace(at, stage=SENDING, kind=0, after=None)
        at = self._walk(at, lambda feed, after: self._send(feed, after, differing))
        if at.kind < len(self.feeds):
            return at
        return Cursor(at.epoch, at.asked, at.scope, at.position)

    def _walk(self, at: Cursor, step: Any) -> Cursor:
        """Take one kind after the other until the page is full. `step` says which id it reached; None at its end."""
        kind, after = at.kind, at.after
        while kind < len(self.feeds) and self.room > 0:
            after = step(self.feeds[kind], after)
            if after is None:
                kind += 1
        return msgspec.structs.replace(at, kind=kind, after=after)

    def _remove(self, feed: Feed, after: UUID | None, sites: Collection[UUID] | None) -> UUID | None:
        limit = max(self.room, 1)
        touched = audit_queries.subjects_on(feed.kind, sites, after=after, limit=limit)
        seen = set(feed.rows(self.actor).filter(pk__in=touched).values_list("pk", flat=True))
        self.changes += [Change(kind=feed.kind, id=one, op="remove") for one in touched if one not in seen]
        return touched[-1] if len(touched) == limit else None

    def _send(self, feed: Feed, after: UUID | None, sites: Collection[UUID] | None) -> UUID | None:
        room = self.room
        if feed.by_page:
            told = feed.by_page(self.actor, self._page(feed, after, sites, room + 1))
            self.changes += _changes(feed, told[:room])
            return told[room - 1][0] if len(told) > room else None
        rows = visible_rows(feed, self.actor, self.asked)
        if sites is not None:
            rows = rows.filter(**{f"{feed.site_path}__in": sites})
        if after:
            rows = rows.filter(pk__gt=after)
        found = list(rows.order_by("pk")[: room + 1])
        self.changes += _upserts(feed, self.actor, found[:room])
        return found[room - 1].pk if len(found) > room else None

    def _page(self, feed: Feed, after: UUID | None, sites: Collection[UUID] | None, limit: int) -> Page:
        if self.asked.site:
            sites = [self.asked.site] if sites is None or self.asked.site in sites else []
        since = self.asked.changed_since
        moment = datetime.combine(since, time.min, UTC) if since and feed.has_age else None
        return Page(None if sites is None else list(sites), moment, after, limit)

    # What changed

    def _follow(self, at: Cursor, now: Sight) -> Pulled:
        kinds = {one.kind for one in self.feeds}
        # A report tells how many of its photographs have arrived, so it changes with them.
        watched = kinds | ({"photo"} if "report" in kinds else set())
        sites = [self.asked.site] if self.asked.site else now.member_sites
        touched, position, more = audit_queries.subjects_since(
            watched, at.position, self.limit, last=self.head, site_ids=sites,
            everywhere=() if self.asked.site else OF_THE_OPEN_REGISTER,
        )  # fmt: skip
        wanted = [one for one in touched if one.kind in kinds and (one.site_id is None or now.is_seen(one.site_id))]
        if "report" in kinds:
            wanted += _reports_beside(wanted, touched)
        self.changes += self._present(wanted)
        return self._pulled(msgspec.structs.replace(at, position=position), more=more)

    def _present(self, touched: Iterable[Touched]) -> list[Change]:
        """The present state of each resource, or `remove` where there is nothing that the actor may see."""
        by_kind: dict[str, list[UUID]] = {}
        for one in touched:
            by_kind.setdefault(one.kind, []).append(one.id)
        found: dict[tuple[str, UUID], Change] = {}
        for kind, ids in by_kind.items():
            feed = ALL_FEEDS[kind]
            if feed.by_id:
                upserts = _changes(feed, feed.by_id(self.actor, ids))
            else:
                upserts = _upserts(feed, self.actor, list(feed.rows(self.actor).filter(pk__in=ids)))
            found |= {(kind, one.id): one for one in upserts}
        return [found.get((one.kind, one.id)) or Change(kind=one.kind, id=one.id, op="remove") for one in touched]


def _reports_beside(wanted: Iterable[Touched], touched: Iterable[Touched]) -> list[Touched]:
    photos = [one.id for one in touched if one.kind == "photo"]
    if not photos:
        return []
    there = {one.id for one in wanted if one.kind == "report"}
    named = damage.reports_naming(photos)
    return [Touched("report", one, site) for one, site in named.items() if one not in there]


def _changes(feed: Feed, told: Iterable[Told]) -> list[Change]:
    return [
        Change(kind=feed.kind, id=id_, op="upsert", version=version, data=document) for id_, version, document in told
    ]


def _upserts(feed: Feed, actor: Actor, rows: list[Any]) -> list[Change]:
    changes = []
    for row, document in zip(rows, feed.tell(actor, rows), strict=True):
        if into := feed.merged_into(row):
            changes.append(Change(kind=feed.kind, id=row.pk, op="remove", merged_into=into))
        else:
            changes.append(Change(kind=feed.kind, id=row.pk, op="upsert", version=document.version, data=document))
    return changes
