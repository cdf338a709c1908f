"""How sites, monuments and what belongs to them are told: by the API, in the feed of field clients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from assessments.kit.actor import Actor
from assessments.kit.feeds import Feed
from assessments.kit.resources import Resource
from assessments.register import ground, policy, queries
from assessments.register.models import (
    AccessChange,
    Authority,
    Block,
    Clearance,
    EntryPermit,
    HazardZone,
    Incident,
    Location,
    Part,
    Site,
    SiteFeature,
    Statement,
    Visit,
)
from assessments.register.roles import May
from assessments.register.vocabulary import MONUMENT_CATEGORY


class SiteOut(msgspec.Struct, kw_only=True):
    id: UUID
    code: str
    label: str
    names: list[dict[str, Any]]
    parent: UUID | None
    visibility: str
    time_zone: str
    countries: list[str]
    states_text: dict[str, str]
    world_heritage_id: str
    criteria: str
    category: str
    inscribed_year: int | None
    in_danger_since: int | None
    area_ha: Decimal | None
    location: dict[str, Any] | None
    boundary: dict[str, Any] | None
    boundary_since: date | None
    buffer_zone: dict[str, Any] | None
    buffer_zone_since: date | None
    description: dict[str, str]
    contacts: list[dict[str, str]]
    hazard_regime: str
    hazard_regime_by: str
    hazard_regime_on: date | None
    hazard_regime_source: str
    unknown_after_hours: int
    mine_action_contact: str
    list_is_complete: bool
    publishes_figures: bool
    attributes: list[dict[str, Any]]
    source: str
    external_ids: list[dict[str, str]]
    version: int
    created_at: datetime
    updated_at: datetime


class MonumentOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    parent: UUID | None
    label: str
    names: list[dict[str, Any]]
    category: str
    category_label: str
    sensitivity: str
    masked: bool
    location: dict[str, Any] | None
    location_error_m: int | None
    dating: str
    height_m: Decimal | None
    area_m2: Decimal | None
    conveys: list[str]
    materials: list[str]
    original_fabric: str
    movable: bool
    whereabouts: str
    last_seen: dict[str, Any] | None
    inventory_numbers: list[dict[str, str]]
    interpol_no: str
    object_id: dict[str, str]
    source: str
    provisional: bool
    split_from: UUID | None
    merged_into: UUID | None
    external_ids: list[dict[str, str]]
    version: int
    created_at: datetime
    updated_at: datetime


def site_out(actor: Actor, one: Site) -> SiteOut:
    """A site; its contacts are for its team only."""
    kept = {name: getattr(one, name) for name in SiteOut.__struct_fields__ if name not in ("parent", "contacts")}
    contacts = one.contacts if policy.may(actor, May.SEE_TEAM_ONLY, one.id) else []
    return SiteOut(**kept, parent=one.parent_id, contacts=contacts)


def monument_out(one: Any) -> MonumentOut:
    """A monument from `queries.masked_monuments`: only what this reader may see of it."""
    masked = bool(one.is_masked)
    hidden: dict[str, Any] = {
        "dating": "", "height_m": None, "area_m2": None, "conveys": [], "materials": [], "original_fabric": "",
        "last_seen": None, "inventory_numbers": [], "interpol_no": "", "object_id": {}, "source": "",
        "external_ids": [],
    }  # fmt: skip
    own = hidden if masked else {name: getattr(one, name) for name in hidden}
    return MonumentOut(
        id=one.id, site=one.site_id, parent=one.parent_id, label=queries.display_label(one), names=one.display_names,
        category=one.category, category_label=one.category_label or MONUMENT_CATEGORY.label(one.category),
        sensitivity=one.sensitivity, masked=masked, location=one.display_location,
        location_error_m=None if one.display_location != one.location else one.location_error_m, movable=one.movable,
        whereabouts=one.whereabouts, provisional=one.provisional, split_from=one.split_from_id,
        merged_into=one.merged_into_id, version=one.version, created_at=one.created_at, updated_at=one.updated_at,
        **own | {"last_seen": own["last_seen"] or None},
    )  # fmt: skip


class ResourceOut(msgspec.Struct, kw_only=True):
    """Common response of the smaller resources: their own columns under `data`."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    external_ids: list[dict[str, str]]
    data: dict[str, Any]


HIDDEN = {"id", "version", "created_at", "updated_at", "external_ids", "created_with", "west", "south", "east", "north",
          "box", "sort_key", "search_text"}  # fmt: skip


ORDNANCE = {"ordnance", "evidence", "imsma_ref"}


WRITTEN_AS = {HazardZone: {"label_text": "label"}, Location: {"last_day": "until"}}
"""Columns that are read under the name by which they are written."""


def resource_out(row: Resource, *, without: set[str] = frozenset()) -> ResourceOut:  # type: ignore[assignment]
    data, written_as = {}, WRITTEN_AS.get(type(row), {})
    for column in row._meta.concrete_fields:
        if column.name not in HIDDEN and column.name not in without:
            data[written_as.get(column.name, column.name)] = getattr(row, column.attname)
    if isinstance(row, (Part, Authority)):
        data["label"] = row.label
    if isinstance(row, Visit):
        data["team"] = [{"person": one.user_id, "role": one.role} for one in row.members.all()]
    if isinstance(row, (Incident, Authority)):
        name = "monuments" if isinstance(row, Incident) else "sites"
        data[name] = [one.pk for one in getattr(row, name).all()]
    return ResourceOut(
        id=row.id, version=row.version, created_at=row.created_at, updated_at=row.updated_at,
        external_ids=row.external_ids, data=data,
    )  # fmt: skip


def resource_for(actor: Actor, row: Resource) -> ResourceOut:
    """One of the smaller resources, without what this reader may not know of it."""
    hide: set[str] = set()
    if isinstance(row, HazardZone) and not ground.may_see_ordnance(actor, row.site_id):
        hide = ORDNANCE
    if isinstance(row, Location) and queries.is_withheld(actor, row, row.monument.site_id):
        hide = set(queries.WITHHELD)
    return resource_out(row, without=hide)


def _resources(
    kind: str, model: type[Resource], *related: str, path: str = "site_id", prefetch: tuple[str, ...] = (),
    has_age: bool = False,
) -> Feed:  # fmt: skip
    """The feed of one of the smaller resources, which a site's members see."""

    def rows(actor: Actor) -> QuerySet[Any]:
        found = model._default_manager.filter(policy.member_rows(actor, path)).prefetch_related(*prefetch)
        return found.select_related(*related) if related else found

    def tell(actor: Actor, found: Sequence[Any]) -> list[Any]:
        return [resource_for(actor, one) for one in found]

    return Feed(kind, rows, tell, path, has_age)


OF_MONUMENT = "monument__site_id"
GROUND_FEEDS = (
    _resources("hazard_zone", HazardZone),
    _resources("clearance", Clearance),
    _resources("entry_permit", EntryPermit),
    _resources("access_change", AccessChange),
)
FEEDS = (
    Feed("site", policy.visible_sites, lambda actor, rows: [site_out(actor, one) for one in rows], "id"),
    Feed(
        "monument", queries.masked_monuments, lambda _actor, rows: [monument_out(one) for one in rows],
        merged_into=lambda one: one.merged_into_id,
    ),
    _resources("part", Part, path=OF_MONUMENT),
    _resources("block", Block, path=OF_MONUMENT),
    _resources("location", Location, "monument", path=OF_MONUMENT),
    _resources("visit", Visit, prefetch=("members",), has_age=True),
    _resources("incident", Incident, prefetch=("monuments",), has_age=True),
    _resources("statement", Statement, has_age=True),
    _resources("site_feature", SiteFeature),
)  # fmt: skip
