"""Request and response bodies of pull and push."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

MAX_OPERATIONS = 500


Word = Annotated[str, Meta(max_length=60)]


class Operation(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`made_at` is when the device says that this was done: it is shown beside a conflict, and nothing rests on it."""

    op_id: UUID
    kind: Word
    id: UUID
    action: Word
    base_version: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    made_at: Annotated[datetime, Meta(tz=True)] | None = None
    data: dict[str, Any] = {}


class ClientState(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a client says of itself: its name and version, how many operations and photographs wait on it."""

    version: Annotated[str, Meta(max_length=100)] = ""
    waiting: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None
    photographs_waiting: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None


class Push(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    batch_id: UUID
    operations: Annotated[list[Operation], Meta(max_length=MAX_OPERATIONS)]
    client: ClientState | None = None


class WaitsFor(msgspec.Struct):
    kind: str
    id: UUID


class Became(msgspec.Struct):
    """A change of something submitted is a new draft, which revises it."""

    id: UUID
    revision_of: UUID


class InConflict(msgspec.Struct):
    """The conflict that keeps both values, and the paths of the fields that stand against each other."""

    id: UUID
    fields: list[str]


class Outcome(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The outcome of one operation. It is committed before the response is sent.

    `thing` is what stands now, after a merge or a conflict, and of a registered photograph or document.
    """

    op_id: UUID
    outcome: Literal["applied", "merged", "conflict", "held", "refused", "duplicate"]
    version: int | None = None
    first: dict[str, Any] | None = None
    thing: Any = None
    became: Became | None = None
    conflict: InConflict | None = None
    waits_for: list[WaitsFor] = []
    problem: dict[str, Any] | None = None


class GivenValue(msgspec.Struct, forbid_unknown_fields=True):
    """A third value, in place of both."""

    value: Any


Choice = Literal["ours", "theirs", "both"] | GivenValue
"""`both` keeps ours and puts theirs down as a note."""


class Resolve(msgspec.Struct, forbid_unknown_fields=True):
    """For each path that is decided: `ours`, `theirs`, `both` (ours stays, theirs becomes a note), or another value."""

    fields: Annotated[dict[str, Choice], Meta(max_length=1000)]


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
