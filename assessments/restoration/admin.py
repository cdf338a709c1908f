"""Plans in the admin site: the queue by stage and age, and one page to read a plan and decide on it. Decisions are
operations, never admin edits."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.kit.actor import Actor
from assessments.people.authentication import actor_of
from assessments.register import policy as register
from assessments.register.read_only_admin import ReadOnlyAdmin
from assessments.register.roles import May, Role
from assessments.restoration import forms, moves, queries, reading, vocabulary
from assessments.restoration.models import Plan
from assessments.templatetags.zenobia import day


def _may_look(request: HttpRequest) -> bool:
    standing = register.standing(actor_of(request))
    return Role.ADMINISTRATOR in standing.everywhere or standing.sites_where(May.REVIEW_NATIONALLY) != []


class WaitingForMe(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("Waiting for"), "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("decision", _("a decision of mine")), ("letter", _("my confirmation of an entry"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Plan]) -> QuerySet[Plan]:
        by = actor_of(request)
        wanted = {"decision": queries.plans_to_decide, "letter": queries.plans_with_letters}.get(self.value() or "")
        return queryset.filter(pk__in=wanted(by).order_by().values("pk")) if wanted else queryset


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ("named", "place", "state", "since", "waited", "review")
    list_filter = (WaitingForMe, "status", "track")
    labels: ClassVar = {"status": gettext_lazy("State"), "track": gettext_lazy("Track")}
    terms: ClassVar = {"status": vocabulary.PLAN_STATE, "track": vocabulary.TRACK}
    list_select_related = ("site",)
    ordering = ("status", "state_since")
    search_fields = ("title",)

    def may_view(self, request: HttpRequest) -> bool:
        return _may_look(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return queries.plans(actor_of(request)).select_related("site")

    @admin.display(description=gettext_lazy("Plan"), ordering="title")
    def named(self, plan: Plan) -> str:
        return plan.title

    @admin.display(description=gettext_lazy("Site"))
    def place(self, plan: Plan) -> str:
        return plan.site.label

    @admin.display(description=gettext_lazy("State"), ordering="status")
    def state(self, plan: Plan) -> str:
        return vocabulary.PLAN_STATE.label(plan.status)

    @admin.display(description=gettext_lazy("Since"), ordering="state_since")
    def since(self, plan: Plan) -> str:
        return day(plan.state_since)

    @admin.display(description=gettext_lazy("Days"), ordering="state_since")
    def waited(self, plan: Plan) -> str:
        holder = queries.holder(plan)
        return str(holder.days) if holder else ""

    @admin.display(description="", empty_value="")
    def review(self, plan: Plan) -> str:
        if not moves.acts_in(plan.status):
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
        now = forms.step(request, plan, by)
        if now.decided is not None:
            messages.info(request, forms.decided_sentence(now.decided))
            return redirect("admin:assessments_plan_changelist")
        context = {**self.admin_site.each_context(request), **_review_context(by, plan), "opts": self.model._meta}
        context |= {"title": plan.title, "deciding": now, **forms.decision_context(now)}
        return render(request, "admin/plan_review.html", context, status=now.http_status)


def _review_context(by: Actor, plan: Plan) -> dict[str, Any]:
    """The plan as everybody reads it; with its photographs, and what the reader decided last."""
    read = reading.context(plan, by)
    photos = [link.photo for report in read["reports"] for link in report.photo_links.all()]
    decisions = read["decisions"]
    own = [one for one in decisions if by.user_id in (one.entered_by_id, one.confirmed_by_id)]
    return read | {
        "photos": list({photo.pk: photo for photo in photos if photo.state == "ready"}.values())[:12],
        "own": own[-1] if own else None,
        "since_last": plan.revision - decisions[-1].revision if decisions else None,
    }
