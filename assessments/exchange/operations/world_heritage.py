"""Import of the World Heritage List: atomic, idempotent, with a history entry for each site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.exchange import world_heritage
from assessments.exchange.errors import FileUnreadable
from assessments.exchange.operations.outcome import Imported, require_rows
from assessments.exchange.table_reading import NotATable
from assessments.exchange.world_heritage import Property
from assessments.kit import clock, geometry, ids
from assessments.kit.actor import Actor
from assessments.kit.names import folded, search_text
from assessments.register import policy
from assessments.register.models import Site

OPEN = frozenset(
    {"code", "world_heritage_id", "inscribed_year", "in_danger_since", "countries", "criteria", "area_ha", "category"}
)
SOURCE = "UNESCO World Heritage List"
WRITTEN = (
    "names", "sort_key", "search_text", "location", "west", "south", "east", "north", "states_text", "countries",
    "criteria", "category", "inscribed_year", "in_danger_since", "area_ha", "description",
)  # fmt: skip


def import_world_heritage(
    data: bytes,
    *,
    by: Actor,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Imported:
    """Import the World Heritage List. Existing sites are matched by their number; texts edited by people are kept.

    Raises `FileUnreadable` when it is no such list, and `RowsUnreadable` when it has bad rows and `skip_bad_rows` is
    not set; in both cases nothing is changed.
    """
    policy.require_administrator(by)
    try:
        reading = world_heritage.read(data)
    except NotATable as failure:
        raise FileUnreadable(f"{failure} Nothing was changed.") from None
    require_rows(reading.bad, skip_bad_rows or dry_run)
    with transaction.atomic():
        found = _write(reading.properties, by, progress)
        found.bad = reading.bad
        if dry_run:
            transaction.set_rollback(True)
    return found


def _columns(one: Property, before: Site | None) -> dict[str, Any]:
    names = [{"text": text, "language": language, "kind": "official", "source": SOURCE} for language, text in one.names]
    kept = [name for name in before.names if name.get("source") != SOURCE] if before else []
    known = {(name["language"], name["text"]) for name in kept}
    names = [name for name in names if (name["language"], name["text"]) not in known] + kept
    return {
        "names": names, "sort_key": folded(str(names[0]["text"]))[:300], "search_text": search_text(names),
        **geometry.placed(geometry.point(one.longitude, one.latitude)), "states_text": one.states,
        "countries": list(one.countries), "criteria": one.criteria[:40], "category": one.category[:20],
        "inscribed_year": one.inscribed_year, "in_danger_since": one.in_danger_since, "area_ha": one.area_ha,
        "description": one.descriptions,
    }  # fmt: skip


def _write(properties: list[Property], by: Actor, progress: Callable[[int, int], None]) -> Imported:
    """One query to find what is there, set-based writes, one history entry a site."""
    found = Imported()
    numbers = [one.number for one in properties]
    present = {site.world_heritage_id: site for site in Site.objects.filter(world_heritage_id__in=numbers)}
    taken = set(Site.objects.values_list("code", flat=True))
    new: list[Site] = []
    changed: list[Site] = []
    entries: list[Entry] = []
    for index, one in enumerate(properties, 1):
        before = present.get(one.number)
        columns = _columns(one, before)
        if before is None:
            site = Site(
                id=ids.uuid7(), code=_code(one.number, taken), world_heritage_id=one.number, source=SOURCE, **columns
            )
            new.append(site)
            entries.append(_entry(site.id, columns | {"code": site.code, "world_heritage_id": one.number}, {}))
        elif differing := {name: columns[name] for name in WRITTEN if getattr(before, name) != columns[name]}:
            entries.append(_entry(before.id, differing, {name: getattr(before, name) for name in differing}))
            _apply(before, differing)
            changed.append(before)
        else:
            found.unchanged += 1
        progress(index, len(properties))
    Site.objects.bulk_create(new, batch_size=500)
    Site.objects.bulk_update(changed, [*WRITTEN, "version", "updated_at"], batch_size=500)
    audit.record_many(entries, by=by)
    found.created, found.changed = len(new), len(changed)
    return found


def _apply(site: Site, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(site, name, value)
    site.version += 1
    site.updated_at = clock.now()


def _entry(site_id: UUID, after: dict[str, Any], before: dict[str, Any]) -> Entry:
    hidden = {"west", "south", "east", "north", "sort_key", "search_text"}
    changes = {name: (before.get(name), value) for name, value in after.items() if name not in hidden}
    return Entry("register.site.imported", Subject("site", site_id, site_id), changes, OPEN)


def _code(number: str, taken: set[str]) -> str:
    """`WH23`: three-letter codes would collide; an administrator may set a better one."""
    code = f"WH{number.upper()}"[:20]
    if code in taken:
        raise FileUnreadable(f"The code {code} belongs to another site already. Nothing was changed.")
    taken.add(code)
    return code
