"""Operations on plans: edit, submit, review internally, decide for the national authority."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import FieldError, NotFound, Stale, invalid_field
from assessments.kit.messages import given
from assessments.kit.seal import seal, without
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.models import Monument
from assessments.register.roles import May
from assessments.restoration import policy, queries, rules, sentences, vocabulary
from assessments.restoration.errors import DossierChanged, OwnPlan, PlanIncomplete, PlanNotWritable
from assessments.restoration.messages import DecisionIn, LineIn, PackageIn, PlanIn, PlanPatch
from assessments.restoration.models import Decision, Dossier, EstimateLine, Plan, PlanEdit, WorkPackage
from assessments.restoration.workflow import PLAN, WRITABLE

OPEN_FIELDS = frozenset(
    {
        "site_id", "monuments", "track", "currency", "price_date", "estimate_class", "continues_id", "is_exercise",
        "status", "revision", "dossier_sha256", "kind", "outcome", "authority", "category", "quantity", "unit",
        "low_rate", "likely_rate", "high_rate", "rate_date", "low_days", "likely_days", "high_days", "package_id",
        "plan_id",
    }
)  # fmt: skip
DOSSIER_OPEN_FIELDS = frozenset(
    {"plan", "site", "revision", "track", "monuments", "currency", "price_date", "estimate_class", "is_exercise",
     "reports", "language"}
)  # fmt: skip


def _subject(plan: Plan) -> Subject:
    return Subject("plan", plan.id, plan.site_id)


def _record_edit(plan: Plan, by: Actor) -> None:
    if by.user_id:
        PlanEdit.objects.create(plan=plan, user_id=by.user_id, at=clock.now())


def _monuments(ids: list[UUID], site_id: UUID) -> list[Monument]:
    found = list(Monument.objects.filter(pk__in=ids, site_id=site_id))
    if len(found) != len(set(ids)):
        raise invalid_field("/monuments", "unknown_monument", _("Every monument of a plan belongs to its site."))
    return found


def create_plan(message: PlanIn, *, by: Actor) -> Plan:
    """Create a plan. Raises `NotAMember` if the actor may not plan on the site."""
    register.require(by, May.PLAN, message.site)
    vocabulary.TRACK.require(message.track, "/track")
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Plan, message.id, created_with):
        return found
    monuments = _monuments(message.monuments, message.site)
    values = given(message)
    values.pop("monuments")
    values |= {
        "site_id": values.pop("site"), "continues_id": values.pop("continues"), "state_since": clock.now(),
        "external_ids": msgspec.to_builtins(message.external_ids),
    }  # fmt: skip
    with transaction.atomic():
        plan = recorded_changes.create(
            Plan, values, by=by, verb="restoration.plan.drafted", kind="plan", site_id=message.site,
            open_fields=OPEN_FIELDS,
            created_with=created_with, hidden={"state_since"},
        )  # fmt: skip
        plan.monuments.set(monuments)
        _record_edit(plan, by)
    return plan


def writable(plan_id: UUID, by: Actor) -> Plan:
    """The plan if this person may write it now. Raises `NotFound`, `NotAMember`, `PlanNotWritable`."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    require_writable(plan)
    return plan


def require_writable(plan: Plan) -> None:
    """Raises `PlanNotWritable` for a plan that is under review or decided."""
    if plan.status not in WRITABLE:
        raise PlanNotWritable


def change_plan(plan_id: UUID, message: PlanPatch, *, by: Actor, expected_version: int | None) -> Plan:
    """Change what a plan says."""
    plan = writable(plan_id, by)
    values = given(message)
    if "track" in values:
        vocabulary.TRACK.require(values["track"], "/track")
    monuments = _monuments(values.pop("monuments"), plan.site_id) if "monuments" in values else None
    with transaction.atomic():
        plan = recorded_changes.update(
            plan, values, by=by, verb="restoration.plan.changed", kind="plan", site_id=plan.site_id,
            open_fields=OPEN_FIELDS,
            expected_version=expected_version,
        )  # fmt: skip
        if monuments is not None:
            plan.monuments.set(monuments)
        _record_edit(plan, by)
    return plan


def add_package(plan_id: UUID, message: PackageIn, *, by: Actor) -> WorkPackage:
    """Add a work package at the end. Durations run low, likely, high; it depends on packages of the same plan."""
    plan = writable(plan_id, by)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(WorkPackage, message.id, created_with):
        return found
    days = message.duration_days
    if days:
        _require_order(days.low, days.likely, days.high, "/duration_days")
    before = list(plan.packages.filter(pk__in=message.depends_on))
    if len(before) != len(set(message.depends_on)):
        raise invalid_field("/depends_on", "unknown_package", _("A package depends on packages of the same plan."))
    values = {
        "id": message.id, "plan_id": plan.id, "place_in_list": plan.packages.count(), "title": message.title,
        "description": message.description, "external_ids": msgspec.to_builtins(message.external_ids),
        "low_days": days.low if days else None, "likely_days": days.likely if days else None,
        "high_days": days.high if days else None,
    }  # fmt: skip
    with transaction.atomic():
        package = recorded_changes.create(
            WorkPackage, values, by=by, verb="restoration.package.added", kind="package", site_id=plan.site_id,
            open_fields=OPEN_FIELDS, created_with=created_with, touched=[_subject(plan)],
        )  # fmt: skip
        package.depends_on.set(before)
        _record_edit(plan, by)
    return package


def _require_order(low: Decimal, likely: Decimal, high: Decimal, pointer: str) -> None:
    if not 0 <= low <= likely <= high:
        raise invalid_field(pointer, "three_points", _("Three points run low, likely, high, and none is negative."))


def _writable_package(package_id: UUID, by: Actor) -> WorkPackage:
    package = resources.get_visible(WorkPackage.objects.filter(plan__in=policy.visible_plans(by)), package_id)
    writable(package.plan_id, by)
    return package


def remove_package(package_id: UUID, *, by: Actor) -> None:
    """Take a work package and its lines out of a plan that may be written."""
    package = _writable_package(package_id, by)
    plan = package.plan
    with transaction.atomic():
        subject = Subject("package", package.id, plan.site_id)
        changes = {"title": (package.title, None)}
        audit.record(
            Entry("restoration.package.removed", subject, changes, OPEN_FIELDS, touched=[_subject(plan)]), by=by
        )
        package.delete()
        _record_edit(plan, by)


def add_line(package_id: UUID, message: LineIn, *, by: Actor) -> EstimateLine:
    """Add an estimate line to a package, in the plan's currency."""
    package = _writable_package(package_id, by)
    plan = package.plan
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(EstimateLine, message.id, created_with):
        return found
    vocabulary.LINE_CATEGORY.require(message.category, "/category")
    vocabulary.UNIT.require(message.unit, "/unit")
    if message.quantity <= 0:
        raise invalid_field("/quantity", "range", _("A quantity is more than nothing."))
    _require_order(message.rate.low, message.rate.likely, message.rate.high, "/rate")
    if message.rate.currency != plan.currency:
        raise invalid_field(
            "/rate/currency", "currency", _("The plan is estimated in %(currency)s.") % {"currency": plan.currency}
        )
    values = {
        "id": message.id, "package_id": package.id, "place_in_list": package.lines.count(),
        "category": message.category, "element": message.element, "quantity": message.quantity, "unit": message.unit,
        "low_rate": message.rate.low, "likely_rate": message.rate.likely, "high_rate": message.rate.high,
        "rate_source": message.rate_source, "rate_date": message.rate_date,
        "external_ids": msgspec.to_builtins(message.external_ids),
    }  # fmt: skip
    with transaction.atomic():
        line = recorded_changes.create(
            EstimateLine, values, by=by, verb="restoration.line.added", kind="line", site_id=plan.site_id,
            open_fields=OPEN_FIELDS, created_with=created_with, touched=[_subject(plan)],
        )  # fmt: skip
        _record_edit(plan, by)
    return line


def remove_line(line_id: UUID, *, by: Actor) -> None:
    """Take an estimate line out of a plan that may be written."""
    line = resources.get_visible(EstimateLine.objects.filter(package__plan__in=policy.visible_plans(by)), line_id)
    package = _writable_package(line.package_id, by)
    with transaction.atomic():
        subject = Subject("line", line.id, package.plan.site_id)
        changes: dict[str, Any] = {"element": (line.element, None)}
        audit.record(
            Entry("restoration.line.removed", subject, changes, OPEN_FIELDS, touched=[_subject(package.plan)]), by=by
        )
        line.delete()
        _record_edit(package.plan, by)


# Workflow transitions


def _record_transition(plan: Plan, verb: str, before: str, by: Actor, note: str = "", **more: Any) -> None:
    changes = {"status": (before, plan.status), **{name: (None, value) for name, value in more.items()}}
    audit.record(Entry(verb, _subject(plan), changes, OPEN_FIELDS, note=note), by=by)


def _require_version(plan: Plan, expected_version: int | None) -> None:
    if expected_version is not None and expected_version != plan.version:
        raise Stale(yours=expected_version, now=plan.version)


def submit(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """Submit a plan to internal review and freeze its dossier. Raises `PlanIncomplete` with the checklist."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    _require_version(plan, expected_version)
    PLAN.require(plan.status, "submit")
    missing = [
        FieldError(at, code, sentences.missing(code)) for code, at in rules.missing_to_submit(queries.readiness(plan))
    ]
    if missing:
        raise PlanIncomplete(" ".join([_(PlanIncomplete.title), *(one.detail for one in missing)]), errors=missing)
    with transaction.atomic():
        before = plan.status
        plan.revision += 1
        sealed = seal(queries.document_of(plan), open_fields=DOSSIER_OPEN_FIELDS)
        plan = advance(
            plan, PLAN, "submit", revision=plan.revision, dossier_sha256=sealed.digest.hex(), state_since=clock.now()
        )
        Dossier.objects.create(
            plan=plan, revision=plan.revision, canonical=sealed.canonical, sha256=sealed.digest.hex(),
            private=sealed.private, frozen_at=clock.now(),
        )  # fmt: skip
        _record_transition(
            plan,
            "restoration.plan.submitted",
            before,
            by,
            note,
            dossier_sha256=plan.dossier_sha256,
            revision=plan.revision,
        )
    return plan


def erase_from_dossier(plan_id: UUID, number: int, fields: Collection[str], *, because: str, by: Actor) -> Dossier:
    """Erase salt and value of private fields of one dossier, with the reason in history. Administrators of all sites
    only. Raises `Invalid` without a reason, or for a field that is not kept privately."""
    register.require_administrator(by)
    if not because.strip():
        raise invalid_field("/because", "missing", _("Say why it is erased."))
    with transaction.atomic():
        rows = Dossier.objects.select_related("plan").filter(plan_id=plan_id, revision=number)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise NotFound
        found.private = without(found.private, fields)
        Dossier.objects.filter(pk=found.pk).update(private=found.private)
        changes = {"number": (None, number), "fields": (None, sorted(fields))}
        entry = Entry("restoration.dossier.erased", _subject(found.plan), changes, {"number", "fields"}, note=because)
        audit.record(entry, by=by)
    return found


def require_internal_reviewer(plan: Plan, by: Actor) -> None:
    """Requires the site's director, who passes plans on or sends them back. Raises `OwnPlan` for an author."""
    register.require(by, May.PASS_INTERNALLY, plan.site_id)
    if policy.wrote(plan, by):
        raise OwnPlan


def require_decider(plan: Plan, by: Actor) -> None:
    """Requires a national reviewer. Raises `OwnPlan` for an author of the plan, and `SecondFactorNeeded`."""
    register.require(by, May.REVIEW_NATIONALLY, plan.site_id)
    if policy.wrote(plan, by):
        raise OwnPlan
    policy.require_second_factor(by)


def require_planner(plan: Plan, by: Actor) -> None:
    """Requires a planner of the site: they write, submit and withdraw plans."""
    register.require(by, May.PLAN, plan.site_id)


def _for_internal_review(plan_id: UUID, move: str, by: Actor, expected_version: int | None) -> Plan:
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    require_internal_reviewer(plan, by)
    _require_version(plan, expected_version)
    PLAN.require(plan.status, move)
    return plan


def pass_(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """The site's director passes a plan on to the national authority."""
    plan = _for_internal_review(plan_id, "pass", by, expected_version)
    with transaction.atomic():
        plan = advance(plan, PLAN, "pass", state_since=clock.now())
        _record_transition(plan, "restoration.plan.passed", "internal_review", by, note)
    return plan


def send_back(plan_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> Plan:
    """The site's director sends a plan back to its planners, saying why."""
    plan = _for_internal_review(plan_id, "send_back", by, expected_version)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say what should be mended."))
    with transaction.atomic():
        plan = advance(plan, PLAN, "send_back", state_since=clock.now())
        _record_transition(plan, "restoration.plan.sent_back", "internal_review", by, note)
    return plan


VERBS = {
    "endorse": "restoration.plan.endorsed",
    "request_revision": "restoration.plan.revision_requested",
    "reject": "restoration.plan.rejected",
}


def decide(plan_id: UUID, message: DecisionIn, *, by: Actor, expected_version: int | None = None) -> Decision:
    """Decide for the competent national authority on exactly the dossier that was read.

    Raises `OwnPlan` if the actor edited the plan, `DossierChanged` if a newer dossier replaced it,
    `SecondFactorNeeded`. A revision request or a rejection needs a text.
    """
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    require_decider(plan, by)
    vocabulary.OUTCOME.require(message.outcome, "/outcome")
    authority = next((one for one in queries.authorities_for(plan) if one.id == message.authority), None)
    if authority is None:
        raise invalid_field("/authority", "unknown_authority", _("You act for no such body on this site."))
    if message.outcome != "endorse" and not message.text.strip():
        raise invalid_field("/text", "missing", _("Say why, in the words that will be sent."))
    _require_version(plan, expected_version)
    PLAN.require(plan.status, message.outcome)
    if message.dossier_sha256 != plan.dossier_sha256:
        raise DossierChanged
    with transaction.atomic():
        plan = advance(plan, PLAN, message.outcome, state_since=clock.now())
        decision = Decision.objects.create(
            plan=plan, authority=authority, kind="authorisation", outcome=message.outcome, text=message.text,
            stipulations=message.stipulations, signatory=message.signatory, office=message.office,
            instrument=message.instrument, language=message.language, entered_by_id=by.user_id,
            decided_at=clock.now(), dossier_sha256=plan.dossier_sha256, revision=plan.revision,
        )  # fmt: skip
        _record_transition(
            plan, VERBS[message.outcome], "national_review", by, message.text, outcome=message.outcome,
            dossier_sha256=plan.dossier_sha256, authority=str(authority.id),
        )  # fmt: skip
    return decision


def withdraw(plan_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> Plan:
    """Take a plan back; it stays readable."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    _require_version(plan, expected_version)
    with transaction.atomic():
        before = plan.status
        plan = advance(plan, PLAN, "withdraw", state_since=clock.now())
        _record_transition(plan, "restoration.plan.withdrawn", before, by, note)
    return plan
