"""Request bodies of the register; also the input schemas of the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register import vocabulary

Short = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=20_000)]
Geometry = dict[str, Any]
NameKind = Annotated[str, vocabulary.NAME_KIND.documented]
Visibility = Annotated[str, vocabulary.VISIBILITY.documented]
HazardRegime = Annotated[str, vocabulary.HAZARD_REGIME.documented]
MonumentCategory = Annotated[str, vocabulary.MONUMENT_CATEGORY.documented]
Sensitivity = Annotated[str, vocabulary.SENSITIVITY.documented]
Mechanism = Annotated[str, vocabulary.MECHANISM.documented]
Intent = Annotated[str, vocabulary.INTENT.documented]
HazardStatus = Annotated[str, vocabulary.HAZARD_STATUS.documented]
ClearanceStatus = Annotated[str, vocabulary.CLEARANCE_STATUS.documented]
ClearanceMethod = Annotated[str, vocabulary.CLEARANCE_METHOD.documented]
AccessKind = Annotated[str, vocabulary.ACCESS_CHANGE.documented]
Mandate = Annotated[str, vocabulary.MANDATE.documented]
Whereabouts = Annotated[str, vocabulary.WHEREABOUTS.documented_or_empty]
BlockKind = Annotated[str, vocabulary.BLOCK_KIND.documented_or_empty]
Countries = list[Annotated[str, Meta(pattern="^[A-Z]{2}$")]]
SiteCode = Annotated[str, Meta(pattern=r"^[A-Z0-9\-]{2,20}$")]
Year = Annotated[int, Meta(ge=1972, le=2200)]


class Name(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    text: Annotated[str, Meta(min_length=1, max_length=200)]
    language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    kind: NameKind = "official"
    script: Annotated[str, Meta(max_length=4)] = ""
    source: Short = ""


class ExternalId(msgspec.Struct, forbid_unknown_fields=True):
    scheme: Annotated[str, Meta(min_length=1, max_length=60)]
    value: Annotated[str, Meta(min_length=1, max_length=200)]


Names = Annotated[list[Name], Meta(min_length=1, max_length=40)]
ExternalIds = Annotated[list[ExternalId], Meta(max_length=40)]


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


class HazardZoneIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    location: Geometry
    status: HazardStatus
    surveyed_on: date
    label: Annotated[str, Meta(max_length=120)] = ""
    ordnance: list[Short] = []
    evidence: Text = ""
    imsma_ref: Annotated[str, Meta(max_length=60)] = ""
    source: Text = ""
    external_ids: ExternalIds = []


class SuspiciousObject(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Closes a circle of 100 m at once; open to every member. Without `site`: the site of one's own that is nearest.
    `seen_at` is when the person was there, for what could be sent only later."""

    id: UUID
    site: UUID | None = None
    seen_at: Annotated[datetime, Meta(tz=True)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    note: Text = ""


class ClearanceIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    location: Geometry
    status: ClearanceStatus
    certificate_no: Annotated[str, Meta(min_length=1, max_length=60)]
    operator: Annotated[str, Meta(min_length=1, max_length=200)]
    authority: Annotated[str, Meta(min_length=1, max_length=200)]
    issued_on: date
    depth_cm: Annotated[int, Meta(ge=1, le=2000)] | None = None
    valid_until: date | None = None
    method: ClearanceMethod | None = None
    task_no: Annotated[str, Meta(max_length=60)] = ""
    area_m2: Decimal | None = None
    certificate: UUID | None = None
    restrictions: Text = ""
    source: Text = ""
    external_ids: ExternalIds = []


class ClearancePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the certificate says of the ground cannot change under a second signature: changing any of it takes the
    confirmation back."""

    location: Geometry | UnsetType = UNSET
    status: ClearanceStatus | UnsetType = UNSET
    certificate_no: Annotated[str, Meta(min_length=1, max_length=60)] | UnsetType = UNSET
    operator: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    authority: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    issued_on: date | UnsetType = UNSET
    depth_cm: Annotated[int, Meta(ge=1, le=2000)] | UnsetType | None = UNSET
    valid_until: date | UnsetType | None = UNSET
    method: ClearanceMethod | UnsetType | None = UNSET
    task_no: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    area_m2: Decimal | UnsetType | None = UNSET
    certificate: UUID | UnsetType | None = UNSET
    restrictions: Text | UnsetType = UNSET
    source: Text | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class Because(msgspec.Struct, forbid_unknown_fields=True):
    """The reason of a withdrawal."""

    note: Annotated[str, Meta(min_length=1, max_length=20_000)]


class HazardRegimeStatement(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who says whether explosive hazards may be present on a site, since when, and where that is written; and after how
    many hours a copy of the safety data counts as unknown, if that changes."""

    regime: HazardRegime
    stated_by: Annotated[str, Meta(min_length=1, max_length=200)]
    stated_on: date
    source: Annotated[str, Meta(min_length=1, max_length=20_000)]
    unknown_after_hours: Annotated[int, Meta(ge=1, le=720)] | None = None


class EntryPermitIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Leave to enter unknown ground: the mine action authority's written reference, a named escort, one day, one
    polygon. Suspected and confirmed ground has none."""

    id: UUID
    site: UUID
    location: Geometry
    day: date
    reference: Annotated[str, Meta(min_length=1, max_length=120)]
    authority: Annotated[str, Meta(min_length=1, max_length=200)]
    escort: Annotated[str, Meta(min_length=1, max_length=200)]
    note: Text = ""
    source: Text = ""
    external_ids: ExternalIds = []


class AccessChangeIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    kind: AccessKind
    happened: dict[str, Any]
    location: Geometry | None = None
    note: Text = ""
    source: Text = ""
    external_ids: ExternalIds = []


class AuthorityIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    names: Names
    mandate: Mandate
    territory: Short = ""
    first_day: date | None = None
    last_day: date | None = None
    sites: list[UUID] = []
    external_ids: ExternalIds = []


class StatementIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    who: Annotated[str, Meta(min_length=1, max_length=200)]
    said_on: date
    about: Annotated[str, Meta(max_length=40)]
    words: Annotated[str, Meta(min_length=1, max_length=20_000)]
    source: Annotated[str, Meta(min_length=1, max_length=20_000)]
    office: Short = ""
    language: Annotated[str, Meta(max_length=12)] = "en"
    translations: dict[str, Text] = {}
    is_preliminary: bool = False
    figure: Annotated[str, Meta(max_length=40)] = ""
    difference: dict[str, Text] = {}
    external_ids: ExternalIds = []


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


class OrganisationIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    names: Names
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")] = ""
    external_ids: ExternalIds = []


class OrganisationPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Names | UnsetType = UNSET
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class Confirm(msgspec.Struct, forbid_unknown_fields=True):
    note: Text = ""


class Reveal(msgspec.Struct, forbid_unknown_fields=True):
    site: UUID
    because: Text


class PartPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Names | UnsetType = UNSET
    kind: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    provisional: bool | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


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


class HazardZonePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`closed_on` ends a zone. That opens nothing: outside every zone and clearance a place is unknown."""

    location: Geometry | UnsetType = UNSET
    status: HazardStatus | UnsetType = UNSET
    surveyed_on: date | UnsetType = UNSET
    closed_on: date | UnsetType | None = UNSET
    label: Annotated[str, Meta(max_length=120)] | UnsetType = UNSET
    ordnance: list[Short] | UnsetType = UNSET
    evidence: Text | UnsetType = UNSET
    imsma_ref: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    source: Text | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class AuthorityPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Names | UnsetType = UNSET
    mandate: Mandate | UnsetType = UNSET
    territory: Short | UnsetType = UNSET
    first_day: date | UnsetType | None = UNSET
    last_day: date | UnsetType | None = UNSET
    sites: list[UUID] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class StatementPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was said cannot be changed; its source, its translations and why our figure differs can."""

    translations: dict[str, Text] | UnsetType = UNSET
    source: Annotated[str, Meta(min_length=1, max_length=20_000)] | UnsetType = UNSET
    difference: dict[str, Text] | UnsetType = UNSET
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
