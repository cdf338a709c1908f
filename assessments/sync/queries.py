"""Pull: every change that the caller may see, once, in the order of the ledger; none is missed.

A cursor is (epoch, scope, position). Without one, the feed returns a snapshot of every resource and then continues from
the position at which the snapshot began. The scope is a digest of the caller's permissions: when it has changed, the
snapshot is sent again, and resources no longer visible are sent as `remove`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from assessments.audit import operations as audit
from assessments.audit import queries as audit_queries
from assessments.damage import queries as damage
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of
from assessments.register import policy as register
from assessments.sync.errors import CursorExpired, CursorUnreadable
from assessments.sync.messages import Change, Pulled

SHAPE = 1
KINDS = ("report",)


class Cursor(msgspec.Struct, array_like=True):
    epoch: UUID
    scope: str
    position: int
    snapshot_after: str = ""
    """During a snapshot: the id of the last resource sent."""
    in_snapshot: bool = False

    def text(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def _read(text: str) -> Cursor:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        raise CursorUnreadable from None


def _scope(actor: Actor) -> str:
    """A digest of what the caller may see: their roles, site by site."""
    standing = register.standing(actor)
    by_site = {str(site): sorted(roles) for site, roles in standing.by_site.items()}
    return digest_of({"everywhere": sorted(standing.everywhere), "sites": by_site, "user": actor.user_id}).hex()[:16]


def pull(actor: Actor, *, cursor: str = "", limit: int = 500) -> Pulled:
    """One page of the feed. Sequences pending history entries first, so that a write just acknowledged is included."""
    audit.sequence()
    epoch, scope = audit_queries.epoch(), _scope(actor)
    at = _read(cursor) if cursor else Cursor(epoch, scope, audit.head()[0], in_snapshot=True)
    if at.epoch != epoch:
        raise CursorExpired
    if at.scope != scope:
        return _scope_changed(actor, at, scope, limit)
    return _snapshot(actor, at, limit) if at.in_snapshot else _changes(actor, at, limit)


def _pulled(changes: list[Change], cursor: Cursor, more: bool) -> Pulled:
    return Pulled(changes, cursor.text(), more, clock.recorded_now(), SHAPE)


def _scope_changed(actor: Actor, at: Cursor, scope: str, limit: int) -> Pulled:
    """First the resources sent earlier that are no longer visible, as `remove`; then a new snapshot of everything."""
    touched = audit_queries.subjects_up_to(KINDS, at.position)
    visible = set(damage.reports(actor).filter(pk__in=touched).values_list("pk", flat=True))
    removed = [Change(kind="report", id=one, op="remove") for one in touched if one not in visible]
    start = Cursor(at.epoch, scope, audit.head()[0], in_snapshot=True)
    page = _snapshot(actor, start, limit)
    return Pulled([*removed, *page.changes], page.cursor, True, page.server_time, SHAPE)


def _snapshot(actor: Actor, at: Cursor, limit: int) -> Pulled:
    rows = damage.with_lists(damage.reports(actor)).order_by("id")
    if at.snapshot_after:
        rows = rows.filter(pk__gt=at.snapshot_after)
    found = list(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    changes = [_upsert(one) for one in damage.reports_out(actor, found)]
    if more:
        return _pulled(changes, Cursor(at.epoch, at.scope, at.position, str(found[-1].id), True), True)
    # Changes made while the snapshot was being sent come next.
    return _pulled(changes, Cursor(at.epoch, at.scope, at.position), audit.head()[0] > at.position)


def _changes(actor: Actor, at: Cursor, limit: int) -> Pulled:
    changed_ids, position, more = audit_queries.subjects_since(KINDS, at.position, limit)
    return _pulled(_present(actor, changed_ids), Cursor(at.epoch, at.scope, position), more)


def _present(actor: Actor, ids: Sequence[UUID]) -> list[Change]:
    """The current state of each resource, or `remove` if the caller may not see it."""
    rows = damage.with_lists(damage.reports(actor).filter(pk__in=ids))
    visible: dict[UUID, Any] = {one.id: one for one in damage.reports_out(actor, list(rows))}
    return [_upsert(visible[one]) if one in visible else Change(kind="report", id=one, op="remove") for one in ids]


def _upsert(document: Any) -> Change:
    return Change(kind="report", id=document.id, op="upsert", version=document.version, data=document)
