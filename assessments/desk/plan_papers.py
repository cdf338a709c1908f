"""HTML views of what stands around a plan: documents, money, standing requests, recorded works, works found begun."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.desk.entries.crumbs import METHODS
from assessments.desk.entry_page import EntryPage, monument_choices, respond
from assessments.desk.plan_entries import crumbs_of_plan, to_plan
from assessments.evidence import intake
from assessments.kit import parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.people.authentication import signed_in
from assessments.register import policy
from assessments.register import queries as register
from assessments.register.models import Site
from assessments.register.roles import May
from assessments.restoration import forms, messages, operations, queries, vocabulary
from assessments.restoration.models import Plan
from assessments.restoration.pages import on_the_plan


@require_POST
def add_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a document into a plan's dossier: one on file at the site, or a new file."""
    by = signed_in(request)
    plan = queries.plan(by, id)
    purpose = request.POST.get("purpose", "")

    def run() -> None:
        with transaction.atomic():
            message = messages.PlanDocumentIn(_chosen(request, plan, purpose, by), purpose)
            operations.add_document(id, message, by=by)

    return on_the_plan(request, plan, by, run, "#documents")


def _chosen(request: HttpRequest, plan: Plan, purpose: str, by: Actor) -> UUID:
    if file := request.FILES.get("file"):
        vocabulary.DOSSIER_DOCUMENT.require(purpose, "/purpose")
        caption = vocabulary.DOSSIER_DOCUMENT.label(purpose)
        return intake.receive_uploaded_document(
            file, site_id=plan.site_id, document_kind="report", caption=caption, by=by
        ).id
    if chosen := request.POST.get("document", ""):
        return parsing.id_(chosen, "/document")
    raise invalid_field("/document", "missing", _("Choose a document or a file."))


@require_POST
def remove_document(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.plan_document(by, id)

    def run() -> None:
        operations.remove_document(found.plan_id, id, by=by)

    return on_the_plan(request, found.plan, by, run, "#documents")


@require_POST
def answer_request(request: HttpRequest, id: UUID) -> HttpResponse:
    """The written answer of a plan to a standing request."""
    by = signed_in(request)
    plan = queries.plan(by, id)
    data = request.POST

    def run() -> None:
        chosen = parsing.id_(data.get("request", ""), "/request")
        version = parsing.version(data.get("version", ""), plan.version)
        answer = messages.RequestAnswerIn(chosen, data.get("text", "")[:50_000])
        operations.answer_request(id, answer, by=by, expected_version=version)

    return on_the_plan(request, plan, by, run, "#requests")


@require_http_methods(METHODS)
def new_funding(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by = signed_in(request)
    plan = queries.plan(by, plan_id)
    policy.require(by, May.KEEP_DOSSIER, plan.site_id)

    def save(message: Any, *, by: Actor) -> Any:
        return operations.record_funding(plan.id, message, by=by)

    page = EntryPage(
        heading=_("Record money"), form=forms.FundingForm, message=messages.FundingIn, save=save, back=to_plan(plan),
        kind="funding", crumbs=crumbs_of_plan(plan), initial={"stated_on": plan.site.today}, note=_in_currency(plan),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_funding(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.funding_source(by, id)
    policy.require(by, May.KEEP_DOSSIER, found.plan.site_id)
    page = EntryPage(
        heading=found.funder, form=forms.FundingForm, message=messages.FundingPatch, save=operations.change_funding,
        back=to_plan(found.plan), kind="funding", row=found, crumbs=crumbs_of_plan(found.plan),
        note=_in_currency(found.plan),
    )  # fmt: skip
    return respond(request, page, by)


def _in_currency(plan: Plan) -> str:
    return _("Amounts are in %(currency)s, the currency of the plan.") % {"currency": plan.currency}


@require_http_methods(METHODS)
def record_works(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far a work package is, beside what was planned."""
    by = signed_in(request)
    package = queries.package(by, id)
    plan = package.plan
    policy.require(by, May.RUN_WORKS, plan.site_id)

    def save(id: UUID, message: Any, *, by: Actor, expected_version: int | None) -> Any:
        return operations.record_works(id, message, by=by, expected_version=expected_version)

    page = EntryPage(
        heading=package.title, form=forms.WorksForm, message=messages.WorksIn, save=save, back=to_plan(plan),
        kind="package", row=package, crumbs=crumbs_of_plan(plan), note=_in_currency(plan), is_whole=True,
    )  # fmt: skip
    return respond(request, page, by)


@require_GET
def requests(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The standing requests of a site, paragraph by paragraph, and what was done about each."""
    by = signed_in(request)
    site = register.site(by, site_id)
    policy.require(by, May.SEE, site.id)
    context = {
        "site": site, "requests": queries.requests_with_plans(by, site.id),
        "may_keep": policy.may(by, May.KEEP_REQUESTS, site.id),
    }  # fmt: skip
    return render(request, "restoration/requests.html", context)


def _of_site(site: Site) -> dict[str, Any]:
    address = reverse("site-requests", args=[site.id])
    bodies = register.authorities_of(site)
    return {
        "back": lambda _row: address, "kind": "request",
        "crumbs": [(reverse("site", args=[site.id]), site.label), (address, _("Standing requests"))],
        "offered": {
            "authority": [(one.pk, one.label) for one in bodies], "tracks": vocabulary.TRACK.choices(),
        },
    }  # fmt: skip


@require_http_methods(METHODS)
def new_request(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = register.site(by, site_id)
    policy.require(by, May.KEEP_REQUESTS, site.id)
    page = EntryPage(
        heading=_("Record a standing request"), form=forms.StandingRequestForm, message=messages.StandingRequestIn,
        save=operations.record_request, fixed={"site": site.id},
        initial={"language": "en", "tracks": ["restoration"]}, **_of_site(site),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_request(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.standing_request(by, id)
    policy.require(by, May.KEEP_REQUESTS, found.site_id)
    page = EntryPage(
        heading=found.decision, form=forms.StandingRequestForm, message=messages.StandingRequestPatch,
        save=operations.change_request, row=found, **_of_site(found.site),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def found_works(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Record works that nobody had authorised, as found, with who says what about them."""
    by = signed_in(request)
    site = register.site(by, site_id)
    policy.require(by, May.FIND_UNAUTHORISED, site.id)
    page = EntryPage(
        heading=_("Works begun without authorisation"), form=forms.FoundWorksForm, message=messages.FoundWorksIn,
        save=operations.record_found_works, back=lambda row: reverse("plan", args=[row.id]), kind="plan",
        fixed={"site": site.id}, crumbs=[(reverse("site", args=[site.id]), site.label)],
        offered={
            "monuments": monument_choices(register.monuments_of(site.id)),
            "statements": [
                (one.pk, f"{one.who}: {Truncator(one.words).chars(80)}") for one in register.statements_about(site)
            ],
        },
    )  # fmt: skip
    return respond(request, page, by)
