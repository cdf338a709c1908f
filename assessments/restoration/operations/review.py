"""Submitting a plan, reviewing it internally, deciding for the national authority, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry
from assessments.kit import clock, ids, resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import plain
from assessments.kit.errors import FieldError, invalid_field
from assessments.kit.seal import seal
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import policy, queries, rules, sentences
from assessments.restoration.errors import FoundWorksStay, OwnInterest, OwnPlan, PlanIncomplete
from assessments.restoration.messages import ForecastIn
from assessments.restoration.models import Dossier, Plan
from assessments.restoration.operations.forecasting import begin_forecast
from assessments.restoration.operations.plans import OPEN_FIELDS, lock_writable, subject_of
from assessments.restoration.workflow import PLAN

DOSSIER_OPEN_FIELDS = frozenset(
    {"plan", "site", "revision", "track", "monuments", "currency", "price_date", "estimate_class", "is_exercise",
     "reports", "language", "documents"}
)  # fmt: skip


def record_transition(plan: Plan, verb: str, before: str, by: Actor, note: str = "", **more: Any) -> None:
    """The history entry of one move of the state machine."""
    changes = {"status": (before, plan.status), **{name: (None, value) for name, value in more.items()}}
    audit.record(Entry(verb, subject_of(plan), changes, OPEN_FIELDS, note=note), by=by)


def submit(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """Submit a plan and freeze its dossier: to internal review, or after a requested revision to the earliest gate
    whose part of the dossier changed, with a note of what changed. Raises `PlanIncomplete` with the checklist."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    resources.require_version(plan, expected_version)
    PLAN.require(plan.status, "submit")
    missing = rules.missing_to_submit(queries.readiness(plan))
    if plan.status == "revision_requested" and not note.strip():
        missing.append(("no_change_log", "/note"))
    if missing:
        found = [FieldError(at, code, sentences.missing(code)) for code, at in missing]
        raise PlanIncomplete(" ".join([_(PlanIncomplete.title), *(one.detail for one in found)]), errors=found)
    with transaction.atomic():
        lock_writable(plan)
        before = plan.status
        move = "submit" if before == "draft" or _changed_for_the_site(plan) else "resubmit"
        plan.revision += 1
        digest = freeze(plan)
        plan = advance(
            plan, PLAN, move, revision=plan.revision, dossier_sha256=digest, state_since=clock.now(),
            clock_stopped_at=None,
        )  # fmt: skip
        record_transition(
            plan, "restoration.plan.submitted", before, by, note, dossier_sha256=digest, revision=plan.revision
        )
        # Whoever judges it reads how far its totals may go, of exactly what was submitted.
        begin_forecast(plan, ForecastIn(id=ids.uuid7()), by=by)
    return plan


NATIONAL_PARTS = frozenset(
    {"documents", "request_answers", "estimate_class", "basis_of_estimate", "price_date", "revision", "format"}
)
"""Parts of a dossier that the site's director does not judge: a revision of these alone goes to the nation at once."""


def _changed_for_the_site(plan: Plan) -> bool:
    """Whether something changed that the site's director judges, since the version that came back."""
    last = queries.dossier(plan, plan.revision)
    before, now = (
        queries.opened_dossier(last).document,
        {name: plain(one) for name, one in queries.document_of(plan).items()},
    )
    return any(_judged(name, before) != _judged(name, now) for name in (before.keys() | now.keys()) - NATIONAL_PARTS)


def _judged(name: str, document: Mapping[str, Any]) -> Any:
    """A part of a dossier without what follows from the nation's parts: the share of a class, the factor of a day."""
    value, derived = document.get(name), {"contingency": "percent", "escalation": "factor"}.get(name)
    if derived is None or not isinstance(value, dict) or value.get("rule") == "stated":
        return value
    return {one: said for one, said in value.items() if one != derived}


def freeze(plan: Plan) -> str:
    """Freeze what a plan says as the dossier of its revision; returns the digest of its canonical bytes."""
    sealed = seal(queries.document_of(plan), open_fields=DOSSIER_OPEN_FIELDS)
    Dossier.objects.create(
        plan=plan, revision=plan.revision, canonical=sealed.canonical, sha256=sealed.digest.hex(),
        private=sealed.private, frozen_at=clock.now(),
    )  # fmt: skip
    return sealed.digest.hex()


def require_impartial(plan: Plan, by: Actor) -> None:
    """Raises `OwnPlan` for those who wrote it, `OwnInterest` for those who declared an interest."""
    if policy.wrote(plan, by):
        raise OwnPlan
    if policy.declared_interest(plan, by):
        raise OwnInterest


def require_internal_reviewer(plan: Plan, by: Actor) -> None:
    """Requires the site's director, who passes plans on or sends them back. Raises `OwnPlan` for an author."""
    register.require(by, May.PASS_INTERNALLY, plan.site_id)
    require_impartial(plan, by)


def require_planner(plan: Plan, by: Actor) -> None:
    """Requires a planner of the site: they write, submit and withdraw plans."""
    register.require(by, May.PLAN, plan.site_id)


def _for_internal_review(plan_id: UUID, move: str, by: Actor, expected_version: int | None) -> Plan:
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    require_internal_reviewer(plan, by)
    resources.require_version(plan, expected_version)
    PLAN.require(plan.status, move)
    return plan


def pass_(plan_id: UUID, *, by: Actor, note: str = "", expected_version: int | None = None) -> Plan:
    """The site's director passes a plan on to the national authority."""
    plan = _for_internal_review(plan_id, "pass", by, expected_version)
    with transaction.atomic():
        plan = advance(plan, PLAN, "pass", state_since=clock.now())
        record_transition(plan, "restoration.plan.passed", "internal_review", by, note)
    return plan


def send_back(plan_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> Plan:
    """The site's director sends a plan back to its planners, saying why."""
    plan = _for_internal_review(plan_id, "send_back", by, expected_version)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say what should be mended."))
    with transaction.atomic():
        plan = advance(plan, PLAN, "send_back", state_since=clock.now())
        record_transition(plan, "restoration.plan.sent_back", "internal_review", by, note)
    return plan


def withdraw(plan_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> Plan:
    """Take a plan back, saying why; it stays readable."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    resources.require_version(plan, expected_version)
    PLAN.require(plan.status, "withdraw")
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say why it is taken back."))
    if plan.begun_on:
        raise FoundWorksStay
    with transaction.atomic():
        before = plan.status
        plan = advance(plan, PLAN, "withdraw", state_since=clock.now())
        record_transition(plan, "restoration.plan.withdrawn", before, by, note)
    return plan
