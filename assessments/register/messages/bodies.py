"""Authorities, organisations, and what others stated."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register import vocabulary
from assessments.register.messages.shapes import ExternalIds, Names, Short, Text

Mandate = Annotated[str, vocabulary.MANDATE.documented]
AuthorityLevel = Annotated[str, vocabulary.AUTHORITY_LEVEL.documented]
"""Its place in the review of plans; empty for a body that has none, or that may write for several."""


class AuthorityIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    names: Names
    mandate: Mandate
    level: AuthorityLevel = ""
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
    attributed_to: dict[str, Annotated[str, Meta(max_length=400)]] = {}
    is_preliminary: bool = False
    figure: Annotated[str, Meta(max_length=40)] = ""
    difference: dict[str, Text] = {}
    external_ids: ExternalIds = []


class OrganisationIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    names: Names
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")] = ""
    external_ids: ExternalIds = []


class OrganisationPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Names | UnsetType = UNSET
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class AuthorityPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Names | UnsetType = UNSET
    mandate: Mandate | UnsetType = UNSET
    level: AuthorityLevel | UnsetType = UNSET
    territory: Short | UnsetType = UNSET
    first_day: date | UnsetType | None = UNSET
    last_day: date | UnsetType | None = UNSET
    sites: list[UUID] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class StatementPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was said cannot be changed; its source, its translations and why our figure differs can."""

    translations: dict[str, Text] | UnsetType = UNSET
    attributed_to: dict[str, Annotated[str, Meta(max_length=400)]] | UnsetType = UNSET
    source: Annotated[str, Meta(min_length=1, max_length=20_000)] | UnsetType = UNSET
    difference: dict[str, Text] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
