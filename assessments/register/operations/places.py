"""Creating and changing sites, monuments and parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.kit import clock, geometry, uncertain_dates
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import FieldMasked, NotFound, invalid_field
from assessments.kit.messages import given
from assessments.kit.names import folded, label, search_text
from assessments.register import policy, vocabulary
from assessments.register.messages import (
    HazardRegimeStatement,
    MonumentIn,
    MonumentPatch,
    PartIn,
    SiteIn,
    SitePatch,
)
from assessments.register.models import ConditionInterval, Monument, Part, Site
from assessments.register.roles import May

DERIVED = frozenset({"west", "south", "east", "north", "sort_key", "search_text"})

SITE_OPEN = frozenset(
    {
        "code", "visibility", "time_zone", "countries", "world_heritage_id", "inscribed_year", "in_danger_since",
        "hazard_regime", "hazard_regime_on", "unknown_after_hours", "list_is_complete", "publishes_figures",
        "parent_id", "attributes", "criteria", "boundary_since", "buffer_zone_since",
    }
)  # fmt: skip
MONUMENT_OPEN = frozenset(
    {
        "site_id", "parent_id", "category", "sensitivity", "height_m", "area_m2", "conveys", "movable", "provisional",
        "split_from_id",
    }
)  # fmt: skip


def named(names: list[Any]) -> dict[str, Any]:
    """The columns of `Named` for a list of names."""
    rows = [msgspec.to_builtins(one) for one in names]
    for index, row in enumerate(rows):
        row.setdefault("kind", "official")
        vocabulary.NAME_KIND.require(row["kind"], f"/names/{index}/kind")
    return {"names": rows, "sort_key": folded(label(rows, "en"))[:300], "search_text": search_text(rows)}


LISTS = {
    "visibility": vocabulary.VISIBILITY,
    "hazard_regime": vocabulary.HAZARD_REGIME,
    "sensitivity": vocabulary.SENSITIVITY,
    "whereabouts": vocabulary.WHEREABOUTS,
}
MAY_BE_EMPTY = frozenset({"whereabouts"})
AS_JSON = ("external_ids", "attributes", "contacts", "object_id", "inventory_numbers")


def cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """Geometry validated and boxed, names keyed, vocabulary checked: for creations and changes alike."""
    for name, terms in LISTS.items():
        if values.get(name) or (name in values and name not in MAY_BE_EMPTY):
            terms.require(values[name], f"/{name}")
    if "names" in values:
        values |= named(values["names"])
    if "location" in values:
        values |= geometry.placed(geometry.validated(values["location"], "/location"))
    for name in ("boundary", "buffer_zone"):
        if values.get(name):
            values[name] = geometry.validated(values[name], f"/{name}", kinds=geometry.AREAS)
    if values.get("time_zone", "UTC") not in available_timezones():
        detail = _("'%(zone)s' is no time zone. Write it as Asia/Damascus.") % {"zone": values["time_zone"]}
        raise invalid_field("/time_zone", "unknown_zone", detail)
    for name in AS_JSON:
        if name in values:
            values[name] = msgspec.to_builtins(values[name])
    _require_measures(values)
    return values


def monument_values(values: dict[str, Any]) -> dict[str, Any]:
    """`cleaned`, with what only monuments have: a kind from the list, and the day on which it was last seen."""
    if "category" in values:
        vocabulary.MONUMENT_CATEGORY.require(values["category"], "/category")
    if "last_seen" in values:
        seen = uncertain_dates.parsed(values["last_seen"], "/last_seen")
        values["last_seen"] = seen.as_json() if values["last_seen"] else {}
    return cleaned(values)


def _require_parent_site(parent_id: UUID | None, site_id: UUID) -> None:
    """Components nest one below another; a site is never below itself. Raises `Invalid`."""
    above = parent_id
    while above is not None:
        if above == site_id:
            raise invalid_field("/parent", "nested", _("A site cannot be a component of itself."))
        row = Site.objects.filter(pk=above).values_list("parent_id").first()
        if row is None:
            raise invalid_field("/parent", "unknown_site", _("No site with this id is on the register."))
        above = row[0]


def _require_measures(values: dict[str, Any]) -> None:
    for name, detail in (("height_m", _("A height is more than 0 metres.")), ("area_m2", _("An area is more than 0."))):
        if values.get(name) is not None and values[name] <= 0:
            raise invalid_field(f"/{name}", "range", detail)
    codes = [one["code"] for one in values.get("attributes", ())]
    if len(set(codes)) != len(codes):
        raise invalid_field("/attributes", "same_code", _("Two attributes have the same code."))


def _require_attributes(codes: Iterable[str], site_id: UUID) -> None:
    """Raises `Invalid` for codes that are not attributes of the site."""
    if not codes:
        return
    site = Site.objects.filter(pk=site_id).first()
    known = {one["code"] for one in site.attributes} if site else set()
    for code in codes:
        if code not in known:
            detail = _("'%(code)s' is no attribute of this site. Known: %(known)s.")
            facts = {"code": code, "known": ", ".join(sorted(known))}
            raise invalid_field("/conveys", "unknown_attribute", detail % facts)


def _with_id_suffix(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Rename references to their columns: `site` to `site_id`."""
    return {f"{name}_id" if name in names else name: value for name, value in values.items()}


def _require_free(values: Mapping[str, Any], site_id: UUID) -> None:
    """Raises `Invalid` for a code or a World Heritage number that another site has."""
    for name, words in (
        ("code", _("Another site has the code '%(value)s'. Give this one another.")),
        (
            "world_heritage_id",
            _("Another site has the World Heritage number '%(value)s'. Open that one, or leave it empty."),
        ),
    ):
        value = values.get(name)
        if value and Site.objects.filter(**{name: value}).exclude(pk=site_id).exists():
            raise invalid_field(f"/{name}", "taken", words % {"value": value})


def create_site(message: SiteIn, *, by: Actor) -> Site:
    """Put a site on the register. Only administrators of all sites."""
    policy.require_administrator(by)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Site, message.id, created_with):
        return found
    values = _with_id_suffix(cleaned(given(message)), "parent")
    _require_parent_site(message.parent, message.id)
    _require_free(values, message.id)
    require_stated(values, clock.today(values["time_zone"]))
    return recorded_changes.create(
        Site, values, by=by, verb="register.site.created", kind="site", site_id=message.id, open_fields=SITE_OPEN,
        created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def change_site(site_id: UUID, message: SitePatch, *, by: Actor, expected_version: int | None) -> Site:
    """Change a site's entry. Raises `NotAMember`, `Stale`."""
    policy.require(by, May.KEEP_REGISTER, site_id)
    site = Site.objects.get(pk=site_id)
    values = _with_id_suffix(cleaned(given(message)), "parent")
    if "parent_id" in values:
        _require_parent_site(values["parent_id"], site_id)
    _require_free(values, site_id)
    if REGIME & values.keys():
        policy.require(by, May.STATE_HAZARD_REGIME, site_id)
        require_stated({name: getattr(site, name) for name in REGIME} | values, site.today)
    return recorded_changes.update(
        site, values, by=by, verb="register.site.changed", kind="site", site_id=site.id,
        open_fields=SITE_OPEN, expected_version=expected_version, hidden=DERIVED,
    )  # fmt: skip


REGIME = frozenset({"hazard_regime", "hazard_regime_by", "hazard_regime_on", "hazard_regime_source"})


def require_stated(values: Mapping[str, Any], today: date) -> None:
    """That no explosive hazards apply is never said without who says so, since when, and where it is written.
    Raises `Invalid` with the field that is missing."""
    stated_on = values["hazard_regime_on"]
    if stated_on and stated_on > today:
        raise invalid_field("/hazard_regime_on", "future", _("This day has not come yet."))
    if values["hazard_regime"] != "not_applicable":
        return
    for name, words in (
        ("hazard_regime_by", _("Say who states it.")),
        ("hazard_regime_on", _("Say on which day it was stated.")),
        ("hazard_regime_source", _("Say where it is written, or who was asked.")),
    ):
        if not values[name]:
            raise invalid_field(f"/{name}", "missing", words)


def state_hazard_regime(
    site_id: UUID, message: HazardRegimeStatement, *, by: Actor, expected_version: int | None = None
) -> Site:
    """State whether explosive hazards may be present on a site. It opens no ground that is closed, suspected or
    confirmed, and a later change of control or fighting makes it doubtful again."""
    policy.require(by, May.STATE_HAZARD_REGIME, site_id)
    vocabulary.HAZARD_REGIME.require(message.regime, "/regime")
    values: dict[str, Any] = {
        "hazard_regime": message.regime, "hazard_regime_by": message.stated_by.strip(),
        "hazard_regime_on": message.stated_on, "hazard_regime_source": message.source.strip(),
    }  # fmt: skip
    if message.unknown_after_hours:
        values["unknown_after_hours"] = message.unknown_after_hours
    site = Site.objects.get(pk=site_id)
    require_stated(values, site.today)
    return recorded_changes.update(
        site, values, by=by, verb="register.hazard_regime.stated", kind="site", site_id=site_id,
        open_fields=SITE_OPEN, expected_version=expected_version,
    )  # fmt: skip


def create_monument(message: MonumentIn, *, by: Actor) -> Monument:
    """Put a monument on the list. A recorder may only propose one, which is kept as provisional."""
    policy.require(by, May.PROPOSE, message.site)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Monument, message.id, created_with):
        return found
    values = _with_id_suffix(monument_values(given(message)), "site", "parent")
    if not policy.may(by, May.KEEP_REGISTER, message.site):
        values["provisional"] = True
    _require_same_site(values.get("parent_id"), message.site)
    _require_attributes(message.conveys, message.site)
    return recorded_changes.create(
        Monument, values, by=by, verb="register.monument.created", kind="monument", site_id=message.site,
        open_fields=MONUMENT_OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def _require_same_site(parent_id: UUID | None, site_id: UUID) -> None:
    if parent_id and not Monument.objects.filter(pk=parent_id, site_id=site_id).exists():
        raise invalid_field("/parent", "other_site", _("The place that holds it must be a monument of the same site."))


def _require_above(parent_id: UUID | None, monument_id: UUID) -> None:
    """Raises `Invalid` when a monument would stand below itself."""
    above = parent_id
    while above is not None:
        if above == monument_id:
            raise invalid_field("/parent", "nested", _("A monument cannot be below itself."))
        above = Monument.objects.filter(pk=above).values_list("parent_id", flat=True).first()


def change_monument(monument_id: UUID, message: MonumentPatch, *, by: Actor, expected_version: int | None) -> Monument:
    """Change a monument's entry. Raises `NotFound`, `NotAMember`, `FieldMasked`, `Stale`."""
    monument = policy.visible_monuments(by).filter(pk=monument_id).first()
    if monument is None:
        raise NotFound
    values = given(message)
    if "location" in values and not policy.is_member(by, monument.site_id) and monument.sensitivity != "open":
        raise FieldMasked
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    values = _with_id_suffix(monument_values(values), "parent")
    _require_same_site(values.get("parent_id"), monument.site_id)
    _require_above(values.get("parent_id"), monument.id)
    _require_attributes(values.get("conveys", ()), monument.site_id)
    return recorded_changes.update(
        monument, values, by=by, verb="register.monument.changed", kind="monument", site_id=monument.site_id,
        open_fields=MONUMENT_OPEN, expected_version=expected_version, hidden=DERIVED,
    )  # fmt: skip


def create_part(message: PartIn, *, by: Actor) -> Part:
    """Add a part to a monument; proposed by a recorder it is provisional."""
    monument = policy.visible_monuments(by).filter(pk=message.monument).first()
    if monument is None:
        raise NotFound
    policy.require(by, May.PROPOSE, monument.site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Part, message.id, created_with):
        return found
    values = _with_id_suffix(cleaned(given(message)), "monument")
    if not policy.may(by, May.KEEP_REGISTER, monument.site_id):
        values["provisional"] = True
    return recorded_changes.create(
        Part, values, by=by, verb="register.part.created", kind="part", site_id=monument.site_id,
        open_fields=frozenset({"monument_id", "provisional"}), created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def replace_condition_intervals(monument_id: UUID, intervals: Iterable[ConditionInterval]) -> None:
    """Replace the damage-state intervals of a monument: derived rows, rebuilt whole, without history of their own."""
    with transaction.atomic():
        # Two verifications of one monument at once: the second waits here, and rebuilds from both.
        Monument.objects.select_for_update(no_key=True).filter(pk=monument_id).values_list("pk").first()
        ConditionInterval.objects.filter(monument_id=monument_id).delete()
        ConditionInterval.objects.bulk_create(intervals)
