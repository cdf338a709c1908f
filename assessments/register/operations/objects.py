"""Where movable objects were, and the fallen blocks of a monument."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.kit import geometry, resources, uncertain_dates
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.messages import given
from assessments.register import policy, vocabulary
from assessments.register.messages import BlockIn, BlockPatch, LocationIn, LocationPatch
from assessments.register.models import Block, Location, Monument, Part, StoredFile
from assessments.register.operations.places import DERIVED
from assessments.register.roles import May

LOCATION_OPEN = frozenset({"monument_id", "is_restricted", "first_day", "last_day"})
BLOCK_OPEN = frozenset({"monument_id", "number", "kind", "part_id", "found_on", "stored_on"})
MEASURES = ("length_m", "width_m", "height_m", "weight_kg")


def _monument(by: Actor, id: UUID) -> Monument:
    found = policy.visible_monuments(by).filter(pk=id).first()
    if found is None:
        raise NotFound
    return found


# Locations of movable objects


def record_location(message: LocationIn, *, by: Actor) -> Location:
    """Record where a movable object was from a day on."""
    monument = _monument(by, message.monument)
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    if not monument.movable:
        raise invalid_field("/monument", "not_movable", _("Only things marked as movable have locations over time."))
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Location, message.id, created_with):
        return found
    values = _location_values(given(message), monument.site_id)
    values["monument_id"] = values.pop("monument")
    return recorded_changes.create(
        Location, values, by=by, verb="register.location.recorded", kind="location", site_id=monument.site_id,
        open_fields=LOCATION_OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def change_location(id: UUID, message: LocationPatch, *, by: Actor, expected_version: int | None) -> Location:
    """Record until when an object was there, or correct where it was. Raises `NotFound`, `NotAMember`, `Stale`."""
    rows = Location.objects.filter(policy.member_rows(by, "monument__site_id")).select_related("monument")
    row: Location = resources.get_visible(rows, id)
    site_id = row.monument.site_id
    policy.require(by, May.KEEP_REGISTER, site_id)
    values = _location_values(given(message), site_id, row)
    return recorded_changes.update(
        row, values, by=by, verb="register.location.changed", kind="location", site_id=site_id,
        open_fields=LOCATION_OPEN, expected_version=expected_version, hidden=DERIVED,
    )  # fmt: skip


def _location_values(values: dict[str, Any], site_id: UUID, row: Location | None = None) -> dict[str, Any]:
    """The columns of a location; `row` is what it was before a change."""
    if "since" in values:
        since = uncertain_dates.parsed(values["since"], "/since")
        values |= {"since": since.as_json(), "first_day": since.first or since.last}
    if "until" in values:
        values["last_day"] = values.pop("until")
    first = values.get("first_day", row.first_day if row else None)
    last = values.get("last_day", row.last_day if row else None)
    if first and last and last < first:
        raise invalid_field("/until", "span", _("The last day lies before the first. Write the earlier one first."))
    if "document" in values:
        values["document_id"] = values.pop("document")
        if values["document_id"] and not StoredFile.objects.filter(pk=values["document_id"], site_id=site_id).exists():
            raise invalid_field(
                "/document", "other_site", _("The document must be one of the same site. Send it to this site first.")
            )
    return _placed(values)


def _placed(values: dict[str, Any]) -> dict[str, Any]:
    if "location" in values:
        values |= geometry.placed(geometry.validated(values["location"], "/location"))
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values


# Fallen blocks


def record_block(message: BlockIn, *, by: Actor) -> Block:
    """Record a fallen block under its number. Who records reports may record blocks.

    Raises `NotFound`, `NotAMember`, `Invalid` for a part that belongs elsewhere or a number that is taken."""
    monument = _monument(by, message.monument)
    policy.require(by, May.PROPOSE, monument.site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Block, message.id, created_with):
        return found
    values = _block_values(given(message), monument)
    values["monument_id"] = values.pop("monument")
    return recorded_changes.create(
        Block, values, by=by, verb="register.block.recorded", kind="block", site_id=monument.site_id,
        open_fields=BLOCK_OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def change_block(id: UUID, message: BlockPatch, *, by: Actor, expected_version: int | None) -> Block:
    """Match a block to its part, record where it is stored, correct what was written of it."""
    rows = Block.objects.filter(policy.member_rows(by, "monument__site_id")).select_related("monument__site")
    row: Block = resources.get_visible(rows, id)
    policy.require(by, May.PROPOSE, row.monument.site_id)
    values = _block_values(given(message), row.monument, row)
    return recorded_changes.update(
        row, values, by=by, verb="register.block.changed", kind="block", site_id=row.monument.site_id,
        open_fields=BLOCK_OPEN, expected_version=expected_version, hidden=DERIVED,
    )  # fmt: skip


def _block_values(values: dict[str, Any], monument: Monument, row: Block | None = None) -> dict[str, Any]:
    """The columns of a block; `row` is what it was before a change."""
    if values.get("kind"):
        vocabulary.BLOCK_KIND.require(values["kind"], "/kind")
    _require_free_number(values.get("number"), monument, row)
    if "part" in values:
        values["part_id"] = values.pop("part")
        if values["part_id"] and not Part.objects.filter(pk=values["part_id"], monument=monument).exists():
            raise invalid_field(
                "/part",
                "other_monument",
                _("A block belongs to a part of the same monument. Choose one of those, or leave it empty."),
            )
    for name in MEASURES:
        if values.get(name) is not None and values[name] <= 0:
            raise invalid_field(
                f"/{name}", "range", _("A measure is more than 0. Leave it empty where nothing was measured.")
            )
    for name in ("found_on", "stored_on"):
        if values.get(name) and values[name] > monument.site.today:
            raise invalid_field(
                f"/{name}", "future", _("This day has not come yet. Write the day on which it was done.")
            )
    stored_on = values.get("stored_on", row.stored_on if row else None)
    if stored_on and not values.get("store", row.store if row else ""):
        raise invalid_field("/store", "missing", _("Say where it is stored."))
    return _placed(values)


def _require_free_number(number: str | None, monument: Monument, row: Block | None) -> None:
    if number is None:
        return
    taken = Block.objects.filter(monument=monument, number=number).exclude(pk=row.pk if row else None)
    if taken.exists():
        detail = _("Block %(number)s of this monument is recorded already. A number is given once.")
        raise invalid_field("/number", "taken", detail % {"number": number})
