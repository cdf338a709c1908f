"""The shapes of what comes in about photographs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.evidence import vocabulary

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
ObtainedFrom = Annotated[str, vocabulary.OBTAINED_FROM.documented]
PhotoRole = Annotated[str, vocabulary.PHOTO_ROLE.documented]
People = Annotated[str, vocabulary.PEOPLE.documented]
Consent = Annotated[str, vocabulary.CONSENT.documented]


class DevicePosition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where the device says it was: a claim beside what the file says."""

    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    error_m: Annotated[float, Meta(ge=0)] | None = None
    at: datetime | None = None


class PhotoIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    sha256: Sha256
    size: Annotated[int, Meta(ge=1)]
    media_type: Annotated[str, Meta(max_length=100)]
    filename: Annotated[str, Meta(min_length=1, max_length=255)]
    monument: UUID | None = None
    site: UUID | None = None
    obtained_from: ObtainedFrom = "camera_file"
    taken_at: datetime | None = None
    device_position: DevicePosition | None = None
    caption: Annotated[str, Meta(max_length=5000)] = ""
    role: PhotoRole = "context"
    people: People = "none"
    consent: Consent = "not_asked"
    flags: list[str] = []
    licence: Annotated[str, Meta(max_length=60)] = ""
    credit: Annotated[str, Meta(max_length=200)] = ""


class PhotoPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    caption: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET
    role: PhotoRole | UnsetType = UNSET
    people: People | UnsetType = UNSET
    consent: Consent | UnsetType = UNSET
    flags: list[str] | UnsetType = UNSET
    licence: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    credit: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET


class Need(msgspec.Struct, forbid_unknown_fields=True):
    sha256: Annotated[list[Sha256], Meta(max_length=1000)]
