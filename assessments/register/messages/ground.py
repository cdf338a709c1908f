"""Hazard zones, clearances, permits, changes of access."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register import vocabulary
from assessments.register.messages.shapes import ExternalIds, Geometry, Short, Text

HazardStatus = Annotated[str, vocabulary.HAZARD_STATUS.documented]

ClearanceStatus = Annotated[str, vocabulary.CLEARANCE_STATUS.documented]

ClearanceMethod = Annotated[str, vocabulary.CLEARANCE_METHOD.documented]

AccessKind = Annotated[str, vocabulary.ACCESS_CHANGE.documented]


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
