"""Sites, monuments and parts, and the hazard regime of a site."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register import vocabulary
from assessments.register.messages.shapes import ExternalIds, Geometry, Names, Short, Text

Visibility = Annotated[str, vocabulary.VISIBILITY.documented]

HazardRegime = Annotated[str, vocabulary.HAZARD_REGIME.documented]

MonumentCategory = Annotated[str, vocabulary.MONUMENT_CATEGORY.documented]

Sensitivity = Annotated[str, vocabulary.SENSITIVITY.documented]

Whereabouts = Annotated[str, vocabulary.WHEREABOUTS.documented_or_empty]

Countries = list[Annotated[str, Meta(pattern="^[A-Z]{2}$")]]

SiteCode = Annotated[str, Meta(pattern=r"^[A-Z0-9\-]{2,20}$")]

Year = Annotated[int, Meta(ge=1972, le=2200)]


class Attribute(msgspec.Struct, forbid_unknown_fields=True):
    """An attribute of Outstanding Universal Value: a short code, such as `iv-a`, and its words by language."""

    code: Annotated[str, Meta(pattern=r"^[a-z0-9\-]{1,20}$")]
    text: Annotated[dict[str, Short], Meta(min_length=1)]


Attributes = Annotated[list[Attribute], Meta(max_length=60)]


class Contact(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Whom to ask at a site. Read by its team only."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    office: Short = ""
    phone: Annotated[str, Meta(max_length=60)] = ""
    email: Annotated[str, Meta(max_length=254)] = ""


Contacts = Annotated[list[Contact], Meta(max_length=40)]


class ObjectId(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, frozen=True):
    """The categories of Object ID, the international standard for describing cultural objects (ICOM)."""

    object_type: Short = ""
    materials_techniques: Short = ""
    measurements: Short = ""
    inscriptions: Text = ""
    distinguishing_features: Text = ""
    title: Short = ""
    subject: Short = ""
    date_or_period: Short = ""
    maker: Short = ""
    description: Text = ""


class InventoryNumber(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A number under which a collection or an excavation keeps an object."""

    number: Annotated[str, Meta(min_length=1, max_length=60)]
    given_by: Short = ""


InventoryNumbers = Annotated[list[InventoryNumber], Meta(max_length=40)]


class SiteIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    code: SiteCode
    names: Names
    parent: UUID | None = None
    visibility: Visibility = "registered"
    time_zone: Annotated[str, Meta(max_length=40)] = "UTC"
    countries: Countries = []
    states_text: dict[str, Short] = {}
    location: Geometry | None = None
    boundary: Geometry | None = None
    boundary_since: date | None = None
    buffer_zone: Geometry | None = None
    buffer_zone_since: date | None = None
    world_heritage_id: Annotated[str, Meta(max_length=20)] = ""
    criteria: Annotated[str, Meta(max_length=40)] = ""
    category: Annotated[str, Meta(max_length=20)] = ""
    inscribed_year: Year | None = None
    in_danger_since: Year | None = None
    area_ha: Decimal | None = None
    description: dict[str, Text] = {}
    contacts: Contacts = []
    hazard_regime: HazardRegime = "not_stated"
    hazard_regime_by: Short = ""
    hazard_regime_on: date | None = None
    hazard_regime_source: Text = ""
    unknown_after_hours: Annotated[int, Meta(ge=1, le=720)] = 72
    mine_action_contact: Short = ""
    list_is_complete: bool = False
    publishes_figures: bool = False
    attributes: Attributes = []
    external_ids: ExternalIds = []
    source: Text = ""


class SitePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: SiteCode | UnsetType = UNSET
    names: Names | UnsetType = UNSET
    parent: UUID | UnsetType | None = UNSET
    visibility: Visibility | UnsetType = UNSET
    time_zone: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    countries: Countries | UnsetType = UNSET
    states_text: dict[str, Short] | UnsetType = UNSET
    location: Geometry | UnsetType | None = UNSET
    boundary: Geometry | UnsetType | None = UNSET
    boundary_since: date | UnsetType | None = UNSET
    buffer_zone: Geometry | UnsetType | None = UNSET
    buffer_zone_since: date | UnsetType | None = UNSET
    world_heritage_id: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    criteria: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    category: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    inscribed_year: Year | UnsetType | None = UNSET
    in_danger_since: Year | UnsetType | None = UNSET
    area_ha: Decimal | UnsetType | None = UNSET
    description: dict[str, Text] | UnsetType = UNSET
    contacts: Contacts | UnsetType = UNSET
    hazard_regime: HazardRegime | UnsetType = UNSET
    hazard_regime_by: Short | UnsetType = UNSET
    hazard_regime_on: date | UnsetType | None = UNSET
    hazard_regime_source: Text | UnsetType = UNSET
    unknown_after_hours: Annotated[int, Meta(ge=1, le=720)] | UnsetType = UNSET
    mine_action_contact: Short | UnsetType = UNSET
    list_is_complete: bool | UnsetType = UNSET
    publishes_figures: bool | UnsetType = UNSET
    attributes: Attributes | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
    source: Text | UnsetType = UNSET


class MonumentIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    names: Names
    category: MonumentCategory
    category_label: Annotated[str, Meta(max_length=100)] = ""
    parent: UUID | None = None
    sensitivity: Sensitivity = "guarded"
    location: Geometry | None = None
    location_error_m: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    dating: Short = ""
    height_m: Decimal | None = None
    area_m2: Decimal | None = None
    conveys: Annotated[list[str], Meta(max_length=60)] = []
    materials: list[Short] = []
    original_fabric: Short = ""
    movable: bool = False
    whereabouts: Whereabouts = ""
    last_seen: dict[str, Any] | None = None
    inventory_numbers: InventoryNumbers = []
    interpol_no: Annotated[str, Meta(max_length=60)] = ""
    object_id: ObjectId = ObjectId()
    provisional: bool = False
    external_ids: ExternalIds = []
    source: Text = ""


class MonumentPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Names | UnsetType = UNSET
    category: MonumentCategory | UnsetType = UNSET
    category_label: Short | UnsetType = UNSET
    parent: UUID | UnsetType | None = UNSET
    sensitivity: Sensitivity | UnsetType = UNSET
    location: Geometry | UnsetType | None = UNSET
    location_error_m: Annotated[int, Meta(ge=0, le=1_000_000)] | UnsetType | None = UNSET
    dating: Short | UnsetType = UNSET
    height_m: Decimal | UnsetType | None = UNSET
    area_m2: Decimal | UnsetType | None = UNSET
    conveys: Annotated[list[str], Meta(max_length=60)] | UnsetType = UNSET
    materials: list[Short] | UnsetType = UNSET
    original_fabric: Short | UnsetType = UNSET
    movable: bool | UnsetType = UNSET
    whereabouts: Whereabouts | UnsetType = UNSET
    last_seen: dict[str, Any] | UnsetType | None = UNSET
    inventory_numbers: InventoryNumbers | UnsetType = UNSET
    interpol_no: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    object_id: ObjectId | UnsetType = UNSET
    provisional: bool | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
    source: Text | UnsetType = UNSET


class SplitOff(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The new monument that is split off another, with what goes along, and how it is known that they are two."""

    id: UUID
    names: Names
    category: MonumentCategory
    note: Annotated[str, Meta(min_length=1, max_length=20_000)]
    location: Geometry | None = None
    parts: Annotated[list[UUID], Meta(max_length=200)] = []
    reports: Annotated[list[UUID], Meta(max_length=500)] = []


class PartIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    monument: UUID
    names: Names
    kind: Annotated[str, Meta(max_length=60)] = ""
    provisional: bool = False
    external_ids: ExternalIds = []


class HazardRegimeStatement(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who says whether explosive hazards may be present on a site, since when, and where that is written; and after how
    many hours a copy of the safety data counts as unknown, if that changes."""

    regime: HazardRegime
    stated_by: Annotated[str, Meta(min_length=1, max_length=200)]
    stated_on: date
    source: Annotated[str, Meta(min_length=1, max_length=20_000)]
    unknown_after_hours: Annotated[int, Meta(ge=1, le=720)] | None = None


class PartPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Names | UnsetType = UNSET
    kind: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    provisional: bool | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
