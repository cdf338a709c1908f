"""HTML views of plans: list, detail, edit, workflow transitions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.audit.queries import history_of
from assessments.kit import as_of, ids, messages, pagination, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.sealed_response import VERIFIER, sealed_response
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.roles import May
from assessments.restoration import charts, differences, operations, policy, queries, rules, sentences
from assessments.restoration.messages import ForecastIn, PlanIn
from assessments.restoration.models import Plan
from assessments.restoration.workflow import PLAN, WRITABLE


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    status = request.GET.get("status", "")
    moment = as_of.viewpoint(request)
    if request.GET.get("returned"):
        context = {"plans": queries.as_known(queries.plans_returned_to(by)[:200], None), "moment": moment}
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
        monuments=[UUID(monument)] if monument else [],
    )
    plan = operations.create_plan(message, by=by)
    return redirect("plan-edit", id=plan.id)


@require_GET
def plan(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.plan(by, id)
    moment = as_of.viewpoint(request, found.site.time_zone)
    return _page(request, found, by) if moment.known_at is None else _page_then(request, found, moment)


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


def _page(request: HttpRequest, found: Plan, by: Actor, problem: Problem | None = None) -> HttpResponse:
    may_plan = register_policy.may(by, May.PLAN, found.site_id)
    may_write = may_plan and found.status in WRITABLE
    monuments = list(found.monuments.all())
    packages = queries.packages_of(found)
    context = {
        "plan": found,
        "estimate": queries.estimate(packages),
        "packages": packages,
        **charts.charts(found, packages),
        "claims": [one for one in register.statements_about(found.site) if one.about == "duration"],
        "monuments": monuments,
        "grades": queries.grades_of(found),
        "reports": queries.verified_reports(found),
        "checklist": [sentences.missing(code) for code, _at in rules.missing_to_submit(queries.readiness(found))]
        if may_write
        else [],
        "decisions": queries.decisions_on(found),
        "dossiers": queries.dossiers_of(found),
        "history": with_display_names(history_of("plan", found.id)),
        "may_write": may_write,
        "may_plan": may_plan,
        "may_pass": found.status == "internal_review"
        and register_policy.may(by, May.PASS_INTERNALLY, found.site_id)
        and not policy.wrote(found, by),
        "may_decide": found.status == "national_review"
        and register_policy.may(by, May.REVIEW_NATIONALLY, found.site_id),
        "may_withdraw": may_plan and PLAN.find(found.status, "withdraw") is not None,
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
        return _page(request, found, by, problem)
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
            queries.opened_dossier(found), queries.opened_dossier(earlier) if earlier else None
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
    try:
        _run(request, found, by)
    except Problem as problem:
        return _page(request, queries.plan(by, id), by, problem)
    return redirect("plan", id=id)


def _run(request: HttpRequest, found: Plan, by: Actor) -> None:
    data = request.POST
    what = data.get("what", "")
    version = int(data["version"]) if data.get("version", "").isdecimal() else None
    moves = {
        "submit": operations.submit,
        "pass": operations.pass_,
        "send_back": operations.send_back,
        "withdraw": operations.withdraw,
    }
    if what in moves:
        moves[what](found.id, by=by, note=data.get("note", ""), expected_version=version)


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
