"""The shapes of a report as it comes in; also the input schemas of the OpenAPI document."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register.messages import ExternalIds

Text = Annotated[str, Meta(max_length=20_000)]
Short = Annotated[str, Meta(max_length=200)]
Places = Annotated[list[Short], Meta(max_length=200)]


class Cause(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    cause: str
    certainty: str = "medium"
    label: Short = ""


class Effect(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    effect: str
    certainty: str = "medium"
    label: Short = ""


class Measurements(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    length_mm: Annotated[float, Meta(ge=0)] | None = None
    width_mm: Annotated[float, Meta(ge=0)] | None = None
    depth_mm: Annotated[float, Meta(ge=0)] | None = None
    area_m2: Annotated[float, Meta(ge=0)] | None = None
    volume_m3: Annotated[float, Meta(ge=0)] | None = None
    number: Annotated[int, Meta(ge=0)] | None = None


class FindingIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    part: UUID | None = None
    part_label: Short = ""
    causes: Annotated[list[Cause], Meta(max_length=40)] = []
    effects: Annotated[list[Effect], Meta(max_length=40)] = []
    stone_pattern: str = ""
    extent: str = ""
    measurements: Measurements = msgspec.field(default_factory=Measurements)
    occurred: dict[str, Any] = {}
    note: Text = ""


class FactorIn(msgspec.Struct, forbid_unknown_fields=True):
    category: str
    type: str
    probability: str = "possible"


class PhotoLink(msgspec.Struct, forbid_unknown_fields=True):
    photo: UUID
    role: str = "context"
    finding: UUID | None = None


class ReportIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Only id, monument, method and observed are needed to keep a draft."""

    id: UUID
    monument: UUID
    method: str
    observed: dict[str, Any]
    visit: UUID | None = None
    stage: str = "rapid"
    observers: Annotated[list[UUID], Meta(max_length=60)] = []
    author: UUID | None = None
    field_number: Annotated[str, Meta(max_length=40)] = ""
    scope: str = "whole"
    seen: Places = []
    not_reached: Places = []
    damage: str | None = None
    reference_state: dict[str, Any] = {}
    change_reason: str | None = None
    conservation_state: str | None = None
    extent: str | None = None
    certainty: str | None = None
    posting: str | None = None
    cordon_m: Decimal | None = None
    priority: str | None = None
    priority_reason: Text = ""
    intervention_required: str = "not_checked"
    safety_hazards: str = "not_checked"
    original_fabric_share: Decimal | None = None
    narrative: Text = ""
    language: Annotated[str, Meta(max_length=12)] = "en"
    incident: UUID | None = None
    supersedes: UUID | None = None
    findings: Annotated[list[FindingIn], Meta(max_length=500)] = []
    factors: Annotated[list[FactorIn], Meta(max_length=100)] = []
    photos: Annotated[list[PhotoLink], Meta(max_length=500)] = []
    external_ids: ExternalIds = []


class ReportPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    method: str | UnsetType = UNSET
    observed: dict[str, Any] | UnsetType = UNSET
    visit: UUID | UnsetType | None = UNSET
    stage: str | UnsetType = UNSET
    observers: list[UUID] | UnsetType = UNSET
    field_number: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    scope: str | UnsetType = UNSET
    seen: Places | UnsetType = UNSET
    not_reached: Places | UnsetType = UNSET
    damage: str | UnsetType | None = UNSET
    reference_state: dict[str, Any] | UnsetType = UNSET
    change_reason: str | UnsetType | None = UNSET
    conservation_state: str | UnsetType | None = UNSET
    extent: str | UnsetType | None = UNSET
    certainty: str | UnsetType | None = UNSET
    posting: str | UnsetType | None = UNSET
    cordon_m: Decimal | UnsetType | None = UNSET
    priority: str | UnsetType | None = UNSET
    priority_reason: Text | UnsetType = UNSET
    intervention_required: str | UnsetType = UNSET
    safety_hazards: str | UnsetType = UNSET
    original_fabric_share: Decimal | UnsetType | None = UNSET
    narrative: Text | UnsetType = UNSET
    language: Short | UnsetType = UNSET
    incident: UUID | UnsetType | None = UNSET
    findings: list[FindingIn] | UnsetType = UNSET
    factors: list[FactorIn] | UnsetType = UNSET
    photos: list[PhotoLink] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class Submit(msgspec.Struct, forbid_unknown_fields=True):
    note: Text = ""
    confirm: list[str] = []


class Return(msgspec.Struct, forbid_unknown_fields=True):
    note: Annotated[str, Meta(min_length=1, max_length=20_000)]
    fields: dict[str, Text] = {}


class Verify(msgspec.Struct, forbid_unknown_fields=True):
    basis: str
    note: Text = ""


class Because(msgspec.Struct, forbid_unknown_fields=True):
    note: Annotated[str, Meta(min_length=1, max_length=20_000)]


class Adjudicate(msgspec.Struct, forbid_unknown_fields=True):
    """Without `against`: against every verified report that disagrees with this one at present."""

    note: Annotated[str, Meta(min_length=1, max_length=20_000)]
    against: Annotated[list[UUID], Meta(max_length=50)] = []
