"""Plans over REST: what they say, their estimates, what was submitted and decided."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.actor import Actor
from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.errors import NotFound
from assessments.kit.sealed_response import sealed_response
from assessments.people.authentication import signed_in
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import messages, operations, queries, rules
from assessments.restoration.api.packages import planner_of
from assessments.restoration.documents import PlanOut, plan_out
from assessments.restoration.models import Dossier, Plan
from assessments.restoration.workflow import PLAN


class Money(msgspec.Struct):
    amount: str
    currency: str


class RangeOut(msgspec.Struct):
    low: Money
    likely: Money
    high: Money
    p10: Money
    p80: Money
    p90: Money


class ContingencyOut(msgspec.Struct, kw_only=True):
    """A share of the lines. `percent` is None where there is none."""

    rule: str
    percent: Decimal | None
    amount: RangeOut


class EscalationOut(msgspec.Struct, kw_only=True):
    """What rising prices add to lines and contingency. `factor` is None where there is none."""

    factor: Decimal | None
    amount: RangeOut


class Accuracy(msgspec.Struct):
    """Where the total may lie as works defined so far usually go."""

    low: Money
    high: Money


class EstimateOut(msgspec.Struct, kw_only=True):
    """`total` is `lines` with contingency and escalation; what is by package, phase and category is of lines alone."""

    plan: UUID
    estimate_class: int | None
    price_date: date | None
    total: RangeOut
    lines: RangeOut
    contingency: ContingencyOut
    escalation: EscalationOut
    accuracy: Accuracy | None
    by_package: list[dict[str, Any]]
    by_phase: dict[str, RangeOut]
    by_category: dict[str, RangeOut]


class PlanQuery(Page, kw_only=True):
    site: UUID | None = None
    status: str = ""
    track: str = ""


def range_out(found: rules.Range, currency: str) -> RangeOut:
    amounts = (found.low, found.likely, found.high, found.p10, found.p80, found.p90)
    return RangeOut(*(money_out(one, currency) for one in amounts))


def money_out(amount: Decimal, currency: str) -> Money:
    return Money(str(rules.cents(amount)), currency)


class PlanList(JSONView):
    @endpoint("Plans that you may see", query=PlanQuery, response=PlanOut, many=True)
    def get(self, request: Request, query: PlanQuery) -> dict[str, Any]:
        rows = queries.plans(signed_in(request), site=query.site, status=query.status, track=query.track)
        rows = rows.prefetch_related("monuments")
        return self.paged(request, rows, query, lambda found: [plan_out(one) for one in found])

    @endpoint("Begin a plan", request=messages.PlanIn, response=PlanOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.PlanIn]) -> Response:
        by = signed_in(request)
        plan = operations.create_plan(body(), by=by)
        return respond_created(plan, plan_out(plan))


class PlanDetail(JSONView):
    @endpoint("One plan", response=PlanOut)
    def get(self, request: Request, id: UUID) -> Response:
        plan = queries.plan(signed_in(request), id)
        return respond(plan_out(plan), version=plan.version)

    @endpoint("Change a plan", request=messages.PlanPatch, response=PlanOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        plan = planner_of(id, by)
        version = if_match(plan)
        operations.require_writable(plan)
        plan = operations.change_plan(id, body(), by=by, expected_version=version)
        return respond(plan_out(plan), version=plan.version)


class Estimate(JSONView):
    @endpoint("Totals as ranges, by package and category", response=EstimateOut)
    def get(self, request: Request, id: UUID) -> EstimateOut:
        plan = queries.plan(signed_in(request), id)
        found = queries.estimate(plan, queries.packages_of(plan))
        return EstimateOut(
            plan=plan.id, estimate_class=plan.estimate_class, price_date=plan.price_date,
            total=range_out(found.total, plan.currency), lines=range_out(found.lines, plan.currency),
            contingency=ContingencyOut(
                rule=plan.contingency_rule, percent=found.added.contingency,
                amount=range_out(found.contingency, plan.currency),
            ),
            escalation=EscalationOut(
                factor=found.added.escalation, amount=range_out(found.escalation, plan.currency)
            ),
            accuracy=Accuracy(*(money_out(one, plan.currency) for one in found.accuracy)) if found.accuracy else None,
            by_phase={name: range_out(one, plan.currency) for name, one in found.by_phase.items()},
            by_package=[
                {"package": package.id, "title": package.title, "total": range_out(one, plan.currency)}
                for package, one in found.by_package
            ],
            by_category={name: range_out(one, plan.currency) for name, one in found.by_category.items()},
        )  # fmt: skip


class DossierOut(msgspec.Struct):
    """`document` as it was submitted; fields in `erased` were erased since."""

    revision: int
    frozen_at: datetime
    sha256: str
    document: dict[str, Any]
    erased: list[str]


class DossierList(JSONView):
    @endpoint("What was submitted, each time", response=DossierOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        found = []
        for one in queries.dossiers_of(queries.plan(signed_in(request), id)):
            said = queries.opened_dossier(one)
            found.append(DossierOut(one.revision, one.frozen_at, one.sha256, said.document, said.erased))
        return {"results": found, "next": None}


class DossierFile(JSONView):
    @endpoint("What was submitted, whole and with its salts: recompute its hash with verify_sealed.py", binary=True)
    def get(self, request: Request, id: UUID, number: int) -> Any:
        found = queries.dossier(queries.plan(signed_in(request), id), number)
        return sealed_response(queries.dossier_file(found), f"dossier-{id}-{number}")


class DossierBytes(JSONView):
    @endpoint("The canonical bytes that reviewers read, with commitments for what is private", binary=True)
    def get(self, request: Request, id: UUID) -> Any:
        plan = queries.plan(signed_in(request), id)
        dossier = Dossier.objects.filter(plan=plan, sha256=plan.dossier_sha256).first()
        if dossier is None:
            raise NotFound
        response = HttpResponse(bytes(dossier.canonical), content_type="application/json")
        response["Repr-Digest"] = f"sha-256=:{_base64(dossier.sha256)}:"
        return response


def _base64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


def _transition_view(
    name: str, summary: str, move: str | None, require: Callable[[Plan, Actor], None], run: Callable[..., Plan]
) -> type[JSONView]:  # fmt: skip
    """The view of one workflow transition with a note: `require` checks who may do it, `move` is its name. None for
    what leaves the plan in its state."""

    class TransitionView(JSONView):
        @endpoint(summary, request=messages.Note, response=PlanOut, if_match=True)
        def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
            by = signed_in(request)
            found = queries.plan(by, id)
            require(found, by)
            version = if_match(found)
            if move is not None:
                PLAN.require(found.status, move)
            message = body()
            plan = run(id, by=by, note=message.note, expected_version=version)
            return respond(plan_out(plan), version=plan.version)

    TransitionView.__name__ = name
    return TransitionView


def require(what: May) -> Callable[[Plan, Actor], None]:
    """The check that somebody may do this on the plan's site."""
    return lambda plan, by: register.require(by, what, plan.site_id)


SubmitPlan = _transition_view(
    "SubmitPlan", "Submit to internal review", "submit", operations.require_planner, operations.submit
)  # fmt: skip
PassPlan = _transition_view(
    "PassPlan", "Pass on to the national authority", "pass", operations.require_internal_reviewer, operations.pass_
)  # fmt: skip
SendBackPlan = _transition_view(
    "SendBackPlan", "Send back to the planners", "send_back", operations.require_internal_reviewer,
    operations.send_back,
)  # fmt: skip
WithdrawPlan = _transition_view(
    "WithdrawPlan", "Take a plan back", "withdraw", operations.require_planner, operations.withdraw
)
StartWorks = _transition_view("StartWorks", "Begin authorised works", "start", require(May.RUN_WORKS), operations.start)
SuspendWorks = _transition_view(
    "SuspendWorks", "Let works stand still", "suspend", require(May.HALT_WORKS), operations.suspend
)  # fmt: skip
ResumeWorks = _transition_view("ResumeWorks", "Go on with works", "resume", require(May.RUN_WORKS), operations.resume)
CompleteWorks = _transition_view(
    "CompleteWorks", "Report the works as finished", "complete", require(May.RUN_WORKS), operations.complete
)  # fmt: skip
TakeUpPlan = _transition_view(
    "TakeUpPlan", "Begin the review after the fact", "take_up", operations.require_planner, operations.take_up
)  # fmt: skip
SupersedePlan = _transition_view(
    "SupersedePlan", "Let the plan that continues this one take its place", "supersede", operations.require_planner,
    operations.supersede,
)  # fmt: skip


class ConfirmBasis(JSONView):
    @endpoint("Confirm that the plan still stands after the changes that were read", request=messages.BasisIn,
              response=PlanOut, if_match=True)  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.plan(by, id)
        operations.require_basis_confirmer(found, by)
        version, said = if_match(found), body()
        plan = operations.confirm_basis(id, by=by, note=said.note, seen=said.seen, expected_version=version)
        return respond(plan_out(plan), version=plan.version)


OverrideAge = _transition_view(
    "OverrideAge", "Let assessments older than twelve months count", None, operations.require_internal_reviewer,
    operations.override_age,
)  # fmt: skip


class DeclareInterest(JSONView):
    @endpoint("Declare an interest: you decide nothing about the plan from then on", request=messages.Note,
              response=PlanOut)  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any) -> PlanOut:
        by = signed_in(request)
        plan = queries.plan(by, id)
        operations.require_may_decide(plan, by)
        operations.declare_interest(id, body().note, by=by)
        return plan_out(plan)
