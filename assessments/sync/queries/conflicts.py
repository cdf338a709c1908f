"""Conflicts and what waits, as people and clients read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.people import queries as people
from assessments.sync import policy
from assessments.sync.models import Conflict, WaitingOperation


class FieldInConflict(msgspec.Struct):
    """`base` is what the device had, `ours` what stood, `theirs` what it sent; `choice` is null while it is open."""

    base: Any
    ours: Any
    theirs: Any
    ours_by: str | None
    ours_device: str | None
    ours_at: str | None
    choice: str | None


class Sender(msgspec.Struct):
    """A person by the name under which they are shown."""

    id: UUID
    name: str


class SendingDevice(msgspec.Struct):
    id: UUID
    name: str


class ConflictOut(msgspec.Struct, kw_only=True):
    id: UUID
    kind: str
    thing: UUID
    site: UUID
    is_open: bool
    base_version: int
    sent_by: Sender | None
    device: SendingDevice | None
    made_at: datetime | None
    received_at: datetime
    fields: dict[str, FieldInConflict]
    resolved_by: Sender | None
    resolved_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    external_ids: list[dict[str, str]]


class WaitingOut(msgspec.Struct, kw_only=True):
    """An operation that is not applied: `held`, in `quarantined`, or `refused` with its problem."""

    op_id: UUID
    kind: str
    thing: UUID
    action: str
    state: str
    waits_for: list[UUID]
    problem: dict[str, Any] | None
    device: UUID | None
    received_at: datetime


def conflicts(
    actor: Actor, *, is_open: bool | None = True, site: UUID | None = None, thing: UUID | None = None
) -> QuerySet[Conflict]:
    rows = policy.visible_conflicts(actor)
    if is_open is not None:
        rows = rows.filter(is_open=is_open)
    if site:
        rows = rows.filter(site_id=site)
    return rows.filter(subject_id=thing) if thing else rows


def conflict(actor: Actor, id: UUID) -> Conflict:
    return get_visible(policy.visible_conflicts(actor), id)


def conflicts_out(rows: Sequence[Conflict]) -> list[ConflictOut]:
    """Conflicts with the names of people and devices; three queries for any number."""
    names = people.display_names({one for row in rows for one in (row.person_id, row.resolved_by_id)})
    ours = {UUID(device) for row in rows for one in row.fields.values() if (device := one.get("ours_device"))}
    devices = people.device_names({row.device_id for row in rows} | ours)
    codes = {one["ours_by"] for row in rows for one in row.fields.values() if one["ours_by"]}
    by_code = people.names_of_codes(codes)
    return [_out(one, names, devices, by_code) for one in rows]


def conflict_out(row: Conflict) -> ConflictOut:
    return conflicts_out([row])[0]


def _out(row: Conflict, names: dict[UUID, str], devices: dict[UUID, str], by_code: dict[str, str]) -> ConflictOut:
    def sender(id: UUID | None) -> Sender | None:
        return Sender(id, names[id]) if id in names else None

    def device_of(id: str | None) -> str | None:
        return devices.get(UUID(id)) if id else None

    fields = {
        path: FieldInConflict(
            one["base"],
            one["ours"],
            one["theirs"],
            by_code.get(one["ours_by"]),
            device_of(one.get("ours_device")),
            one["ours_at"],
            one["choice"],
        )
        for path, one in row.fields.items()
    }
    device = SendingDevice(row.device_id, devices[row.device_id]) if row.device_id in devices else None
    return ConflictOut(
        id=row.id, kind=row.kind, thing=row.subject_id, site=row.site_id, is_open=row.is_open,
        base_version=row.base_version, sent_by=sender(row.person_id), device=device, made_at=row.made_at,
        received_at=row.received_at, fields=fields, resolved_by=sender(row.resolved_by_id),
        resolved_at=row.resolved_at, version=row.version, created_at=row.created_at, updated_at=row.updated_at,
        external_ids=row.external_ids,
    )  # fmt: skip


def own_waiting(actor: Actor, *, state: str = "") -> QuerySet[WaitingOperation]:
    """What this person sent that is not applied, from whichever device."""
    rows = policy.own_waiting(actor)
    return rows.filter(state=state) if state else rows


def waiting_out(rows: Sequence[WaitingOperation]) -> list[WaitingOut]:
    return [
        WaitingOut(
            op_id=one.op_id, kind=one.kind, thing=one.subject_id, action=one.action, state=one.state,
            waits_for=one.waits_for, problem=one.problem, device=one.device_id, received_at=one.received_at,
        )
        for one in rows
    ]  # fmt: skip
