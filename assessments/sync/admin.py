"""The back room of sync: operations that wait, to be read, judged again or dismissed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import CharField, Form, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.kit import parsing
from assessments.kit.errors import Problem
from assessments.people.authentication import actor_of
from assessments.people.queries import display_names
from assessments.register import policy
from assessments.register.admin import ForAdministrators
from assessments.sync import operations
from assessments.sync.models import WaitingOperation
from assessments.sync.vocabulary import WAITING_STATE


class Dismissal(Form):
    because = CharField(label=gettext_lazy("Why it is not needed"), widget=Textarea(attrs={"rows": 3}))


@admin.register(WaitingOperation)
class WaitingOperationAdmin(ForAdministrators):
    """What came from the field and is not applied: held, in quarantine, refused."""

    list_display = ("received_at", "state", "kind", "action", "person", "why")
    list_filter = ("state",)
    search_fields = ("subject_id", "op_id")
    ordering = ("-received_at",)
    actions = ("replay", "dismiss")
    labels: ClassVar = {
        "received_at": gettext_lazy("Received"), "state": gettext_lazy("State"), "kind": gettext_lazy("Kind"),
        "action": gettext_lazy("Action"), "subject_id": gettext_lazy("Of the id"),
    }  # fmt: skip
    terms: ClassVar = {"state": WAITING_STATE}

    @admin.display(description=gettext_lazy("Sent by"))
    def person(self, row: WaitingOperation) -> str:
        return display_names([row.user_id]).get(row.user_id) or _("Somebody")

    @admin.display(description=gettext_lazy("Why"))
    def why(self, row: WaitingOperation) -> str:
        if row.problem:
            return str(row.problem.get("detail", ""))
        return _("It waits for %(ids)s.") % {"ids": ", ".join(map(str, row.waits_for))}

    @admin.action(description=gettext_lazy("Judge again, as the person who sent it"), permissions=["view"])
    def replay(self, request: HttpRequest, queryset: QuerySet[WaitingOperation]) -> None:
        by, applied = actor_of(request), 0
        for one in queryset.order_by("received_at", "id"):
            try:
                outcome = operations.replay(one.pk, by=by)
            except Problem as problem:
                messages.error(request, problem.sentence())
                continue
            if outcome.outcome in ("held", "refused"):
                detail = str((outcome.problem or {}).get("detail", "")) or _("It still waits for something.")
                messages.warning(request, f"{one}: {detail}")
            else:
                applied += 1
        if applied:
            text = ngettext("%(n)s operation was applied.", "%(n)s operations were applied.", applied)
            messages.info(request, text % {"n": applied})

    @admin.action(description=gettext_lazy("Dismiss, with a reason"), permissions=["view"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[WaitingOperation]) -> HttpResponse:
        chosen = ",".join(str(one) for one in queryset.values_list("pk", flat=True))
        return redirect(f"{reverse('admin:waiting-operation-dismiss')}?ids={chosen}")

    def get_urls(self) -> list[URLPattern]:
        own = [path("dismiss/", self.admin_site.admin_view(self.dismiss_chosen), name="waiting-operation-dismiss")]
        return own + super().get_urls()

    def dismiss_chosen(self, request: HttpRequest) -> HttpResponse:
        by = actor_of(request)
        policy.require_administrator(by)
        form = Dismissal(request.POST or None)
        if request.method == "POST" and form.is_valid():
            for one in request.GET.get("ids", "").split(","):
                operations.dismiss(parsing.id_(one, "/ids"), because=form.cleaned_data["because"], by=by)
            messages.info(request, _("Dismissed; history keeps what it said."))
            return redirect("admin:assessments_waitingoperation_changelist")
        title = _("Dismiss operations that wait")
        context = {**self.admin_site.each_context(request), "form": form, "title": title, "opts": self.model._meta}
        return render(request, "admin/simple_form.html", context)
