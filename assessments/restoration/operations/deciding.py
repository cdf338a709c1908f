"""What bodies decide on a plan: taken here, recorded from a letter by two people, or heard and written down later.

Every decision is about exactly one dossier. Good news waits for its gate; bad news and letters from outside are facts
and never wait (decision 0035).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry
from assessments.kit import clock, resources
from assessments.kit.actor import Actor, system
from assessments.kit.errors import FieldError, SomebodyWasFaster, invalid_field
from assessments.kit.messages import converted
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.errors import NotAMember
from assessments.register.roles import May
from assessments.restoration import gates, moves, policy, queries, sentences
from assessments.restoration.errors import (
    DossierChanged,
    GateWaits,
    LetterWaits,
    OwnEntry,
)
from assessments.restoration.messages import DecisionIn
from assessments.restoration.models import Decision, EnteredDecision, Plan, Stipulation
from assessments.restoration.operations.judging import Judged, judge
from assessments.restoration.operations.plans import OPEN_FIELDS, subject_of
from assessments.restoration.operations.review import record_transition, require_impartial
from assessments.restoration.workflow import AT_WORK, ENTRY, PLAN


def decide(
    plan_id: UUID, message: DecisionIn, *, by: Actor, expected_version: int | None = None
) -> Decision | EnteredDecision:
    """Take a decision for a body, or enter one from its document.

    What is recorded from a document, and what closes a plan, waits for a second person and is returned as an
    `EnteredDecision`. Raises `OwnPlan`, `OwnInterest`, `SecondFactorNeeded`, `DossierChanged`, `GateWaits` with what is
    missing, `LetterWaits` when another entry awaits its confirmation.
    """
    plan, judged = check(plan_id, message, by=by, expected_version=expected_version)
    if judged.by_two:
        return _enter(plan, message, judged, by)
    with transaction.atomic():
        return _write(plan, message, judged, entered_by=by.user_id, by=by)


def check(plan_id: UUID, message: DecisionIn, *, by: Actor, expected_version: int | None = None) -> tuple[Plan, Judged]:
    """Everything that `decide` asks before it writes; raises as it does."""
    plan = resources.get_visible(policy.visible_plans(by).select_related("site"), plan_id)
    require_decider(plan, by, message)
    resources.require_version(plan, expected_version)
    return plan, _judged_at_its_gate(plan, message, by)


def _judged_at_its_gate(plan: Plan, message: DecisionIn, by: Actor) -> Judged:
    """What a decision on the plan's present dossier amounts to, once its gate waits for nothing."""
    judged = judge(plan, message, by)
    if message.dossier_sha256 != plan.dossier_sha256:
        raise DossierChanged
    if judged.is_gate:
        require_gate(plan, message.outcome)
    return judged


def require_decider(plan: Plan, by: Actor, message: DecisionIn | None = None) -> None:
    """Requires somebody who may decide, or record, in the plan's present state. Nobody decides on a plan that they
    wrote or have an interest in. An oral authorisation may be written down by those on the ground who heard it. Without
    a message, somebody who could decide or record anything on the site."""
    if message is not None and message.taken == "oral":
        register.require(by, May.HEAR_ORALLY, plan.site_id)
        require_impartial(plan, by)
        return
    levels = {level for level, _name in moves.acts_in(plan.status)} or set(queries.RECORDS_FOR)
    if message is None or message.outcome == moves.POSITION:
        levels = set(queries.RECORDS_FOR)
    permissions = [queries.RECORDS_FOR[level] for level in moves.Level if level in levels]
    if message is None and register.may(by, May.HEAR_ORALLY, plan.site_id):
        return
    if not any(register.may(by, one, plan.site_id) for one in permissions):
        register.require(by, permissions[0], plan.site_id)
    require_impartial(plan, by)
    policy.require_second_factor(by)


def require_gate(plan: Plan, gate: str) -> None:
    """Raises `GateWaits` with a sentence for each thing that the gate still needs."""
    if gate not in gates.GATES:
        return
    missing = gates.missing_at(gate, queries.facts(plan))
    if missing:
        found = [FieldError("", code, sentences.gate(code)) for code in missing]
        raise GateWaits(" ".join([_(GateWaits.title), *(one.detail for one in found)]), errors=found)


def _enter(plan: Plan, message: DecisionIn, judged: Judged, by: Actor) -> EnteredDecision:
    try:
        with transaction.atomic():
            entered = EnteredDecision.objects.create(
                plan=plan,
                message=msgspec.to_builtins(message),
                level=judged.level,
                entered_by_id=by.user_id,
                entered_at=clock.now(),
            )
            changes = {"entry": (None, entered.id), "outcome": (None, message.outcome)}
            entry = Entry("restoration.decision.entered", subject_of(plan), changes, {"entry", *OPEN_FIELDS})
            audit.record(entry, by=by)
    except IntegrityError:
        raise LetterWaits from None
    return entered


def confirm(entry_id: UUID, *, by: Actor) -> Decision:
    """Confirm, as a second person with the document at hand, what another entered; only then does the plan move.

    Raises `OwnEntry` for the person who entered it, `WrongState` when it is settled already, `DossierChanged` when the
    plan moved on, `GateWaits`."""
    entered, plan, message = _waiting(entry_id, by)
    judged = _judged_at_its_gate(plan, message, by)
    if message.outcome == "close":
        _require_one_director(plan, entered, by)
    with transaction.atomic():
        _settle(entered, "confirm", by)
        return _write(plan, message, judged, entered_by=entered.entered_by_id, by=by, confirmed_by=by.user_id)


def _require_one_director(plan: Plan, entered: EnteredDecision, by: Actor) -> None:
    """A plan is closed by the director and a second reviewer: one of the two directs, or deputises."""
    people = (by.user_id, entered.entered_by_id)
    if not any(policy.directs(one, plan) or policy.principal_of(one, plan) for one in people):
        raise NotAMember(what=May.DIRECT_NATIONALLY.value)


def refuse_entry(entry_id: UUID, note: str, *, by: Actor) -> EnteredDecision:
    """Refuse what another entered, or take one's own entry back, saying why. The plan stays where it is."""
    entered = resources.get_visible(
        EnteredDecision.objects.filter(plan__in=policy.visible_plans(by)).select_related("plan__site"), entry_id
    )
    if entered.entered_by_id != by.user_id:
        require_decider(entered.plan, by, converted(entered.message, DecisionIn))
    ENTRY.require(entered.status, "refuse")
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say what is wrong with the entry."))
    with transaction.atomic():
        entered = _settle(entered, "refuse", by, note)
        changes = {"entry": (None, entered.id)}
        audit.record(
            Entry("restoration.decision.entry_refused", subject_of(entered.plan), changes, {"entry"}, note=note), by=by
        )
    return entered


def _waiting(entry_id: UUID, by: Actor) -> tuple[EnteredDecision, Plan, DecisionIn]:
    entered = queries.entered_decision(by, entry_id)
    plan = entered.plan
    message = converted(entered.message, DecisionIn)
    require_decider(plan, by, message)
    if entered.entered_by_id == by.user_id:
        raise OwnEntry
    ENTRY.require(entered.status, "confirm")
    return entered, plan, message


def _settle(entered: EnteredDecision, move: str, by: Actor, note: str = "") -> EnteredDecision:
    return advance(entered, ENTRY, move, settled_by_id=by.user_id, settled_at=clock.now(), note=note)


VERBS = {
    "endorse": "endorsed", "request_revision": "revision_requested", "reject": "rejected",
    "emergency_authorise": "emergency_authorised", "confirm_oral": "oral_confirmed", "transmit": "transmitted",
    "forward": "forwarded", "request_information": "information_requested", "give_information": "information_given",
    "advise": "advised", "object": "objected", "accept": "accepted", "refer": "referred", "defer": "deferred",
    "conclude": "concluded", "permit": "permitted", "extend": "extended", "revoke": "revoked", "stop": "stop_ordered",
    "close": "closed", "reopen": "reopened", moves.POSITION: "position_stated",
}  # fmt: skip


def _write(
    plan: Plan, message: DecisionIn, judged: Judged, *, entered_by: UUID | None, by: Actor,
    confirmed_by: UUID | None = None,
) -> Decision:  # fmt: skip
    """The decision, its stipulations, the plan's new state and the history, in one transaction. Two who decide at once
    cannot both succeed: the plan moves by a conditional UPDATE."""
    before = plan.status
    now = clock.now()
    if message.outcome != moves.POSITION:
        plan = advance(plan, PLAN, message.outcome, **_consequences(plan, message, judged, now))
    decision = Decision.objects.create(
        plan=plan, authority=judged.authority, kind=judged.kind, level=judged.level, outcome=message.outcome,
        text=message.text, stipulations=msgspec.to_builtins(message.stipulations), signatory=message.signatory,
        office=message.office, instrument=message.instrument, instrument_day=message.instrument_day,
        language=message.language, taken=message.taken, document_id=message.document, valid_until=judged.valid_until,
        next_day=message.next_day, measures=message.measures, notified_on=message.notified_on,
        heard_by=message.heard_by, said_at=message.said_at, position=message.position or "", entered_by_id=entered_by,
        acting_for=judged.acting_for, confirmed_by_id=confirmed_by, confirmed_at=now if confirmed_by else None,
        decided_at=now, dossier_sha256=plan.dossier_sha256, revision=plan.revision,
    )  # fmt: skip
    Stipulation.objects.bulk_create(
        Stipulation(plan=plan, decision=decision, number=number, text=one.text, before=one.before)
        for number, one in enumerate(message.stipulations, 1)
    )
    record_transition(
        plan, f"restoration.plan.{VERBS[message.outcome]}", before, by, message.text, outcome=message.outcome,
        dossier_sha256=plan.dossier_sha256, authority=str(judged.authority.id),
    )  # fmt: skip
    return decision


def _consequences(plan: Plan, message: DecisionIn, judged: Judged, now: datetime) -> dict[str, Any]:
    """What a decision changes on the plan beside its state."""
    found: dict[str, Any] = {}
    if PLAN.require(plan.status, message.outcome).target != plan.status:
        found["state_since"] = now
        found["clock_stopped_at"] = None
    if message.outcome == "request_information":
        found["clock_stopped_at"] = plan.clock_stopped_at or now
    elif message.outcome == "give_information" and plan.clock_stopped_at:
        # The days on which the body waited do not count: the beginning moves by as much.
        found |= {"clock_stopped_at": None, "state_since": plan.state_since + (now - plan.clock_stopped_at)}
    if message.outcome in VALIDITY and (judged.valid_until or message.outcome not in PASSED_ON):
        found["valid_until"] = judged.valid_until
    return found


PASSED_ON = frozenset({"conclude", "accept"})
"""Decisions that leave the end of an earlier one in force, unless they give a day of their own."""
VALIDITY = frozenset({"endorse", "conclude", "accept", "permit", "emergency_authorise", "confirm_oral", "extend"})
"""Decisions that say until when the plan is authorised; without a day, until they are revoked."""


def lapse_over(now: datetime | None = None) -> int:
    """Let every plan lapse whose authorisation is over, as the system. Returns how many there were."""
    by = system("clock")
    states = (*AT_WORK, "nationally_endorsed", "review_concluded")
    count = 0
    for plan in Plan.objects.filter(status__in=states, valid_until__lte=now or clock.now()).order_by("valid_until"):
        before = plan.status
        try:
            with transaction.atomic():
                plan = advance(plan, PLAN, "lapse", state_since=clock.now())
                record_transition(plan, "restoration.plan.lapsed", before, by)
        except SomebodyWasFaster:
            continue  # somebody extended or revoked it at this moment; the next round looks again
        count += 1
    return count
