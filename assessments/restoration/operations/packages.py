"""Work packages of a plan, and the estimate lines in them. Only a plan that may be written changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.kit import resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.restoration import policy, queries, rules, vocabulary
from assessments.restoration.messages import LineIn, LinePatch, PackageIn, PackagePatch
from assessments.restoration.models import EstimateLine, Plan, WorkPackage
from assessments.restoration.operations.plans import OPEN_FIELDS, lock_writable, record_edit, subject_of, writable


def add_package(plan_id: UUID, message: PackageIn, *, by: Actor) -> WorkPackage:
    """Add a work package at the end. Durations run low, likely, high; it depends on packages of the same plan."""
    plan = writable(plan_id, by)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(WorkPackage, message.id, created_with):
        return found
    values = _package_values(given(message))
    before = _packages_before(values.pop("depends_on"), plan)
    with transaction.atomic():
        _require_phase(values["phase"], lock_writable(plan))
        values |= {"plan_id": plan.id, "place_in_list": plan.packages.count()}
        if values["place_in_list"] >= rules.MAX_PACKAGES:
            detail = _("A plan has at most %(n)s work packages. A phase can be a plan of its own.")
            raise invalid_field("/plan", "too_many", detail % {"n": rules.MAX_PACKAGES})
        package = recorded_changes.create(
            WorkPackage, values, by=by, verb="restoration.package.added", kind="package", site_id=plan.site_id,
            open_fields=OPEN_FIELDS, created_with=created_with, touched=[subject_of(plan)],
        )  # fmt: skip
        package.depends_on.set(before)
        record_edit(plan, by)
    return package


def change_package(package_id: UUID, message: PackagePatch, *, by: Actor, expected_version: int | None) -> WorkPackage:
    """Change a work package of a plan that may be written. Raises `Invalid` for dependencies in a circle."""
    package = _writable_package(package_id, by)
    plan = package.plan
    values = _package_values(given(message))
    depends_on = values.pop("depends_on", None)
    with transaction.atomic():
        _require_phase(values.get("phase", ""), lock_writable(plan))
        if depends_on is not None:
            present = sorted(str(one) for one in package.depends_on.values_list("pk", flat=True))
            before = _packages_before(depends_on, plan)
            _require_no_circle(package, before)
            package.depends_on.set(before)
        lists = None if depends_on is None else {"depends_on": (present, [str(one) for one in depends_on])}
        package = recorded_changes.update(
            package, values, by=by, verb="restoration.package.changed", kind="package", site_id=plan.site_id,
            open_fields=OPEN_FIELDS, expected_version=expected_version, lists=lists,
        )  # fmt: skip
        record_edit(plan, by)
    return package


def _package_values(values: dict[str, Any]) -> dict[str, Any]:
    """The columns of a package, with `depends_on` still in the message's form."""
    if "duration_days" in values:
        days = values.pop("duration_days")
        if days:
            _require_order(days.low, days.likely, days.high, "/duration_days")
        values |= {
            "low_days": days.low if days else None, "likely_days": days.likely if days else None,
            "high_days": days.high if days else None,
        }  # fmt: skip
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values


def _require_phase(phase: str, plan: Plan) -> None:
    if phase and phase not in plan.phases:
        detail = _("The plan has no phase '%(phase)s'. Name it on the plan first.")
        raise invalid_field("/phase", "unknown_phase", detail % {"phase": phase})


def _packages_before(ids: list[UUID], plan: Plan) -> list[WorkPackage]:
    found = list(plan.packages.filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise invalid_field("/depends_on", "unknown_package", _("A package depends on packages of the same plan."))
    return found


def _require_no_circle(package: WorkPackage, before: list[WorkPackage]) -> None:
    """Raises `Invalid` when a package would wait for itself, straight or through others."""
    waits_for = WorkPackage.depends_on.through.objects.filter(from_workpackage__plan=package.plan_id)
    edges: dict[UUID, list[UUID]] = {}
    for one, other in waits_for.values_list("from_workpackage_id", "to_workpackage_id"):
        edges.setdefault(one, []).append(other)
    edges[package.pk] = [one.pk for one in before]
    ahead, seen = list(edges[package.pk]), set()
    while ahead:
        one = ahead.pop()
        if one == package.pk:
            raise invalid_field(
                "/depends_on",
                "circle",
                _("These packages would wait for each other in a circle. Leave one of them out."),
            )
        if one not in seen:
            seen.add(one)
            ahead += edges.get(one, [])


def _require_order(low: Decimal, likely: Decimal, high: Decimal, pointer: str) -> None:
    if not all(one.is_finite() for one in (low, likely, high)) or not 0 <= low <= likely <= high:
        raise invalid_field(pointer, "three_points", _("Three points run low, likely, high, and none is negative."))


def _require_size(value: Decimal, most: int, pointer: str) -> None:
    if value > most:
        raise invalid_field(pointer, "too_large", _("The number is too large. Look at its unit."))


def require_room_for_lines(plan: Plan, more: int = 1) -> None:
    """Raises `Invalid` where the plan would hold more lines than a forecast can take. Asked under the plan's lock."""
    if EstimateLine.objects.filter(package__plan=plan).count() + more > rules.MAX_LINES:
        detail = _("A plan has at most %(n)s estimate lines. A phase can be a plan of its own.")
        raise invalid_field("/package", "too_many", detail % {"n": rules.MAX_LINES})


def _writable_package(package_id: UUID, by: Actor) -> WorkPackage:
    package = resources.get_visible(WorkPackage.objects.filter(plan__in=policy.visible_plans(by)), package_id)
    writable(package.plan_id, by)
    return package


def remove_package(package_id: UUID, *, by: Actor, expected_version: int | None = None) -> None:
    """Take a work package and its lines out of a plan that may be written."""
    package = _writable_package(package_id, by)
    resources.require_version(package, expected_version)
    plan = package.plan
    with transaction.atomic():
        lock_writable(plan)
        subject = Subject("package", package.id, plan.site_id)
        changes = {"title": (package.title, None)}
        audit.record(
            Entry("restoration.package.removed", subject, changes, OPEN_FIELDS, touched=[subject_of(plan)]), by=by
        )
        package.delete()
        record_edit(plan, by)


def add_line(package_id: UUID, message: LineIn, *, by: Actor) -> EstimateLine:
    """Add an estimate line to a package, in the plan's currency or one that it has an exchange rate for."""
    package = _writable_package(package_id, by)
    plan = package.plan
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(EstimateLine, message.id, created_with):
        return found
    with transaction.atomic():
        plan = lock_writable(plan)
        require_room_for_lines(plan)
        values = line_values(given(message), plan)
        values |= {"package_id": package.id, "place_in_list": package.lines.count()}
        line = recorded_changes.create(
            EstimateLine, values, by=by, verb="restoration.line.added", kind="line", site_id=plan.site_id,
            open_fields=OPEN_FIELDS, created_with=created_with, touched=[subject_of(plan)],
        )  # fmt: skip
        record_edit(plan, by)
    return line


def change_line(line_id: UUID, message: LinePatch, *, by: Actor, expected_version: int | None) -> EstimateLine:
    """Change an estimate line of a plan that may be written."""
    line, plan = _writable_line(line_id, by)
    with transaction.atomic():
        plan = lock_writable(plan)
        values = line_values(given(message), plan)
        line = recorded_changes.update(
            line, values, by=by, verb="restoration.line.changed", kind="line", site_id=plan.site_id,
            open_fields=OPEN_FIELDS, expected_version=expected_version,
        )  # fmt: skip
        record_edit(plan, by)
    return line


def line_values(values: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The columns of an estimate line. Raises `Invalid` for a currency that the plan has no exchange rate for."""
    for name, terms in (("category", vocabulary.LINE_CATEGORY), ("unit", vocabulary.UNIT)):
        if name in values:
            terms.require(values[name], f"/{name}")
    if "quantity" in values:
        if not values["quantity"].is_finite() or values["quantity"] <= 0:
            raise invalid_field("/quantity", "range", _("A quantity is more than nothing."))
        _require_size(values["quantity"], rules.MAX_QUANTITY, "/quantity")
    if "rate" in values:
        rate = values.pop("rate")
        _require_order(rate.low, rate.likely, rate.high, "/rate")
        _require_size(rate.high, rules.MAX_RATE, "/rate/high")
        if rate.currency not in queries.exchange_of(plan):
            detail = _("The plan has no exchange rate for %(currency)s. Give it one first; it is estimated in %(own)s.")
            raise invalid_field(
                "/rate/currency", "currency", detail % {"currency": rate.currency, "own": plan.currency}
            )
        values |= {
            "low_rate": rate.low, "likely_rate": rate.likely, "high_rate": rate.high, "currency": rate.currency
        }  # fmt: skip
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values


def _writable_line(line_id: UUID, by: Actor) -> tuple[EstimateLine, Plan]:
    line = resources.get_visible(EstimateLine.objects.filter(package__plan__in=policy.visible_plans(by)), line_id)
    return line, _writable_package(line.package_id, by).plan


def remove_line(line_id: UUID, *, by: Actor, expected_version: int | None = None) -> None:
    """Take an estimate line out of a plan that may be written."""
    line, plan = _writable_line(line_id, by)
    resources.require_version(line, expected_version)
    with transaction.atomic():
        lock_writable(plan)
        subject = Subject("line", line.id, plan.site_id)
        changes: dict[str, Any] = {"element": (line.element, None)}
        audit.record(
            Entry("restoration.line.removed", subject, changes, OPEN_FIELDS, touched=[subject_of(plan)]), by=by
        )
        line.delete()
        record_edit(plan, by)
