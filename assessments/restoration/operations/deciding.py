"""What bodies decide on a plan: taken here, recorded from a letter by two people, or heard and written down later.

Every decision is about exactly one dossier. Good news waits for its gate; bad news and letters from outside are facts
and never wait (decision 0035).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry
from assessments.evidence import queries as evidence
from assessments.kit import clock, resources
from assessments.kit.actor import Actor, system
from assessments.kit.errors import FieldError, NotFound, SomebodyWasFaster, invalid_field
from assessments.kit.messages import converted
from assessments.kit.workflow import advance
from assessments.people.models import User
from assessments.register import policy as register
from assessments.register.errors import NotAMember
from assessments.register.models import Authority
from assessments.register.roles import May
from assessments.restoration import gates, moves, policy, queries, sentences, vocabulary
from assessments.restoration.errors import (
    DossierChanged,
    GateWaits,
    LetterWaits,
    OwnEntry,
)
from assessments.restoration.messages import DecisionIn
from assessments.restoration.models import Decision, EnteredDecision, Plan, Stipulation
from assessments.restoration.operations.plans import OPEN_FIELDS, subject_of
from assessments.restoration.operations.review import record_transition, require_impartial, require_version
from assessments.restoration.workflow import AT_WORK, ENTRY, PLAN

EMERGENCY = frozenset({"emergency_authorise", "confirm_oral"})
ORAL_HOLDS = timedelta(hours=72)
EMERGENCY_HOLDS = timedelta(days=90)
"""Paper follows an oral authorisation within 72 hours; an emergency lapses at 90 days (field practice A20)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision that was found to be one: of which level, body and kind, and when it ends."""

    level: str
    kind: str
    authority: Authority
    valid_until: datetime | None
    acting_for: User | None
    by_two: bool


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
        return _enter(plan, message, by)
    with transaction.atomic():
        return _write(plan, message, judged, entered_by=by.user_id, by=by)


def check(plan_id: UUID, message: DecisionIn, *, by: Actor, expected_version: int | None = None) -> tuple[Plan, Judged]:
    """Everything that `decide` asks before it writes; raises as it does."""
    plan = resources.get_visible(policy.visible_plans(by).select_related("site"), plan_id)
    require_decider(plan, by, message)
    require_version(plan, expected_version)
    judged = _judged(plan, message, by)
    if message.dossier_sha256 != plan.dossier_sha256:
        raise DossierChanged
    require_gate(plan, message.outcome)
    return plan, judged


def require_decider(plan: Plan, by: Actor, message: DecisionIn | None = None) -> None:
    """Requires somebody who may decide, or record, in the plan's present state. Nobody decides on a plan that they
    wrote or have an interest in. An oral authorisation may be written down by those on the ground who heard it."""
    if message is not None and message.taken == "oral":
        register.require(by, May.HEAR_ORALLY, plan.site_id)
        require_impartial(plan, by)
        return
    levels = {level for level, _name in moves.acts_in(plan.status)} or set(queries.RECORDS_FOR)
    if message is not None and message.outcome == moves.POSITION:
        levels = set(queries.RECORDS_FOR)
    permissions = [queries.RECORDS_FOR[level] for level in moves.Level if level in levels]
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


def _judged(plan: Plan, message: DecisionIn, by: Actor) -> Judged:
    vocabulary.OUTCOME.require(message.outcome, "/outcome")
    vocabulary.TAKEN.require(message.taken, "/taken")
    for number, one in enumerate(message.stipulations):
        vocabulary.STIPULATION_BEFORE.require(one.before, f"/stipulations/{number}/before")
    for number, measure in enumerate(message.measures):
        vocabulary.MEASURE.require(measure, f"/measures/{number}")
    if message.outcome == moves.POSITION:
        return _position(plan, message, by)
    PLAN.require(plan.status, message.outcome)
    level, act = _act(plan, message, by)
    authority = _authority(plan, level, message)
    _require_said(plan, message, act)
    is_recorded = message.taken == "recorded_from_document"
    if level in moves.OUTSIDE and not is_recorded:
        detail = _("Outside bodies write letters: record it from its document.")
        raise invalid_field("/taken", "needs_document", detail)
    if is_recorded:
        _require_document(message, by)
    return Judged(
        level, act.kind, authority, _valid_until(plan, message), _acting_for(plan, act, by), is_recorded or act.by_two
    )


def _act(plan: Plan, message: DecisionIn, by: Actor) -> tuple[moves.Level, moves.Act]:
    """The level on which this person decides so in this state."""
    found = [level for level, name in moves.acts_in(plan.status) if name == message.outcome]
    if message.taken == "oral":
        if message.outcome != "emergency_authorise":
            raise invalid_field("/taken", "not_oral", _("Only an emergency is authorised orally."))
        return moves.Level.NATIONAL, moves.ACTS[moves.Level.NATIONAL]["emergency_authorise"]
    is_recorded = message.taken == "recorded_from_document"
    open_to_them = queries.acts_open_to(by, plan, is_recorded=is_recorded)
    for level in found:
        if (level, message.outcome) in open_to_them:
            return level, moves.ACTS[level][message.outcome]
    level = next((one for one in found if register.may(by, queries.RECORDS_FOR[one], plan.site_id)), found[0])
    directs = moves.ACTS[level][message.outcome].by_director
    what = May.DIRECT_NATIONALLY if directs else queries.RECORDS_FOR[level]
    if not (directs and policy.principal_of(by.user_id, plan)):
        register.require(by, what, plan.site_id)
    if message.outcome == "confirm_oral":
        raise invalid_field("/outcome", "no_oral", _("No oral authorisation of this plan awaits its paper."))
    raise NotFound  # `require` refused already, but for the system, which decides nothing


def _authority(plan: Plan, level: moves.Level, message: DecisionIn) -> Authority:
    found = next((one for one in queries.authorities_for(plan, level) if one.id == message.authority), None)
    if found is None:
        raise invalid_field("/authority", "unknown_authority", _("You act for no such body on this site."))
    if message.outcome == "revoke":
        giver = queries.giver_of_authorisation(plan)
        if giver is not None and giver.authority_id != found.id:
            detail = _("Only the body that gave it revokes it: %(body)s.") % {"body": giver.authority.label}
            raise invalid_field("/authority", "not_the_giver", detail)
    return found


SAYS = {
    "text": ("/text", "missing"), "instrument": ("/instrument", "missing"), "valid_until": ("/valid_until", "missing"),
    "next_day": ("/next_day", "missing"), "measures": ("/measures", "missing"),
}  # fmt: skip


def _require_said(plan: Plan, message: DecisionIn, act: moves.Act) -> None:
    for name in act.needs:
        value = getattr(message, name)
        if not (value.strip() if isinstance(value, str) else value):
            pointer, code = SAYS[name]
            raise invalid_field(pointer, code, sentences.needed(name))
    today = plan.site.today
    for name in ("instrument_day", "notified_on"):
        day = getattr(message, name)
        if day is not None and day > today:
            raise invalid_field(f"/{name}", "future", _("This day has not come yet."))
    for name in ("valid_until", "next_day"):
        day = getattr(message, name)
        if day is not None and day < today:
            raise invalid_field(f"/{name}", "past", _("This day has passed."))
    if message.taken == "oral":
        _require_heard(message)
    elif message.outcome in EMERGENCY and queries.is_on_the_list(plan.site) and message.notified_on is None:
        raise invalid_field("/notified_on", "missing", _("Give the date of the notice to the World Heritage Centre."))


def _require_heard(message: DecisionIn) -> None:
    if not message.heard_by.strip():
        raise invalid_field("/heard_by", "missing", _("Say who heard it."))
    now = clock.now()
    if message.said_at is None or message.said_at.tzinfo is None:
        raise invalid_field("/said_at", "missing", _("Say when it was said, with the time zone."))
    if not now - ORAL_HOLDS < message.said_at <= now:
        detail = _(
            "An oral authorisation holds for 72 hours. What was said earlier, or will be, authorises nothing now."
        )
        raise invalid_field("/said_at", "too_old", detail)


def _require_document(message: DecisionIn, by: Actor) -> None:
    if message.document is None:
        raise invalid_field("/document", "missing", _("Name the document that it is recorded from."))
    if message.document not in evidence.readable_documents(by, {message.document}):
        raise invalid_field("/document", "unknown_document", _("There is no such document that you may read."))


def _valid_until(plan: Plan, message: DecisionIn) -> datetime | None:
    """The end of the last day on which it is valid. An emergency authorisation holds for at most 90 days."""
    zone = ZoneInfo(plan.site.time_zone)
    given = None
    if message.valid_until is not None:
        given = datetime.combine(message.valid_until + timedelta(days=1), time(), zone)
    if message.taken == "oral":
        assert message.said_at is not None  # required above
        return message.said_at + ORAL_HOLDS
    if message.outcome in EMERGENCY:
        oral = queries.oral_awaiting_paper(plan) if message.outcome == "confirm_oral" else None
        since = oral.said_at if oral and oral.said_at else clock.now()
        latest = since + EMERGENCY_HOLDS
        if given is not None and given > latest + timedelta(days=1):
            detail = _("An emergency authorisation lapses after 90 days. Give an earlier day, or none.")
            raise invalid_field("/valid_until", "too_long", detail)
        return min(given, latest) if given else latest
    return given


def _acting_for(plan: Plan, act: moves.Act, by: Actor) -> User | None:
    """The director for whom a deputy decides; None for directors themselves and for what reviewers decide."""
    if not act.by_director or register.may(by, May.DIRECT_NATIONALLY, plan.site_id):
        return None
    return policy.principal_of(by.user_id, plan)


def _position(plan: Plan, message: DecisionIn, by: Actor) -> Judged:
    """A body outside the chain states a position: an owner, a de facto authority. It moves nothing, and stands."""
    if message.position is None:
        raise invalid_field("/position", "missing", _("Say whether it is in favour or against."))
    vocabulary.POSITION.require(message.position, "/position")
    vocabulary.DECISION_KIND.require(message.kind, "/kind")
    if not message.text.strip():
        raise invalid_field("/text", "missing", sentences.needed("text"))
    if message.taken != "recorded_from_document":
        raise invalid_field("/taken", "needs_document", _("Outside bodies write letters: record it from its document."))
    _require_document(message, by)
    authority = Authority.objects.filter(pk=message.authority, sites=plan.site_id).first()
    if authority is None:
        raise invalid_field("/authority", "unknown_authority", _("No such body is on file for this site."))
    return Judged("other", str(message.kind), authority, None, None, by_two=True)


def _enter(plan: Plan, message: DecisionIn, by: Actor) -> EnteredDecision:
    try:
        with transaction.atomic():
            entered = EnteredDecision.objects.create(
                plan=plan, message=msgspec.to_builtins(message), entered_by_id=by.user_id, entered_at=clock.now()
            )
            changes = {"entry": (None, entered.id), "outcome": (None, message.outcome)}
            entry = Entry("restoration.decision.entered", subject_of(plan), changes, {"entry", *OPEN_FIELDS})
            audit.record(entry, by=by)
    except IntegrityError:
        raise LetterWaits from None
    return entered


def confirm(entry_id: UUID, *, by: Actor) -> Decision:
    """Confirm, as a second person with the document at hand, what another entered; only then does the plan move.

    Raises `OwnEntry` for the person who entered it, `SettledAlready`, `DossierChanged` when the plan moved on."""
    entered, plan, message = _waiting(entry_id, by)
    judged = _judged(plan, message, by)
    if message.dossier_sha256 != plan.dossier_sha256:
        raise DossierChanged
    if message.outcome == "close" and message.taken == "in_system":
        _require_one_director(plan, entered, by)
    require_gate(plan, message.outcome)
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
    "close": "closed", moves.POSITION: "position_stated",
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
    if message.outcome in VALIDITY:
        found["valid_until"] = judged.valid_until
    return found


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
