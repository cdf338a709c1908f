"""Where movable objects were, and fallen blocks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register import vocabulary
from assessments.register.messages.shapes import ExternalIds, Geometry, Short, Text

BlockKind = Annotated[str, vocabulary.BLOCK_KIND.documented_or_empty]


class LocationIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    monument: UUID
    since: dict[str, Any]
    until: date | None = None
    place: Short = ""
    location: Geometry | None = None
    is_restricted: bool = False
    holder: Short = ""
    owner: Short = ""
    manager: Short = ""
    document: UUID | None = None
    reason: Short = ""
    source: Text = ""
    external_ids: ExternalIds = []


class BlockIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A fallen block: its number, where it was found and is stored, and what it belonged to. Lengths in metres,
    weight in kilograms."""

    id: UUID
    monument: UUID
    number: Annotated[str, Meta(min_length=1, max_length=40)]
    part: UUID | None = None
    kind: BlockKind = ""
    course: Short = ""
    joins: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=40)] = []
    location: Geometry | None = None
    found_at: Short = ""
    found_on: date | None = None
    length_m: Decimal | None = None
    width_m: Decimal | None = None
    height_m: Decimal | None = None
    weight_kg: Decimal | None = None
    condition: Text = ""
    store: Short = ""
    stored_on: date | None = None
    source: Text = ""
    external_ids: ExternalIds = []


class BlockPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    number: Annotated[str, Meta(min_length=1, max_length=40)] | UnsetType = UNSET
    part: UUID | UnsetType | None = UNSET
    kind: BlockKind | UnsetType = UNSET
    course: Short | UnsetType = UNSET
    joins: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=40)] | UnsetType = UNSET
    location: Geometry | UnsetType | None = UNSET
    found_at: Short | UnsetType = UNSET
    found_on: date | UnsetType | None = UNSET
    length_m: Decimal | UnsetType | None = UNSET
    width_m: Decimal | UnsetType | None = UNSET
    height_m: Decimal | UnsetType | None = UNSET
    weight_kg: Decimal | UnsetType | None = UNSET
    condition: Text | UnsetType = UNSET
    store: Short | UnsetType = UNSET
    stored_on: date | UnsetType | None = UNSET
    source: Text | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class LocationPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    since: dict[str, Any] | UnsetType = UNSET
    until: date | UnsetType | None = UNSET
    place: Short | UnsetType = UNSET
    location: Geometry | UnsetType | None = UNSET
    is_restricted: bool | UnsetType = UNSET
    holder: Short | UnsetType = UNSET
    owner: Short | UnsetType = UNSET
    manager: Short | UnsetType = UNSET
    document: UUID | UnsetType | None = UNSET
    reason: Short | UnsetType = UNSET
    source: Text | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
