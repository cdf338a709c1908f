"""Request and response bodies of pull and push."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

MAX_OPERATIONS = 500


class Operation(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    op_id: UUID
    kind: str
    id: UUID
    action: str
    base_version: int | None = None
    data: dict[str, Any] = {}


class Push(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    batch_id: UUID
    operations: Annotated[list[Operation], Meta(max_length=MAX_OPERATIONS)]


class Outcome(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The outcome of one operation. It is committed before the response is sent."""

    op_id: UUID
    outcome: str
    version: int | None = None
    first: dict[str, Any] | None = None
    problem: dict[str, Any] | None = None


class Pushed(msgspec.Struct):
    batch_id: UUID
    outcomes: list[Outcome]


class Change(msgspec.Struct, kw_only=True):
    kind: str
    id: UUID
    op: str
    version: int | None = None
    merged_into: UUID | UnsetType = UNSET
    data: Any = None


class KindSize(msgspec.Struct):
    """How many there are of a kind, and about how many bytes they are before compression."""

    count: int
    bytes: int


class Size(msgspec.Struct, kw_only=True):
    """How much the feed is from its start. `originals` are the bytes of the photographs themselves, which it does not
    carry."""

    kinds: dict[str, KindSize]
    bytes: int
    originals: int | UnsetType = UNSET


class Pulled(msgspec.Struct):
    changes: list[Change]
    cursor: str
    more: bool
    server_time: datetime
    shape: int
