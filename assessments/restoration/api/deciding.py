"""Decisions over REST, what was entered from letters, stipulations, and what the next gates still need."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.api import IfMatch, JSONView, endpoint, respond
from assessments.kit.errors import WrongState
from assessments.kit.messages import EmptyBody, converted
from assessments.people.authentication import signed_in
from assessments.restoration import gates, messages, moves, operations, queries, sentences
from assessments.restoration.models import Decision, EnteredDecision, Plan, Stipulation


class DecisionOut(msgspec.Struct, kw_only=True):
    """`status` is `waiting` for what was entered from a document and no second person has confirmed."""

    id: UUID
    plan: UUID
    status: str
    authority: UUID
    level: str | None
    kind: str | None
    outcome: str
    position: str | None
    text: str
    signatory: str
    office: str
    instrument: str
    instrument_day: date | None
    language: str
    taken: str
    document: UUID | None
    valid_until: datetime | None
    next_day: date | None
    measures: list[str]
    notified_on: date | None
    heard_by: str
    said_at: datetime | None
    acting_for: UUID | None
    entered_by: UUID
    confirmed_by: UUID | None
    decided_at: datetime | None
    dossier_sha256: str
    revision: int
    stipulations: list[dict[str, Any]]


def decision_out(one: Decision) -> DecisionOut:
    return DecisionOut(
        id=one.id, plan=one.plan_id, status="in_force", authority=one.authority_id, level=one.level, kind=one.kind,
        outcome=one.outcome, position=one.position or None, text=one.text, signatory=one.signatory, office=one.office,
        instrument=one.instrument, instrument_day=one.instrument_day, language=one.language, taken=one.taken,
        document=one.document_id, valid_until=one.valid_until, next_day=one.next_day, measures=one.measures,
        notified_on=one.notified_on, heard_by=one.heard_by, said_at=one.said_at, acting_for=one.acting_for_id,
        entered_by=one.entered_by_id, confirmed_by=one.confirmed_by_id, decided_at=one.decided_at,
        dossier_sha256=one.dossier_sha256, revision=one.revision,
        stipulations=[{"id": found.id, **_said(found)} for found in one.opened.all()],
    )  # fmt: skip


def _said(found: Stipulation) -> dict[str, Any]:
    return {"text": found.text, "before": found.before, "status": found.status}


def entered_out(one: EnteredDecision) -> DecisionOut:
    said = converted(one.message, messages.DecisionIn)
    return DecisionOut(
        id=one.id, plan=one.plan_id, status=one.status, authority=said.authority, level=None, kind=said.kind,
        outcome=said.outcome, position=said.position, text=said.text, signatory=said.signatory, office=said.office,
        instrument=said.instrument, instrument_day=said.instrument_day, language=said.language, taken=said.taken,
        document=said.document, valid_until=None, next_day=said.next_day, measures=list(said.measures),
        notified_on=said.notified_on, heard_by=said.heard_by, said_at=said.said_at, acting_for=None,
        entered_by=one.entered_by_id, confirmed_by=None, decided_at=None, dossier_sha256=said.dossier_sha256,
        revision=one.plan.revision,
        stipulations=[{"text": found.text, "before": found.before} for found in said.stipulations],
    )  # fmt: skip


def decided_out(found: Decision | EnteredDecision) -> DecisionOut:
    return decision_out(found) if isinstance(found, Decision) else entered_out(found)


class Decisions(JSONView):
    @endpoint("Decisions on a plan, each with the dossier it saw", response=DecisionOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        plan = queries.plan(signed_in(request), id)
        return {"results": [decision_out(one) for one in queries.decisions_on(plan)], "next": None}

    @endpoint(
        "Take a decision for a body, or enter one from its document: every outcome that the plan's state allows",
        request=messages.DecisionIn, response=DecisionOut, status=201, if_match=True,
    )  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        plan = queries.plan(by, id)
        operations.require_decider(plan, by)
        version = if_match(plan)
        if not plan.dossier_sha256:
            raise WrongState(state=plan.status, move="decide", possible=", ".join(moves.HOLDERS))
        return respond(decided_out(operations.decide(id, body(), by=by, expected_version=version)), status=201)


class EnteredDecisions(JSONView):
    @endpoint("What was entered from documents and awaits a second person", response=DecisionOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        by = signed_in(request)
        plan = queries.plan(by, id)
        rows = [
            one for one in queries.entered_decisions(plan)
            if one.entered_by_id == by.user_id or queries.may_record(by, plan, one.level)
        ]  # fmt: skip
        return {"results": [entered_out(one) for one in rows], "next": None}


class ConfirmDecision(JSONView):
    @endpoint("Confirm, from the document, a decision that somebody else entered", request=EmptyBody,
              response=DecisionOut)  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any) -> DecisionOut:
        by = signed_in(request)
        queries.entered_decision(by, id)
        body()
        return decision_out(operations.confirm(id, by=by))


class RefuseDecision(JSONView):
    @endpoint("Refuse an entered decision, or take one's own back", request=messages.Settlement, response=DecisionOut)
    def post(self, request: Request, id: UUID, body: Any) -> DecisionOut:
        by = signed_in(request)
        queries.entered_decision(by, id)
        return entered_out(operations.refuse_entry(id, body().note, by=by))


class StipulationOut(msgspec.Struct, kw_only=True):
    id: UUID
    plan: UUID
    decision: UUID
    authority: UUID
    number: int
    text: str
    before: str
    status: str
    answer: str
    answer_document: UUID | None
    answered_at: datetime | None
    closing_note: str
    closing_document: UUID | None
    closed_at: datetime | None
    version: int


def stipulation_out(one: Stipulation) -> StipulationOut:
    return StipulationOut(
        id=one.id, plan=one.plan_id, decision=one.decision_id, authority=one.decision.authority_id, number=one.number,
        text=one.text, before=one.before, status=one.status, answer=one.answer, answer_document=one.answer_document_id,
        answered_at=one.answered_at, closing_note=one.closing_note, closing_document=one.closing_document_id,
        closed_at=one.closed_at, version=one.version,
    )  # fmt: skip


class Stipulations(JSONView):
    @endpoint("The stipulations of a plan", response=StipulationOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        plan = queries.plan(signed_in(request), id)
        return {"results": [stipulation_out(one) for one in queries.stipulations_of(plan)], "next": None}


class StipulationDetail(JSONView):
    @endpoint("One stipulation", response=StipulationOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.stipulation(signed_in(request), id)
        return respond(stipulation_out(found), version=found.version)


class AnswerStipulation(JSONView):
    @endpoint(
        "Say what was done about a stipulation", request=messages.AnswerIn, response=StipulationOut, if_match=True
    )
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.stipulation(by, id)
        operations.require_answerer(found, by)
        version = if_match(found)
        made = operations.answer(id, body(), by=by, expected_version=version)
        return respond(stipulation_out(made), version=made.version)


class CloseStipulation(JSONView):
    @endpoint("Close a stipulation for the body that set it", request=messages.ClosingIn, response=StipulationOut,
              if_match=True)  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.stipulation(by, id)
        operations.require_closer(found, by)
        version = if_match(found)
        made = operations.close(id, body(), by=by, expected_version=version)
        return respond(stipulation_out(made), version=made.version)


class NextOut(msgspec.Struct, kw_only=True):
    """Who holds a plan and for how many days, what changed under it, and per gate what it still needs. `seen` names the
    changes to whoever confirms that the plan stands all the same."""

    holder: str | None
    since: datetime | None
    days: int | None
    is_stopped: bool
    valid_until: datetime | None
    basis_changes: list[dict[str, Any]]
    seen: str
    missing: dict[str, list[dict[str, str]]]


def next_gates(plan: Plan) -> list[str]:
    """The gates that lead on from the plan's present state."""
    return [name for name in gates.GATES if queries.leads_on(plan, name)]


class Next(JSONView):
    @endpoint("Who holds the plan, and what its next gates still need", response=NextOut)
    def get(self, request: Request, id: UUID) -> NextOut:
        plan = queries.plan(signed_in(request), id)
        holder, facts, changes = queries.holder(plan), queries.facts(plan), queries.basis_changes(plan)
        return NextOut(
            holder=holder.role if holder else None, since=holder.since if holder else None,
            days=holder.days if holder else None, is_stopped=holder.is_stopped if holder else False,
            valid_until=plan.valid_until,
            basis_changes=[{"code": one.code, "at": one.at, "kind": one.kind, "id": one.id} for one in changes],
            seen=queries.seen_changes(changes),
            missing={
                gate: [{"code": code, "detail": sentences.gate(code)} for code in gates.missing_at(gate, facts)]
                for gate in next_gates(plan)
            },
        )  # fmt: skip
