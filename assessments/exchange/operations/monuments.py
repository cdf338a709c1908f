"""Import of the monuments of a site from CSV or GeoJSON: with a dry run, and atomic.

A monument is matched by its id, its external id, or, where neither is given, by a name that only one monument of the
site has. Values missing in the file are left unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.exchange import monument_rows
from assessments.exchange.errors import FileUnreadable
from assessments.exchange.monument_rows import MonumentRow
from assessments.exchange.operations.outcome import Imported, Outcome, require_rows
from assessments.exchange.table_reading import BadRow, NotATable
from assessments.kit import bulk, clock, geometry, ids
from assessments.kit.actor import Actor
from assessments.kit.errors import refused_by_database
from assessments.kit.names import folded, label, search_text
from assessments.register import policy
from assessments.register.models import Monument, Site
from assessments.register.operations.places import DERIVED, MONUMENT_OPEN
from assessments.register.roles import May

FAR_M = 50_000.0
"""Monuments farther than this from their site get a remark. Some are right (the Lion of Al-Lat was in Damascus), most
are typing errors."""
MAX_COLUMN = {"height_m": 10**5, "area_m2": 10**11}


def import_monuments(
    data: bytes, site: Site, *, by: Actor, source: str, dry_run: bool = False, skip_bad_rows: bool = False
) -> Imported:
    """Import monuments. Raises `NotAMember`, `FileUnreadable` when the file is no table of monuments, and
    `RowsUnreadable` when it has bad rows and `skip_bad_rows` is not set; in each case nothing is changed."""
    policy.require(by, May.KEEP_REGISTER, site.id)
    try:
        reading = monument_rows.read(data)
    except NotATable as failure:
        raise FileUnreadable(str(failure)) from None
    with transaction.atomic():
        plan = _Plan(site, source)
        plan.load()
        for row in reading.rows:
            plan.judge(row)
        plan.settle_parents()
        found = Imported(len(plan.new), len(plan.changed), plan.unchanged, sorted(reading.bad + plan.bad, key=_line))
        found.rows = plan.outcomes
        require_rows(found.bad, skip_bad_rows or dry_run)
        plan.write(by)
        if dry_run:
            transaction.set_rollback(True)
    return found


def _line(one: BadRow) -> int:
    return one.line


@dataclass
class _Plan:
    """The changes that a file makes to a site, computed before anything is written."""

    site: Site
    source: str
    new: list[Monument] = field(default_factory=list)
    changed: list[Monument] = field(default_factory=list)
    unchanged: int = 0
    bad: list[BadRow] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    by_id: dict[UUID, Monument] = field(default_factory=dict)
    by_external: dict[tuple[str, str], Monument] = field(default_factory=dict)
    by_name: dict[str, list[Monument]] = field(default_factory=dict)
    waiting: list[tuple[MonumentRow, Monument]] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)

    def load(self) -> None:
        rows = Monument.objects.filter(site=self.site, merged_into__isnull=True)
        for one in rows.select_for_update(no_key=True, of=("self",)):
            self._know(one)

    def _know(self, one: Monument) -> None:
        self.by_id[one.id] = one
        for pair in one.external_ids:
            self.by_external[(pair["scheme"], pair["value"])] = one
        for name in {folded(str(name["text"])) for name in one.names}:
            self.by_name.setdefault(name, []).append(one)

    def judge(self, row: MonumentRow) -> None:
        if row.id and row.id not in self.by_id and Monument.objects.filter(pk=row.id).exists():
            return self._refuse(row, "id", "this id belongs to a monument of another site, or to one merged away")
        before, why_not = self._match(row)
        if why_not:
            return self._refuse(row, "name_en", why_not)
        if before is not None and before.id in self.seen:
            return self._refuse(row, "", "an earlier row of the file is about the same monument")
        if wrong := self._wrong(row, before):
            return self._refuse(row, *wrong)
        one = self._create(row) if before is None else self._change(row, before)
        self.seen.add(one.id)
        if row.parent:
            self.waiting.append((row, one))
        return None

    def _refuse(self, row: MonumentRow, column: str, reason: str) -> None:
        self.bad.append(BadRow(row.line, reason, column))

    def _match(self, row: MonumentRow) -> tuple[Monument | None, str]:
        if row.id:
            return self.by_id.get(row.id), ""
        if row.external_id:
            found = self.by_external.get((row.external_id["scheme"], row.external_id["value"]))
            if found is not None:
                return found, ""
        named = {one.id: one for name in row.names for one in self.by_name.get(folded(name["text"]), [])}
        if len(named) > 1:
            return None, "several monuments bear this name: give an id or an external id"
        (found,) = named.values() if named else (None,)
        if found is not None and row.external_id and self._bears_another(found, row.external_id["scheme"]):
            return None, ""
        return found, ""

    def _bears_another(self, one: Monument, scheme: str) -> bool:
        """Whether the monument of the same name already has another id of this scheme, so that it is a namesake."""
        return any(pair["scheme"] == scheme for pair in one.external_ids)

    def _wrong(self, row: MonumentRow, before: Monument | None) -> tuple[str, str] | None:
        if before is None and not row.names:
            return "name_en", "a new monument needs a name"
        if before is None and "category" not in row.values:
            return "category", "a new monument needs a category"
        for name, most in MAX_COLUMN.items():
            if row.values.get(name) is not None and row.values[name] >= most:
                return name, "the number is too large"
        known = {one["code"] for one in self.site.attributes}
        for code in row.values.get("conveys", ()):
            if code not in known:
                return "conveys", f"'{code}' is no attribute of this site"
        return None

    def _columns(self, row: MonumentRow, before: Monument | None) -> dict[str, Any]:
        values = {name: value for name, value in row.values.items() if name != "location"}
        if row.names:
            values |= _named(row.names, before, self.source)
        if "location" in row.values:
            values |= geometry.placed(row.values["location"])
        if row.external_id:
            others = [one for one in (before.external_ids if before else []) if one != row.external_id]
            kept = before is not None and row.external_id in before.external_ids
            values["external_ids"] = before.external_ids if before and kept else [*others, row.external_id]
        if before is None:
            values.setdefault("source", self.source)
        return values

    def _create(self, row: MonumentRow) -> Monument:
        values = self._columns(row, None)
        one = Monument(id=row.id or ids.uuid7(), site=self.site, **values)
        self.new.append(one)
        self._know(one)
        self.entries.append(_entry(one, values, {}))
        self.outcomes.append(Outcome(row.line, row.label, "created", (), self._remark(one)))
        return one

    def _change(self, row: MonumentRow, before: Monument) -> Monument:
        values = self._columns(row, before)
        differing = {name: value for name, value in values.items() if not _same(getattr(before, name), value)}
        if not differing:
            self.unchanged += 1
            self.outcomes.append(Outcome(row.line, label(before.names), "unchanged"))
            return before
        self.entries.append(_entry(before, differing, {name: getattr(before, name) for name in differing}))
        for name, value in differing.items():
            setattr(before, name, value)
        before.version += 1
        before.updated_at = clock.now()
        self.changed.append(before)
        changed_fields = tuple(name for name in differing if name not in DERIVED)
        self.outcomes.append(Outcome(row.line, label(before.names), "changed", changed_fields, self._remark(before)))
        return before

    def _remark(self, one: Monument) -> str:
        if not (one.location and self.site.location):
            return ""
        metres = geometry.distance_m(geometry.centre(one.location), geometry.centre(self.site.location))
        return _("lies %(km)s km from the site") % {"km": f"{metres / 1000:.0f}"} if metres > FAR_M else ""

    def settle_parents(self) -> None:
        """After all rows are read, find parents by external id, else by name."""
        for row, one in self.waiting:
            scheme, _colon, value = row.parent.partition(":")
            named = self.by_name.get(folded(row.parent), [])
            parent = self.by_external.get((scheme.strip(), value.strip())) or (named[0] if len(named) == 1 else None)
            if parent is None:
                reason = "several monuments bear this name" if named else "no monument of this site is called so"
                self._refuse(row, "parent", reason)
            elif _inside(parent, one, self.by_id):
                self._refuse(row, "parent", "it would stand inside itself")
            elif one.parent_id != parent.id:
                self._place(row, one, parent)

    def _place(self, row: MonumentRow, one: Monument, parent: Monument) -> None:
        was, one.parent = one.parent_id, parent
        entry = next((entry for entry in self.entries if entry.subject.id == one.id), None)
        if entry is not None:
            entry.changes["parent_id"] = (was, parent.id)  # type: ignore[index]
            return
        one.version += 1
        one.updated_at = clock.now()
        self.changed.append(one)
        self.unchanged -= 1
        self.entries.append(_entry(one, {"parent_id": parent.id}, {"parent_id": was}))
        rest = [other for other in self.outcomes if other.line != row.line]
        self.outcomes = sorted([*rest, Outcome(row.line, label(one.names), "changed", ("parent",))], key=_outcome_line)

    def write(self, by: Actor) -> None:
        """Set-based; one history entry a monument."""
        columns = [
            "names", "sort_key", "search_text", "external_ids", "category", "sensitivity", "dating", "height_m",
            "area_m2", "materials", "conveys", "movable", "source", "parent", "location", "location_error_m", "west",
            "south", "east", "north", "version", "updated_at",
        ]  # fmt: skip
        try:
            bulk.insert(self.new)
            Monument.objects.bulk_update(self.changed, columns, batch_size=500)
        except IntegrityError as failure:
            raise refused_by_database(failure) from None
        audit.record_many(self.entries, by=by)


def _outcome_line(one: Outcome) -> int:
    return one.line


def _inside(parent: Monument, one: Monument, known: dict[UUID, Monument]) -> bool:
    above: Monument | None = parent
    while above is not None:
        if above.id == one.id:
            return True
        above = known.get(above.parent_id) if above.parent_id else None
    return False


def _same(before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is after
    return bool(before == after)


def _named(names: Sequence[dict[str, str]], before: Monument | None, source: str) -> dict[str, Any]:
    """Merge the file's names with existing ones. Names from an earlier import of the same file in the same languages
    are replaced; duplicates are dropped."""
    languages = {one["language"] for one in names}
    before_names = before.names if before else []
    rows = [one for one in before_names if not (one.get("source") == source and one["language"] in languages)]
    known = {(one["language"], one["text"]) for one in rows}
    rows += [{**one, "source": source} for one in names if (one["language"], one["text"]) not in known]
    return {"names": rows, "sort_key": folded(label(rows, "en"))[:300], "search_text": search_text(rows)}


def _entry(one: Monument, after: dict[str, Any], before: dict[str, Any]) -> Entry:
    changes = {name: (before.get(name), value) for name, value in after.items() if name not in DERIVED}
    return Entry("register.monument.imported", Subject("monument", one.id, one.site_id), changes, MONUMENT_OPEN)
