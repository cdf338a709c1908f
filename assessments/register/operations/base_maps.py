"""Choosing the base maps of this installation; its administrators do."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.kit import resources, tile_files
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.register import policy, vocabulary
from assessments.register.messages import BaseMapIn, BaseMapPatch
from assessments.register.models import BaseMap

OPEN = frozenset({"kind", "address", "layers", "attribution", "min_zoom", "max_zoom", "place_in_list", "is_shown"})
OF_WMTS = {"{TileMatrix}": "{z}", "{TileCol}": "{x}", "{TileRow}": "{y}"}
"""How a WMTS writes what the addresses of tiles call otherwise."""
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?$")
"""Hosts as they may stand in a content security policy."""


def record_base_map(message: BaseMapIn, *, by: Actor) -> BaseMap:
    """Offer a base map on the map. Raises `NotAMember`, `Invalid`."""
    policy.require_administrator(by)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(BaseMap, message.id, created_with):
        return found
    values = _as_columns(given(message))
    _require_whole(BaseMap(**values))
    return recorded_changes.create(
        BaseMap, values, by=by, verb="register.base_map.recorded", kind="base_map", site_id=None, open_fields=OPEN,
        created_with=created_with,
    )  # fmt: skip


def change_base_map(id: UUID, message: BaseMapPatch, *, by: Actor, expected_version: int | None) -> BaseMap:
    """Correct a base map, or offer it no longer. Raises `NotFound`, `NotAMember`, `Invalid`, `Stale`."""
    policy.require_administrator(by)
    row: BaseMap = resources.get_visible(BaseMap.objects.all(), id)
    values = _as_columns(given(message))
    _require_whole(BaseMap(**{one: values.get(one, getattr(row, one)) for one in ("title", *OPEN)}))
    return recorded_changes.update(
        row, values, by=by, verb="register.base_map.changed", kind="base_map", site_id=None, open_fields=OPEN,
        expected_version=expected_version,
    )  # fmt: skip


def _as_columns(values: dict[str, Any]) -> dict[str, Any]:
    if "title" in values:
        values["title"] = {language: text.strip() for language, text in values["title"].items() if text.strip()}
    if "address" in values:
        for theirs, ours in OF_WMTS.items():
            values["address"] = values["address"].replace(theirs, ours)
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values


def _require_whole(one: BaseMap) -> None:
    vocabulary.BASE_MAP.require(one.kind, "/kind")
    if not one.title:
        raise invalid_field("/title", "required", _("Give it a name."))
    if one.min_zoom > one.max_zoom:
        raise invalid_field("/max_zoom", "span", _("The largest zoom is not below the smallest."))
    if one.kind == "file":
        _require_file(one.address)
        return
    parts = urlsplit(one.address)
    if parts.scheme not in ("https", "http") or not HOST.match(parts.netloc):
        raise invalid_field(
            "/address", "address", _("Write the whole address of the service, with https:// before it.")
        )
    if one.kind == "tiles" and not all(mark in one.address for mark in ("{z}", "{x}", "{y}")):
        detail = _("The address of tiles has {z}, {x} and {y} where their numbers go: https://…/{z}/{x}/{y}.png")
        raise invalid_field("/address", "address", detail)
    if one.kind == "wms" and not one.layers:
        raise invalid_field("/layers", "required", _("Name the layers of the WMS, as its capabilities do."))


def _require_file(name: str) -> None:
    try:
        tile_files.is_vector(name)
    except OSError as failure:
        detail = _("No file of tiles '%(name)s' can be read in the folder of maps (%(why)s).")
        raise invalid_field("/address", "file", detail % {"name": name, "why": failure}) from None
