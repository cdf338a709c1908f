"""Visits and incidents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register import vocabulary
from assessments.register.messages.shapes import ExternalIds, Short, Text

Mechanism = Annotated[str, vocabulary.MECHANISM.documented]

Intent = Annotated[str, vocabulary.INTENT.documented]


class VisitMemberIn(msgspec.Struct, forbid_unknown_fields=True):
    person: UUID
    role: Annotated[str, Meta(max_length=60)] = ""


class VisitIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    first_day: date
    last_day: date
    title: Short = ""
    mandate: Short = ""
    organisation: UUID | None = None
    team: list[VisitMemberIn] = []
    method: Annotated[str, Meta(max_length=24)] = ""
    not_reached: list[Short] = []
    hazards_seen: list[Short] = []
    caveat: Text = ""
    external_ids: ExternalIds = []
    source: Text = ""


class Claim(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One dated claim about an incident, with who makes it."""

    occurred: dict[str, Any]
    source: Text
    chosen: bool = False
    note: Text = ""


class IncidentIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    monuments: list[UUID] = []
    title: dict[str, Short] = {}
    mechanism: Mechanism = "unknown"
    intent: Intent = "unknown"
    claims: list[Claim] = []
    note: Text = ""
    external_ids: ExternalIds = []


class VisitPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    first_day: date | UnsetType = UNSET
    last_day: date | UnsetType = UNSET
    title: Short | UnsetType = UNSET
    mandate: Short | UnsetType = UNSET
    organisation: UUID | UnsetType | None = UNSET
    team: list[VisitMemberIn] | UnsetType = UNSET
    method: Annotated[str, Meta(max_length=24)] | UnsetType = UNSET
    not_reached: list[Short] | UnsetType = UNSET
    hazards_seen: list[Short] | UnsetType = UNSET
    caveat: Text | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
    source: Text | UnsetType = UNSET


class IncidentPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    monuments: list[UUID] | UnsetType = UNSET
    title: dict[str, Short] | UnsetType = UNSET
    mechanism: Mechanism | UnsetType = UNSET
    intent: Intent | UnsetType = UNSET
    claims: list[Claim] | UnsetType = UNSET
    note: Text | UnsetType = UNSET
    proposed: bool | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
