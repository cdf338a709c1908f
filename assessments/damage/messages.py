"""Request structs of damage reports; the OpenAPI input schemas are generated from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.damage import vocabulary
from assessments.register.messages import ExternalIds

Text = Annotated[str, Meta(max_length=20_000)]
Short = Annotated[str, Meta(max_length=200)]
Places = Annotated[list[Short], Meta(max_length=200)]
Method = Annotated[str, vocabulary.METHOD.documented]
Stage = Annotated[str, vocabulary.STAGE.documented]
Scope = Annotated[str, vocabulary.SCOPE.documented]
Grade = Annotated[str, vocabulary.DAMAGE_GRADE.documented]
ChangeReason = Annotated[str, vocabulary.CHANGE_REASON.documented]
ConservationState = Annotated[str, vocabulary.CONSERVATION_STATE.documented]
Extent = Annotated[str, vocabulary.EXTENT.documented]
Certainty = Annotated[str, vocabulary.CERTAINTY.documented]
Posting = Annotated[str, vocabulary.POSTING.documented]
Priority = Annotated[str, vocabulary.PRIORITY.documented]
Checked = Annotated[str, vocabulary.YES_NO.documented]
CauseTerm = Annotated[str, vocabulary.CAUSE.documented]
EffectTerm = Annotated[str, vocabulary.EFFECT.documented]
Basis = Annotated[str, vocabulary.BASIS.documented]
FactorCategory = Annotated[str, vocabulary.FACTOR_CATEGORY.documented]
FactorType = Annotated[str, vocabulary.FACTOR_TYPE.documented]
Probability = Annotated[str, vocabulary.PROBABILITY.documented]
RecommendationTerm = Annotated[str, vocabulary.RECOMMENDATION.documented]
InterventionTerm = Annotated[str, vocabulary.INTERVENTION.documented]
ElementTerm = Annotated[str, vocabulary.ELEMENT.documented_or_empty]
MaterialTerm = Annotated[str, vocabulary.MATERIAL.documented_or_empty]
Horizon = Annotated[str, vocabulary.HORIZON.documented_or_empty]


class Cause(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`assessor`: who assigns the cause, if not the author."""

    cause: CauseTerm
    certainty: Certainty = "medium"
    label: Short = ""
    assessor: UUID | None = None


class Effect(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    effect: EffectTerm
    certainty: Certainty = "medium"
    label: Short = ""


class Recommendation(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    recommendation: RecommendationTerm
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
    element: ElementTerm = ""
    material: MaterialTerm = ""
    plan_reference: Annotated[str, Meta(max_length=100)] = ""
    recommendations: Annotated[list[Recommendation], Meta(max_length=40)] = []
    urgent_measure: Text = ""
    occurred: dict[str, Any] = {}
    note: Text = ""


class FactorIn(msgspec.Struct, forbid_unknown_fields=True):
    category: FactorCategory
    type: FactorType
    probability: Probability = "possible"
    horizon: Horizon = ""
    assessor: UUID | None = None


class PhotoLink(msgspec.Struct, forbid_unknown_fields=True):
    photo: UUID
    role: str = "context"
    finding: UUID | None = None


class ReportIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Only id, monument, method and observed are required to save a draft.

    `seen` and `not_reached` name parts by their id on the register or in words; words that no part has are proposed as
    parts when the report is submitted. `reference_state` is `{"kind", "date"?, "report"?, "photo"?}`: of kind `report`
    or `photograph` it names which one.
    """

    id: UUID
    monument: UUID
    method: Method
    observed: dict[str, Any]
    visit: UUID | None = None
    stage: Stage = "rapid"
    observers: Annotated[list[UUID], Meta(max_length=60)] = []
    author: UUID | None = None
    field_number: Annotated[str, Meta(max_length=40)] = ""
    scope: Scope = "whole"
    seen: Places = []
    not_reached: Places = []
    imagery_source: Short = ""
    weather: Short = ""
    interventions: Annotated[list[InterventionTerm], Meta(max_length=3)] = []
    damage: Grade | None = None
    reference_state: dict[str, Any] = {}
    change_reason: ChangeReason | None = None
    conservation_state: ConservationState | None = None
    extent: Extent | None = None
    certainty: Certainty | None = None
    posting: Posting | None = None
    cordon_m: Decimal | None = None
    cordon_reason: Text = ""
    pilot_location: dict[str, Any] | None = None
    priority: Priority | None = None
    priority_reason: Text = ""
    intervention_required: Checked = "not_checked"
    safety_hazards: Checked = "not_checked"
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
    method: Method | UnsetType = UNSET
    observed: dict[str, Any] | UnsetType = UNSET
    visit: UUID | UnsetType | None = UNSET
    stage: Stage | UnsetType = UNSET
    observers: list[UUID] | UnsetType = UNSET
    field_number: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET
    seen: Places | UnsetType = UNSET
    not_reached: Places | UnsetType = UNSET
    imagery_source: Short | UnsetType = UNSET
    weather: Short | UnsetType = UNSET
    interventions: Annotated[list[InterventionTerm], Meta(max_length=3)] | UnsetType = UNSET
    damage: Grade | UnsetType | None = UNSET
    reference_state: dict[str, Any] | UnsetType = UNSET
    change_reason: ChangeReason | UnsetType | None = UNSET
    conservation_state: ConservationState | UnsetType | None = UNSET
    extent: Extent | UnsetType | None = UNSET
    certainty: Certainty | UnsetType | None = UNSET
    posting: Posting | UnsetType | None = UNSET
    cordon_m: Decimal | UnsetType | None = UNSET
    cordon_reason: Text | UnsetType = UNSET
    pilot_location: dict[str, Any] | UnsetType | None = UNSET
    priority: Priority | UnsetType | None = UNSET
    priority_reason: Text | UnsetType = UNSET
    intervention_required: Checked | UnsetType = UNSET
    safety_hazards: Checked | UnsetType = UNSET
    original_fabric_share: Decimal | UnsetType | None = UNSET
    narrative: Text | UnsetType = UNSET
    language: Short | UnsetType = UNSET
    incident: UUID | UnsetType | None = UNSET
    supersedes: UUID | UnsetType | None = UNSET
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
    basis: Basis
    note: Text = ""


class RequiredNote(msgspec.Struct, forbid_unknown_fields=True):
    note: Annotated[str, Meta(min_length=1, max_length=20_000)]


class Adjudicate(msgspec.Struct, forbid_unknown_fields=True):
    """Without `against`: against every verified report that disagrees with this one at present."""

    note: Annotated[str, Meta(min_length=1, max_length=20_000)]
    against: Annotated[list[UUID], Meta(max_length=50)] = []


class MoveTo(msgspec.Struct, forbid_unknown_fields=True):
    """The monument that the report is about, and how it came to be on the wrong one."""

    monument: UUID
    note: Annotated[str, Meta(min_length=1, max_length=20_000)]


class MergeInto(msgspec.Struct, forbid_unknown_fields=True):
    """The monument that stays, and how it is known that the two are one."""

    into: UUID
    note: Annotated[str, Meta(min_length=1, max_length=20_000)]
