"""HTML views in which bodies decide on plans, letters are confirmed, and stipulations answered and closed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.kit import parsing
from assessments.kit.errors import NotFound
from assessments.kit.messages import converted
from assessments.people.authentication import signed_in
from assessments.restoration import forms, operations, queries
from assessments.restoration.messages import AnswerIn, ClosingIn
from assessments.restoration.pages.plans import may_open_decision, on_the_plan


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, id: UUID) -> HttpResponse:
    """The decision form of a plan, with a sentence read back before anything is decided."""
    by = signed_in(request)
    plan = queries.plan(by, id)
    if not may_open_decision(plan, by) and not plan.dossier_sha256:
        raise NotFound
    now = forms.step(request, plan, by)
    if now.decided is not None:
        messages.info(request, forms.decided_sentence(now.decided))
        return redirect("plan", id=id)
    context = {"plan": plan, "deciding": now, **forms.decision_context(now)}
    return render(request, "restoration/decide.html", context, status=now.http_status)


@require_POST
def settle(request: HttpRequest, id: UUID) -> HttpResponse:
    """Confirm or refuse what somebody else entered from a document."""
    by = signed_in(request)
    entered = queries.entered_decision(by, id)
    data = request.POST

    def run() -> object:
        if data.get("what") == "confirm":
            return operations.confirm(id, by=by)
        return operations.refuse_entry(id, data.get("note", ""), by=by)

    return on_the_plan(request, entered.plan, by, run, "#decisions")


@require_POST
def answer(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.stipulation(by, id)
    data = request.POST

    def run() -> object:
        document = data.get("document", "")
        chosen = str(parsing.id_(document, "/document")) if document else None
        version = parsing.version(data.get("version", ""), found.version)
        if data.get("what") == "close":
            closing = converted({"note": data.get("text", ""), "document": chosen}, ClosingIn)
            return operations.close(id, closing, by=by, expected_version=version)
        answered = converted({"text": data.get("text", "").strip(), "document": chosen}, AnswerIn)
        return operations.answer(id, answered, by=by, expected_version=version)

    return on_the_plan(request, found.plan, by, run, "#stipulations")
