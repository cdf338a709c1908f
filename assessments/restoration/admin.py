"""Plans in the admin site: one page to read a plan and decide on it. Decisions are operations, never admin edits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.kit.admin import ReadOnlyAdmin
from assessments.kit.errors import Problem, invalid_field
from assessments.people.authentication import actor_of
from assessments.people.queries import user_of
from assessments.register import policy as register
from assessments.register.roles import May, Role
from assessments.restoration import charts, operations, queries, vocabulary
from assessments.restoration.messages import DecisionIn
from assessments.restoration.models import Decision, Plan


def _may_look(request: HttpRequest) -> bool:
    standing = register.standing(actor_of(request))
    return Role.ADMINISTRATOR in standing.everywhere or standing.sites_where(May.REVIEW_NATIONALLY) != []


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ("title", "site", "state", "state_since", "review")
    list_filter = ("status", "track")
    list_select_related = ("site",)
    ordering = ("state_since",)
    search_fields = ("title",)

    def may_view(self, request: HttpRequest) -> bool:
        return _may_look(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return queries.plans(actor_of(request)).select_related("site")

    @admin.display(description=gettext_lazy("State"), ordering="status")
    def state(self, plan: Plan) -> str:
        return vocabulary.PLAN_STATE.label(plan.status)

    @admin.display(description="")
    def review(self, plan: Plan) -> str:
        if plan.status != "national_review":
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:plan-review", args=[plan.pk]), _("Read and decide"))

    def get_urls(self) -> list[URLPattern]:
        own = [path("<uuid:id>/review/", self.admin_site.admin_view(self.read_and_decide), name="plan-review")]
        return own + super().get_urls()

    def read_and_decide(self, request: HttpRequest, id: UUID) -> HttpResponse:
        """The plan, its costs and its reports; then the decision form, with a read-back step before the decision."""
        by = actor_of(request)
        plan = queries.plan(by, id)
        register.require(by, May.REVIEW_NATIONALLY, plan.site_id)
        problem = None
        read_back = ""
        if request.method == "POST":
            try:
                message = _message(request)
                if request.POST.get("step") == "decide":
                    decision = operations.decide(id, message, by=by)
                    messages.info(request, _decision_message(plan, decision))
                    return redirect("admin:assessments_plan_changelist")
                if request.POST.get("step") == "read_back":
                    read_back = _read_back_sentence(plan, message)
            except Problem as refusal:
                problem = refusal
                plan = queries.plan(by, id)
        context = {**self.admin_site.each_context(request), **_review_context(request, plan), "opts": self.model._meta}
        context |= {"title": plan.title, "problem": problem, "read_back": read_back}
        return render(request, "admin/plan_review.html", context, status=problem.status if problem else 200)


def _message(request: HttpRequest) -> DecisionIn:
    data = request.POST
    vocabulary.OUTCOME.require(data.get("outcome", ""), "/outcome")
    stipulations = [one.strip() for one in data.get("stipulations", "").splitlines() if one.strip()]
    return DecisionIn(
        outcome=data["outcome"],
        dossier_sha256=data.get("dossier_sha256", ""),
        authority=UUID(data["authority"]) if data.get("authority") else UUID(int=0),
        text=data.get("text", ""),
        signatory=data.get("signatory", "").strip() or user_of(actor_of(request)).display_name,
        office=data.get("office", ""),
        instrument=data.get("instrument", "").strip()[:200],
        language=_binding_language(data.get("language", "")),
        stipulations=stipulations,
    )


def _binding_language(given: str) -> str:
    if given not in dict(settings.LANGUAGES):
        raise invalid_field("/language", "missing", _("Say in which language the decision binds."))
    return given


def _review_context(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    reports = queries.verified_reports(plan)
    photos = [link.photo for report in reports for link in report.photo_links.all() if link.photo.state == "ready"]
    decisions = queries.decisions_on(plan)
    packages = queries.packages_of(plan)
    return {
        **charts.charts(plan, packages),
        "plan": plan,
        "estimate": queries.estimate(packages),
        "monuments": list(plan.monuments.all()),
        "grades": queries.grades_of(plan),
        "reports": reports,
        "photos": list({photo.pk: photo for photo in photos}.values())[:12],
        "decisions": decisions,
        "since_last": plan.revision - decisions[-1].revision if decisions else None,
        "authorities": queries.authorities_for(plan),
        "person": user_of(actor_of(request)),
        "typed": request.POST,
        "languages": settings.LANGUAGES,
    }


def _read_back_sentence(plan: Plan, message: DecisionIn) -> str:
    """The read-back: the decision in one sentence, shown for confirmation."""
    authority = next((one for one in queries.authorities_for(plan) if one.pk == message.authority), None)
    verbs = {
        "endorse": _("%(who)s endorses version %(version)s of “%(title)s”%(conditions)s."),
        "request_revision": _("%(who)s requests a revision of version %(version)s of “%(title)s”."),
        "reject": _("%(who)s rejects version %(version)s of “%(title)s”."),
    }
    count = len(message.stipulations)
    conditions = ""
    if count:
        conditions = ngettext(" with %(n)s stipulation", " with %(n)s stipulations", count) % {"n": count}
    return verbs[message.outcome] % {
        "who": authority.label if authority else "—",
        "version": plan.revision,
        "title": plan.title,
        "conditions": conditions,
    }


def _decision_message(plan: Plan, decision: Decision) -> str:
    return _("Decided: %(outcome)s, on dossier %(dossier)s…") % {
        "outcome": vocabulary.OUTCOME.label(decision.outcome),
        "dossier": decision.dossier_sha256[:12],
    }
