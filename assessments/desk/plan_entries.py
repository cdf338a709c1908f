"""HTML views in which a plan, its work packages and its estimate lines are written. Each saves by the operation that
REST uses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.desk.entries.crumbs import METHODS
from assessments.desk.entry_page import EntryPage, monument_choices, respond
from assessments.kit.actor import Actor
from assessments.people.authentication import signed_in
from assessments.register import queries as register
from assessments.restoration import forms, messages, operations, queries
from assessments.restoration.models import Plan


def crumbs_of_plan(plan: Plan) -> list[tuple[str, str]]:
    return [(reverse("site", args=[plan.site_id]), plan.site.label), (reverse("plan", args=[plan.id]), plan.title)]


def to_plan(plan: Plan) -> Any:
    return lambda _row: reverse("plan", args=[plan.id])


@require_http_methods(METHODS)
def edit_plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the plan says and what it is for."""
    by = signed_in(request)
    plan = operations.writable(queries.plan(by, id).id, by)
    others = queries.plans(by, site=plan.site_id).exclude(pk=plan.pk).order_by("-updated_at")[:200]
    page = EntryPage(
        heading=_("Edit the plan"), form=forms.PlanForm, message=messages.PlanPatch, save=operations.change_plan,
        back=to_plan(plan), kind="plan", row=plan, crumbs=crumbs_of_plan(plan),
        offered={
            "monuments": monument_choices(register.monuments_of(plan.site_id)),
            "continues": [(one.pk, one.title) for one in others],
        },
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def new_package(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by = signed_in(request)
    plan = operations.writable(queries.plan(by, plan_id).id, by)

    def save(message: Any, *, by: Actor) -> Any:
        return operations.add_package(plan.id, message, by=by)

    page = EntryPage(
        heading=_("Add a work package"), form=forms.PackageForm, message=messages.PackageIn, save=save,
        back=to_plan(plan), kind="package", crumbs=crumbs_of_plan(plan), offered=_packages(plan),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_package(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    package = queries.package(by, id)
    plan = operations.writable(package.plan_id, by)
    page = EntryPage(
        heading=package.title, form=forms.PackageForm, message=messages.PackagePatch, save=operations.change_package,
        back=to_plan(plan), kind="package", row=package, crumbs=crumbs_of_plan(plan),
        offered=_packages(plan, package.pk),
    )  # fmt: skip
    return respond(request, page, by)


def _packages(plan: Plan, own: UUID | None = None) -> dict[str, Any]:
    return {
        "depends_on": [(one.pk, one.title) for one in plan.packages.all() if one.pk != own],
        "phase": [(one, one) for one in plan.phases],
    }


@require_http_methods(METHODS)
def new_line(request: HttpRequest, package_id: UUID) -> HttpResponse:
    by = signed_in(request)
    package = queries.package(by, package_id)
    plan = operations.writable(package.plan_id, by)

    def save(message: Any, *, by: Actor) -> Any:
        return operations.add_line(package.id, message, by=by)

    page = EntryPage(
        heading=_("Add an estimate line"), form=forms.LineForm, message=messages.LineIn, save=save,
        back=to_plan(plan), kind="line", crumbs=crumbs_of_plan(plan), initial={"currency": plan.currency},
        offered=_currencies(plan), note=_in_currency(plan),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_line(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    line = queries.line(by, id)
    plan = operations.writable(line.package.plan_id, by)
    page = EntryPage(
        heading=line.element, form=forms.LineForm, message=messages.LinePatch, save=operations.change_line,
        back=to_plan(plan), kind="line", row=line, crumbs=crumbs_of_plan(plan), offered=_currencies(plan),
        note=_in_currency(plan),
    )  # fmt: skip
    return respond(request, page, by)


def _currencies(plan: Plan) -> dict[str, Any]:
    return {"currency": [(one, one) for one in queries.exchange_of(plan)]}


def _in_currency(plan: Plan) -> str:
    """Said where there is no other to choose."""
    if plan.exchange_rates:
        return ""
    return _("Rates are in %(currency)s, the currency of the plan.") % {"currency": plan.currency}
