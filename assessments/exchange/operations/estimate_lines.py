"""Import of a plan's estimate lines from CSV: with a dry run, and atomic.

A line is matched by its id, else by its package and element where only one of the plan is called so; otherwise it is
new. Empty cells of a matched line are left as they are. A package that the plan has not is begun.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.exchange import estimate_table
from assessments.exchange.errors import FileUnreadable
from assessments.exchange.operations.outcome import Imported, Outcome, require_rows
from assessments.exchange.table_reading import BadRow, NotATable
from assessments.kit import bulk, clock, ids, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.kit.names import folded
from assessments.kit.vocabulary import Vocabulary
from assessments.restoration import operations as restoration
from assessments.restoration import queries, rules, vocabulary
from assessments.restoration.messages import PackageIn, Rate
from assessments.restoration.models import EstimateLine, Plan, WorkPackage

COLUMNS = (
    "package_id", "place_in_list", "category", "element", "quantity", "unit", "low_rate", "likely_rate", "high_rate",
    "currency", "rate_source", "rate_date", "version", "updated_at",
)  # fmt: skip
POINTS = {"low": "low_rate", "likely": "likely_rate", "high": "high_rate"}
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")
"""12,500 is twelve thousand and more to one, twelve and a half to another."""
STEP = {"quantity": Decimal("0.001"), **dict.fromkeys(POINTS, Decimal("0.01"))}


def import_estimate_lines(data: bytes, plan_id: UUID, *, by: Actor, dry_run: bool = False) -> Imported:
    """Add and change lines. Raises `NotAMember`, `PlanNotWritable`, `FileUnreadable` when the file is no table of
    lines, and `RowsUnreadable` when a row is bad; in each case nothing is changed."""
    plan = restoration.writable(plan_id, by)
    try:
        rows, broken = estimate_table.read(data)
    except NotATable as failure:
        raise FileUnreadable(str(failure)) from None
    with transaction.atomic():
        plan = restoration.lock_writable(plan)
        table = _Table(plan, by)
        for number, cells in rows:
            table.take(number, cells)
        found = Imported(
            len(table.new), len(table.changed), table.unchanged, sorted(broken + table.bad, key=lambda one: one.line)
        )
        found.rows = table.outcomes
        require_rows(found.bad, may_skip=dry_run)
        if table.new:
            restoration.require_room_for_lines(plan, len(table.new))
        table.write()
        if dry_run:
            transaction.set_rollback(True)
    return found


@dataclass
class _Table:
    """What a file changes in a plan, computed before any line is written."""

    plan: Plan
    by: Actor
    packages: dict[str, list[WorkPackage]] = field(default_factory=dict)
    lines: dict[UUID, EstimateLine] = field(default_factory=dict)
    called: dict[tuple[UUID, str], list[EstimateLine]] = field(default_factory=dict)
    count: dict[UUID, int] = field(default_factory=dict)
    new: list[EstimateLine] = field(default_factory=list)
    changed: list[EstimateLine] = field(default_factory=list)
    unchanged: int = 0
    bad: list[BadRow] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        for package in queries.packages_of(self.plan):
            self._know_package(package)
            for line in package.lines.all():
                self.lines[line.id] = line
                self.called.setdefault((package.id, folded(line.element)), []).append(line)
            self.count[package.id] = len(package.lines.all())

    def _know_package(self, package: WorkPackage) -> None:
        self.packages.setdefault(folded(package.title), []).append(package)

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        try:
            self._judge(number, cells)
        except Problem as problem:
            wrong = problem.errors[0] if problem.errors else None
            column = wrong.pointer.rpartition("/")[2] if wrong else ""
            reason = wrong.detail if wrong else problem.sentence()
            self.bad.append(BadRow(number, reason, "low" if column == "rate" else column))

    def _judge(self, number: int, cells: Mapping[str, str]) -> None:
        before = self._by_id(cells["id"]) or self._named(cells)
        if before is None:
            for name in estimate_table.NEEDED:
                if not cells[name]:
                    raise invalid_field(f"/{name}", "missing", _("A new line needs this."))
        elif before.id in self.seen:
            raise invalid_field("/id", "twice", _("An earlier row of the file is about the same line."))
        values, remark = self._values(cells, before), ""
        if cells["package"]:
            package, remark = self._package(cells["package"], before)
            values["package_id"] = package.id
        self._put(number, before, values, remark)

    def _by_id(self, text: str) -> EstimateLine | None:
        if not text:
            return None
        try:
            return self.lines[UUID(text)]
        except (ValueError, KeyError):
            detail = _("No line of this plan has this id. Leave it empty for a new line.")
            raise invalid_field("/id", "unknown", detail) from None

    def _named(self, cells: Mapping[str, str]) -> EstimateLine | None:
        """The line that this package and element name, where there is one."""
        packages = self.packages.get(folded(cells["package"]), [])
        found = [line for one in packages for line in self.called.get((one.id, folded(cells["element"])), [])]
        if len(found) > 1:
            raise invalid_field("/element", "several", _("Several lines are called so: give the id."))
        return found[0] if found else None

    def _package(self, title: str, before: EstimateLine | None) -> tuple[WorkPackage, str]:
        """The package of this title and a remark; it is begun if the plan has none."""
        found = self.packages.get(folded(title), [])
        for one in found:
            if before is not None and before.package_id == one.id:
                return one, ""
        if len(found) > 1:
            raise invalid_field(
                "/package", "several", _("Several packages are called so. Give them titles of their own.")
            )
        if found:
            return found[0], ""
        if len(title) > 200:
            raise invalid_field("/package", "too_long", _("A title has at most 200 characters."))
        package = restoration.add_package(self.plan.id, PackageIn(id=ids.uuid7(), title=title), by=self.by)
        self._know_package(package)
        return package, _("begins this package: %(title)s") % {"title": title}

    def _values(self, cells: Mapping[str, str], before: EstimateLine | None) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: _term(terms, cells[name], name)
            for name, terms in (("category", vocabulary.LINE_CATEGORY), ("unit", vocabulary.UNIT))
            if cells[name]
        }
        for name in ("element", "rate_source"):
            if len(cells[name]) > 200:
                raise invalid_field(f"/{name}", "too_long", _("At most 200 characters fit here."))
            if cells[name]:
                values[name] = cells[name]
        if cells["rate_date"]:
            values["rate_date"] = parsing.day(cells["rate_date"], "/rate_date")
        if cells["quantity"]:
            values["quantity"] = _amount(cells, "quantity")
        if any(cells[name] for name in POINTS) or cells["currency"]:
            points = [
                _amount(cells, name) if cells[name] else getattr(before, column) for name, column in POINTS.items()
            ]
            own = before.currency if before is not None else self.plan.currency
            values["rate"] = Rate(
                **dict(zip(POINTS, points, strict=True)), currency=cells["currency"].upper() or own
            )  # fmt: skip
        return restoration.line_values(values, self.plan)

    def _put(self, number: int, before: EstimateLine | None, values: dict[str, Any], remark: str) -> None:
        if before is None:
            line = EstimateLine(id=ids.uuid7(), place_in_list=self.count.get(values["package_id"], 0), **values)
            self.count[line.package_id] = line.place_in_list + 1
            self.new.append(line)
            self.entries.append(self._entry("restoration.line.added", line, dict.fromkeys(values), values))
            self._tell(number, line, "created", (), remark)
            return
        differing = {name: value for name, value in values.items() if getattr(before, name) != value}
        was = {name: getattr(before, name) for name in differing}
        if not differing:
            self.unchanged += 1
            self._tell(number, before, "unchanged", (), remark)
            return
        if "package_id" in differing:
            before.place_in_list = self.count.get(differing["package_id"], 0)
            self.count[differing["package_id"]] = before.place_in_list + 1
        for name, value in differing.items():
            setattr(before, name, value)
        before.version += 1
        before.updated_at = clock.now()
        self.changed.append(before)
        self.entries.append(self._entry("restoration.line.changed", before, was, differing))
        self._tell(number, before, "changed", tuple(differing), remark)

    def _tell(self, number: int, line: EstimateLine, what: str, fields: tuple[str, ...], remark: str) -> None:
        self.seen.add(line.id)
        self.outcomes.append(Outcome(number, line.element, what, fields, remark))

    def _entry(self, verb: str, line: EstimateLine, was: dict[str, Any], now: dict[str, Any]) -> Entry:
        changes = {name: (was[name], value) for name, value in now.items()}
        subject, touched = Subject("line", line.id, self.plan.site_id), [restoration.subject_of(self.plan)]
        return Entry(verb, subject, changes, restoration.OPEN_FIELDS, touched=touched)

    def write(self) -> None:
        """Set-based; one history entry a line."""
        bulk.insert(self.new)
        EstimateLine.objects.bulk_update(self.changed, COLUMNS, batch_size=500)
        if self.entries:
            audit.record_many(self.entries, by=self.by)
            restoration.record_edit(self.plan, self.by)


def _term(terms: Vocabulary, text: str, name: str) -> str:
    found = terms.id_of(text)
    if found is None:
        # Isolated, so that a word of another script does not turn the sentence round.
        value, labels = f"\u2068{text[:60]}\u2069", " · ".join(label for _id, label in terms.choices())
        detail = _("'%(value)s' is not in the list. Write one of: %(terms)s.")
        raise invalid_field(f"/{name}", "not_listed", detail % {"value": value, "terms": labels})
    return found


def _amount(cells: Mapping[str, str], name: str) -> Decimal:
    if THOUSANDS.fullmatch(cells[name]):
        detail = _("'%(value)s' can mean two numbers. Write it without separators of thousands: 12500 or 12.5.")
        raise invalid_field(f"/{name}", "ambiguous", detail % {"value": cells[name]})
    amount = parsing.number(cells[name], f"/{name}") or Decimal(0)
    if not -rules.MAX_RATE <= amount <= rules.MAX_RATE:
        raise invalid_field(f"/{name}", "too_large", _("The number is too large. Look at its unit."))
    return amount.quantize(STEP[name])
