"""Features of site plans, and base maps."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register import vocabulary
from assessments.register.messages.shapes import ExternalIds

Title = dict[str, Annotated[str, Meta(max_length=200)]]
Kind = Annotated[str, vocabulary.SITE_FEATURE.documented]
Source = Annotated[str, Meta(min_length=1, max_length=20_000)]


class SiteFeatureIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`location` is a GeoJSON line or area in WGS 84. `is_open`: readers outside the team see it too."""

    id: UUID
    site: UUID
    kind: Kind
    location: dict[str, Any]
    source: Source
    title: Title = {}
    is_open: bool = False
    is_shown: bool = True
    external_ids: ExternalIds = []


class SiteFeaturePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    kind: Kind | UnsetType = UNSET
    location: dict[str, Any] | UnsetType = UNSET
    source: Source | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    is_open: bool | UnsetType = UNSET
    is_shown: bool | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


BaseMapKind = Annotated[str, vocabulary.BASE_MAP.documented]
Address = Annotated[str, Meta(min_length=1, max_length=500)]
Attribution = Annotated[str, Meta(min_length=1, max_length=300)]
Zoom = Annotated[int, Meta(ge=0, le=24)]


class BaseMapIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`address`: of a `file` its name in the folder of maps (`.pmtiles`, `.mbtiles`); of `tiles` an address with {z},
    {x} and {y}; of a `wms` its address, beside `layers`. Zooms are those of the web's square tiles."""

    id: UUID
    title: Title
    kind: BaseMapKind
    address: Address
    attribution: Attribution
    layers: Annotated[str, Meta(max_length=200)] = ""
    min_zoom: Zoom = 0
    max_zoom: Zoom = 19
    place_in_list: Annotated[int, Meta(ge=0, le=1000)] = 0
    is_shown: bool = True
    external_ids: ExternalIds = []


class BaseMapPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    title: Title | UnsetType = UNSET
    kind: BaseMapKind | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    attribution: Attribution | UnsetType = UNSET
    layers: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    min_zoom: Zoom | UnsetType = UNSET
    max_zoom: Zoom | UnsetType = UNSET
    place_in_list: Annotated[int, Meta(ge=0, le=1000)] | UnsetType = UNSET
    is_shown: bool | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
