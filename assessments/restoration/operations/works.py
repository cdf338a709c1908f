"""From the permit to the finished works: begin, stand still, go on, complete; and works found already begun."""

from __future__ import annotations

from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry
from assessments.kit import clock, resources
from assessments.kit.actor import Actor, system
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import SomebodyWasFaster, invalid_field
from assessments.kit.uncertain_dates import parsed
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.models import Statement
from assessments.register.roles import May
from assessments.restoration import policy, queries, rules
from assessments.restoration.errors import ChangedAgain
from assessments.restoration.messages import FoundWorksIn, WorksIn
from assessments.restoration.models import Plan, WorkPackage
from assessments.restoration.operations.deciding import require_gate
from assessments.restoration.operations.plans import OPEN_FIELDS, monuments_of, require_writable, subject_of
from assessments.restoration.operations.review import (
    freeze,
    record_transition,
    require_impartial,
    require_internal_reviewer,
)
from assessments.restoration.workflow import AT_WORK, PLAN


def _move(
    plan_id: UUID, move: str, verb: str, what: May, *, by: Actor, note: str, expected_version: int | None,
    needs_note: str = "",
) -> Plan:  # fmt: skip
    plan = resources.get_visible(policy.visible_plans(by).select_related("site"), plan_id)
    register.require(by, what, plan.site_id)
    resources.require_version(plan, expected_version)
    PLAN.require(plan.status, move)
    if needs_note and not note.strip():
        raise invalid_field("/note", "missing", needs_note)
    require_gate(plan, move)
    with transaction.atomic():
        before = plan.status
        plan = advance(plan, PLAN, move, state_since=clock.now())
        record_transition(plan, f"restoration.plan.{verb}", before, by, note)
    return plan


def start(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """Begin authorised works. Raises `GateWaits`: released ground, safety file, insurance, closed stipulations."""
    return _move(plan_id, "start", "started", May.RUN_WORKS, by=by, note=note, expected_version=expected_version)


def suspend(plan_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> Plan:
    """Let works stand still, saying why. The works manager or the safety officer does."""
    why = _("Say why the works stand still.")
    return _move(
        plan_id,
        "suspend",
        "suspended",
        May.HALT_WORKS,
        by=by,
        note=note,
        expected_version=expected_version,
        needs_note=why,
    )


def resume(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """Go on with works. Raises `GateWaits` while the ground is not released or the authorisation is over."""
    return _move(plan_id, "resume", "resumed", May.RUN_WORKS, by=by, note=note, expected_version=expected_version)


def complete(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """Report the works as finished: with the completion report, and what each package cost."""
    return _move(plan_id, "complete", "completed", May.RUN_WORKS, by=by, note=note, expected_version=expected_version)


def take_up(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """Begin the review after the fact of works that nobody had authorised. The plan keeps saying how it began."""
    return _move(plan_id, "take_up", "taken_up", May.PLAN, by=by, note=note, expected_version=expected_version)


def supersede(plan_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> Plan:
    """Let another plan, which continues this one, take its place."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    if not Plan.objects.filter(continues=plan).exclude(status="withdrawn").exists():
        detail = _("Begin the plan that takes its place first, and say there that it continues this one.")
        register.require(by, May.PLAN, plan.site_id)
        PLAN.require(plan.status, "supersede")
        raise invalid_field("/note", "no_successor", detail)
    return _move(
        plan_id, "supersede", "superseded", May.PLAN, by=by, note=note, expected_version=expected_version,
        needs_note=_("Say why another plan takes its place."),
    )  # fmt: skip


def suspend_on_lost_ground() -> int:
    """Suspend works under which the ground is no longer released, as the system (`domain.md` 3.3). Returns how many."""
    by = system("clock")
    count = 0
    for plan in Plan.objects.filter(status="in_progress").select_related("site").order_by("id"):
        if queries.released_everywhere(plan, plan.site.today):
            continue
        try:
            with transaction.atomic():
                plan = advance(plan, PLAN, "suspend", state_since=clock.now())
                record_transition(plan, "restoration.plan.suspended_on_lost_ground", "in_progress", by)
        except SomebodyWasFaster:
            continue  # somebody moved it at this moment; the next round looks again
        count += 1
    return count


def require_basis_confirmer(plan: Plan, by: Actor) -> None:
    """Requires the site's director or a national reviewer who neither wrote the plan nor has an interest in it."""
    if not register.may(by, May.REVIEW_NATIONALLY, plan.site_id):
        register.require(by, May.PASS_INTERNALLY, plan.site_id)
    require_impartial(plan, by)


def confirm_basis(plan_id: UUID, *, by: Actor, note: str, seen: str, expected_version: int | None = None) -> Plan:
    """Confirm that a plan still stands after what changed under it, saying why; its next gate waits no longer.

    `seen` is the digest of the changes that were read (`queries.seen_changes`). Raises `ChangedAgain` when something
    else changed since.
    """
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    require_basis_confirmer(plan, by)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say why the plan still stands."))
    resources.require_version(plan, expected_version)
    now = clock.now()  # before the changes are read: what comes later holds the plan again
    found = queries.basis_changes(plan)
    if not found:
        raise invalid_field("/note", "no_change", _("Nothing changed under the plan since it was submitted."))
    if seen != queries.seen_changes(found):
        raise ChangedAgain
    changes = [one.code for one in found]
    return recorded_changes.update(
        plan, {"basis_confirmed_at": now}, by=by, verb="restoration.plan.basis_confirmed", kind="plan",
        site_id=plan.site_id, open_fields={*OPEN_FIELDS, "changes"}, expected_version=expected_version,
        lists={"changes": (None, changes)}, hidden={"basis_confirmed_at"}, note=note,
    )  # fmt: skip


def override_age(plan_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> Plan:
    """Let a plan rest on assessments older than twelve months. The site's director does, visibly, who did not write
    it."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    require_internal_reviewer(plan, by)
    require_writable(plan)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say why the older assessments still count."))
    resources.require_version(plan, expected_version)
    return recorded_changes.update(
        plan, {"age_override": note, "age_override_by_id": by.user_id}, by=by, verb="restoration.plan.age_overridden",
        kind="plan", site_id=plan.site_id, open_fields=OPEN_FIELDS, expected_version=expected_version,
        hidden={"age_override", "age_override_by_id"}, note=note,
    )  # fmt: skip


def record_found_works(message: FoundWorksIn, *, by: Actor) -> Plan:
    """Record works that nobody had authorised, as found: they are never backdated into a plan that was approved.

    Their dossier is what was found; the national authority orders them to stop, and a review after the fact begins
    when a planner takes them up (field practice A20).
    """
    resources.get_visible(register.visible_sites(by), message.site)
    register.require(by, May.FIND_UNAUTHORISED, message.site)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Plan, message.id, created_with):
        return found
    monuments = monuments_of(message.monuments, message.site)
    said = list(Statement.objects.filter(pk__in=message.statements, site_id=message.site))
    if len(said) != len(set(message.statements)):
        raise invalid_field("/statements", "unknown_statement", _("Every statement belongs to the site."))
    begun = parsed(message.begun, "/begun")
    if begun.first is None and begun.last is None:
        raise invalid_field("/begun", "missing", _("Say since when, as exactly as it is known."))
    values = {
        "id": message.id, "site_id": message.site, "title": message.title, "objectives": message.description,
        "begun_on": begun.as_json(), "language": message.language, "is_exercise": message.is_exercise,
        "status": "begun_without_authorisation", "revision": 1, "state_since": clock.now(),
    }  # fmt: skip
    with transaction.atomic():
        plan = recorded_changes.create(
            Plan, values, by=by, verb="restoration.plan.found", kind="plan", site_id=message.site,
            open_fields=OPEN_FIELDS, created_with=created_with, hidden={"state_since"},
        )  # fmt: skip
        plan.monuments.set(monuments)
        plan.statements.set(said)
        plan.dossier_sha256 = freeze(plan)
        plan.save(update_fields=["dossier_sha256"])
        frozen = {"revision": (None, plan.revision), "dossier_sha256": (None, plan.dossier_sha256)}
        audit.record(Entry("restoration.dossier.frozen", subject_of(plan), frozen, OPEN_FIELDS), by=by)
    return plan


def record_works(package_id: UUID, message: WorksIn, *, by: Actor, expected_version: int | None = None) -> WorkPackage:
    """Record how far a package is, when it began and ended, and what it cost. The works manager does, once works are
    authorised; what was planned stays beside it."""
    package = queries.package(by, package_id)
    plan = package.plan
    register.require(by, May.RUN_WORKS, plan.site_id)
    if plan.status not in (*AT_WORK, "completed"):
        detail = _("Works are recorded once they are authorised, and until they are verified.")
        raise invalid_field("/progress_percent", "not_at_work", detail)
    values = msgspec.structs.asdict(message)
    today = plan.site.today
    for name in ("began_on", "ended_on"):
        if values[name] is not None and values[name] > today:
            raise invalid_field(f"/{name}", "future", _("This day has not come yet."))
    if message.ended_on and (message.began_on is None or message.ended_on < message.began_on):
        raise invalid_field("/ended_on", "order", _("Works end on the day they began, or later."))
    cost = message.actual_cost
    if cost is not None and not (cost.is_finite() and 0 <= cost <= rules.MAX_RATE):
        raise invalid_field("/actual_cost", "range", _("A cost is 0 or more, and at most 1 000 000 000 000."))
    return recorded_changes.update(
        package, values, by=by, verb="restoration.package.works_recorded", kind="package", site_id=plan.site_id,
        open_fields=OPEN_FIELDS | {"progress_percent", "began_on", "ended_on", "actual_cost"},
        expected_version=expected_version,
    )  # fmt: skip
