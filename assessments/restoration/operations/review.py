"""Submitting a plan, reviewing it internally, deciding for the national authority, taking it back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry
from assessments.kit import clock, ids, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import FieldError, NotFound, Stale, invalid_field
from assessments.kit.seal import seal, without
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import policy, queries, rules, sentences, vocabulary
from assessments.restoration.errors import DossierChanged, OwnPlan, PlanIncomplete
from assessments.restoration.messages import DecisionIn, ForecastIn
from assessments.restoration.models import Decision, Dossier, Plan
from assessments.restoration.operations.forecasting import begin_forecast
from assessments.restoration.operations.plans import OPEN_FIELDS, lock_writable, subject_of
from assessments.restoration.workflow import PLAN

DOSSIER_OPEN_FIELDS = frozenset(
    {"plan", "site", "revision", "track", "monuments", "currency", "price_date", "estimate_class", "is_exercise",
     "reports", "language"}
)  # fmt: skip


def _record_transition(plan: Plan, verb: str, before: str, by: Actor, note: str = "", **more: Any) -> None:
    changes = {"status": (before, plan.status), **{name: (None, value) for name, value in more.items()}}
    audit.record(Entry(verb, subject_of(plan), changes, OPEN_FIELDS, note=note), by=by)


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
        lock_writable(plan)
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
        # Whoever judges it reads how far its totals may go, of exactly what was submitted.
        begin_forecast(plan, ForecastIn(id=ids.uuid7()), by=by)
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
        entry = Entry("restoration.dossier.erased", subject_of(found.plan), changes, {"number", "fields"}, note=because)
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
    """Take a plan back, saying why; it stays readable."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    _require_version(plan, expected_version)
    PLAN.require(plan.status, "withdraw")
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say why it is taken back."))
    with transaction.atomic():
        before = plan.status
        plan = advance(plan, PLAN, "withdraw", state_since=clock.now())
        _record_transition(plan, "restoration.plan.withdrawn", before, by, note)
    return plan
