"""HTML views of plans: list, detail, edit, workflow transitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.evidence import queries as evidence
from assessments.kit import as_of, ids, messages, pagination, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.sealed_response import VERIFIER, sealed_response
from assessments.people.authentication import signed_in
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.roles import May
from assessments.restoration import differences, forms, operations, policy, queries, reading, rules, sentences
from assessments.restoration.messages import DecisionIn, ForecastIn, PlanIn
from assessments.restoration.models import EnteredDecision, Plan
from assessments.restoration.workflow import AT_WORK, ENDED, PLAN, WRITABLE

WAITING = {
    "returned": queries.plans_returned_to, "decision": queries.plans_to_decide, "letter": queries.plans_with_letters
}  # fmt: skip
"""Lists of plans that wait for the reader, by what for."""


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    status = request.GET.get("status", "")
    moment = as_of.viewpoint(request)
    if (waiting := WAITING.get(request.GET.get("waiting", ""))) is not None:
        context = {"plans": queries.as_known(waiting(by)[:200], None), "moment": moment}
        return render(request, "restoration/plan_list.html", context)
    # A past state is known only after the rows are read, so the list is then filtered by it, page by page.
    rows = queries.plans(by, status="" if moment.known_at else status).select_related("site")
    found, cursor = pagination.page_of(rows, order=("-updated_at", "id"), cursor=request.GET.get("cursor", ""))
    known = [one for one in queries.as_known(found, moment.known_at) if not status or one.status == status]
    context = {"plans": known, "next": cursor, "status": status, "moment": moment}
    return render(request, "restoration/plan_list.html", context)


@require_POST
def begin(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = register.site(by, site_id)
    monument = request.POST.get("monument", "")
    message = PlanIn(
        id=ids.uuid7(),
        site=site.id,
        title=request.POST.get("title", "").strip()[:200] or _("Untitled plan"),
        monuments=[parsing.id_(monument, "/monument")] if monument else [],
    )
    plan = operations.create_plan(message, by=by)
    return redirect("plan-edit", id=plan.id)


@require_GET
def plan(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.plan(by, id)
    moment = as_of.viewpoint(request, found.site.time_zone)
    return plan_page(request, found, by) if moment.known_at is None else _page_then(request, found, moment)


def _page_then(request: HttpRequest, found: Plan, moment: as_of.Viewpoint) -> HttpResponse:
    """What was known of a plan on a past day: its state, and the versions and decisions there were by then."""
    context = {
        "plan": found,
        "moment": moment,
        "known": next(iter(queries.as_known([found], moment.known_at)), None),
        "dossiers": [one for one in queries.dossiers_of(found) if moment.was_on_record(one.frozen_at)],
        "decisions": [one for one in queries.decisions_on(found) if moment.was_on_record(one.decided_at)],
    }
    return render(request, "restoration/plan_then.html", context)


def plan_page(request: HttpRequest, found: Plan, by: Actor, problem: Problem | None = None) -> HttpResponse:
    may_plan = register_policy.may(by, May.PLAN, found.site_id)
    may_write = may_plan and found.status in WRITABLE
    read = reading.context(found, by)
    may_keep_dossier = register_policy.may(by, May.KEEP_DOSSIER, found.site_id) and found.status not in ENDED
    context = read | {
        "claims": [one for one in register.statements_about(found.site) if one.about == "duration"],
        "checklist": [sentences.missing(code) for code, _at in rules.missing_to_submit(queries.readiness(found))]
        if may_write
        else [],
        "entered": [_with_sentence(found, one, by) for one in queries.entered_decisions(found)],
        "documents": [
            (
                one,
                is_readable,
                may_keep_dossier and (found.status in WRITABLE or one.purpose in operations.OF_THE_WORKS),
            )
            for one, is_readable in read["documents"]
        ],
        "statements": list(found.statements.all()),
        "dossiers": queries.dossiers_of(found),
        "moves": _moves(found, by),
        "may_keep_dossier": may_keep_dossier,
        "may_run_works": register_policy.may(by, May.RUN_WORKS, found.site_id)
        and found.status in (*AT_WORK, "completed"),
        "may_close": _may_close(found, by),
        "is_at_work": found.status in (*AT_WORK, "completed", "closed"),
        "may_write": may_write,
        "may_plan": may_plan,
        "may_pass": found.status == "internal_review"
        and register_policy.may(by, May.PASS_INTERNALLY, found.site_id)
        and not policy.wrote(found, by),
        "may_decide": bool(found.dossier_sha256) and may_open_decision(found, by),
        "may_confirm_basis": _may_judge(found, by),
        "may_override_age": found.status in WRITABLE
        and not found.age_override
        and found.track != "emergency"
        and register_policy.may(by, May.PASS_INTERNALLY, found.site_id)
        and not policy.wrote(found, by),
        "may_declare_interest": found.status not in ENDED
        and not policy.declared_interest(found, by)
        and any(
            register_policy.may(by, one, found.site_id) for one in (May.PASS_INTERNALLY, *queries.RECORDS_FOR.values())
        ),
        "may_supersede": may_plan
        and PLAN.find(found.status, "supersede") is not None
        and found.continued_by.exclude(status="withdrawn").exists(),
        "papers": list(
            evidence.documents(by, site=found.site_id).filter(withdrawn_at__isnull=True).order_by("-id")[:100]
        ),
        "may_withdraw": may_plan and not found.begun_on and PLAN.find(found.status, "withdraw") is not None,
        "problem": problem,
        "errors": {one.pointer: one for one in (problem.errors if problem else [])},
        "typed": request.POST,
    }
    return render(request, "restoration/plan_detail.html", context, status=problem.status if problem else 200)


@require_POST
def ask_forecast(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.plan(by, id)
    values = {"id": ids.uuid7(), "distribution": request.POST.get("distribution", "pert")}
    try:
        for name in ("correlation_of_costs", "correlation_of_days"):
            share = parsing.number(request.POST.get(name, ""), f"/{name}")
            values[name] = float(share) if share is not None else 0.0
        operations.ask_forecast(id, messages.converted(values, ForecastIn), by=by)
    except Problem as problem:
        return plan_page(request, found, by, problem)
    return redirect(f"{reverse('plan', args=[id])}#forecast")


@require_GET
def dossier(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """What reviewers read, read again whole; with `?beside=` next to another dossier of the same plan."""
    by = signed_in(request)
    plan = queries.plan(by, id)
    found = queries.dossier(plan, number)
    beside = request.GET.get("beside", "")
    earlier = queries.dossier(plan, int(beside)) if beside.isdecimal() and len(beside) < 6 else None
    context = {
        "plan": plan,
        "found": found,
        "earlier": earlier,
        "others": [one for one in queries.dossiers_of(plan) if one.revision != number],
        "sections": differences.dossier_in_words(
            queries.opened_dossier(found), queries.opened_dossier(earlier) if earlier else None, by=by
        ),
        "decisions": [one for one in queries.decisions_on(plan) if one.dossier_sha256 == found.sha256],
        "verifier": VERIFIER.read_text(),
    }
    return render(request, "restoration/dossier.html", context)


@require_GET
def dossier_file(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    found = queries.dossier(queries.plan(signed_in(request), id), number)
    return sealed_response(queries.dossier_file(found), f"dossier-{id}-{number}")


def _change(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.plan(by, id)
    return on_the_plan(request, found, by, lambda: _run(request, found, by))


def on_the_plan(
    request: HttpRequest, plan: Plan, by: Actor, run: Callable[[], object], anchor: str = ""
) -> HttpResponse:
    """Runs an operation that a plan's own page offers, and shows the page again with what was wrong."""
    try:
        run()
    except Problem as problem:
        return plan_page(request, queries.plan(by, plan.id), by, problem)
    return redirect(reverse("plan", args=[plan.id]) + anchor)


def _run(request: HttpRequest, found: Plan, by: Actor) -> None:
    data = request.POST
    what = data.get("what", "")
    version = parsing.version(data["version"], found.version) if data.get("version") else None
    if what == "declare_interest":
        operations.declare_interest(found.id, data.get("note", ""), by=by)
    elif what == "confirm_basis":
        seen = data.get("seen", "")
        operations.confirm_basis(found.id, by=by, note=data.get("note", ""), seen=seen, expected_version=version)
    elif what in MOVES:
        MOVES[what](found.id, by=by, note=data.get("note", ""), expected_version=version)


MOVES: dict[str, Callable[..., Plan]] = {
    "submit": operations.submit, "pass": operations.pass_, "send_back": operations.send_back,
    "withdraw": operations.withdraw, "start": operations.start, "suspend": operations.suspend,
    "resume": operations.resume, "complete": operations.complete, "take_up": operations.take_up,
    "supersede": operations.supersede,
    "override_age": operations.override_age,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """A button of the plan's page."""

    name: str
    label: str
    is_primary: bool = False


def _moves(plan: Plan, by: Actor) -> list[Move]:
    """The moves of people, beside submitting and the internal review, that the reader may make now."""

    def may(what: May) -> bool:
        return register_policy.may(by, what, plan.site_id)

    offered = [
        (may(May.RUN_WORKS), Move("start", _("Begin the works"), is_primary=True)),
        (may(May.RUN_WORKS), Move("resume", _("Go on with the works"), is_primary=True)),
        (may(May.HALT_WORKS), Move("suspend", _("Suspend the works"))),
        (may(May.RUN_WORKS), Move("complete", _("Report the works as finished"), is_primary=True)),
        (may(May.PLAN), Move("take_up", _("Begin the review after the fact"), is_primary=True)),
    ]
    return [one for allowed, one in offered if allowed and PLAN.find(plan.status, one.name)]


def _may_judge(plan: Plan, by: Actor) -> bool:
    """Whether the reader judges plans of this site and is free to judge this one."""
    judges = any(register_policy.may(by, what, plan.site_id) for what in (May.PASS_INTERNALLY, May.REVIEW_NATIONALLY))
    return judges and not policy.wrote(plan, by) and not policy.declared_interest(plan, by)


def _with_sentence(plan: Plan, entered: EnteredDecision, by: Actor) -> EnteredDecision:
    """An entry with its sentence, for those who may confirm it or entered it; others read only that one waits."""
    own = entered.entered_by_id == by.user_id
    entered.may_settle = own or queries.may_record(by, plan, entered.level)  # type: ignore[attr-defined]
    message = messages.converted(entered.message, DecisionIn)
    entered.sentence = forms.read_back(plan, message)  # type: ignore[attr-defined]
    return entered


def _may_close(plan: Plan, by: Actor) -> dict[str, bool]:
    """By level, whether the reader may close what that level set."""
    return {str(level): register_policy.may(by, what, plan.site_id) for level, what in queries.RECORDS_FOR.items()}


def may_open_decision(plan: Plan, by: Actor) -> bool:
    """Whether the page for deciding has anything to offer to the reader."""
    hears = plan.status == "national_review" and plan.track == "emergency"
    return bool(queries.acts_open_to(by, plan, is_recorded=True)) or (
        hears and register_policy.may(by, May.HEAR_ORALLY, plan.site_id)
    )


change = require_POST(_change)
"""The moves of the state machine that a plan's own page offers."""


@require_POST
def remove_package(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.package(by, id)
    operations.remove_package(id, by=by)
    return redirect("plan", id=found.plan_id)


@require_POST
def remove_line(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.line(by, id)
    operations.remove_line(id, by=by)
    return redirect("plan", id=found.package.plan_id)
