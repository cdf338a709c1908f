"""The register, people and memberships in the admin site: list, search, and operations as actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import CharField, EmailField, Form, ModelChoiceField
from django.forms import ChoiceField as Choice
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.audit import ledger_mail
from assessments.audit.models import LedgerRecipient
from assessments.audit.vocabulary import VIA
from assessments.kit.errors import Problem
from assessments.people import operations as people
from assessments.people.authentication import actor_of
from assessments.people.models import Device, FailedSignIn, Organisation, StoredEmail, User
from assessments.register import operations, policy, vocabulary
from assessments.register.models import (
    AccessChange,
    Authority,
    BaseMap,
    Clearance,
    HazardZone,
    Incident,
    Location,
    Membership,
    Monument,
    Part,
    Site,
    SiteFeature,
    Statement,
    Visit,
)
from assessments.register.read_only_admin import ReadOnlyAdmin
from assessments.register.roles import Role
from assessments.templatetags.zenobia import in_language


class ForAdministrators(ReadOnlyAdmin):
    def may_view(self, request: HttpRequest) -> bool:
        return Role.ADMINISTRATOR in policy.standing(actor_of(request)).everywhere


class Invitation(Form):
    email = EmailField(label=gettext_lazy("E-mail"))
    full_name = CharField(label=gettext_lazy("Full name"), max_length=200)


class Grant(Form):
    role = Choice(label=gettext_lazy("Role"))
    site = ModelChoiceField(
        Site.objects.none(), required=False, label=gettext_lazy("Site"), empty_label=gettext_lazy("all sites")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = vocabulary.ROLE.choices()  # type: ignore[attr-defined]
        self.fields["site"].queryset = Site.objects.order_by("sort_key")  # type: ignore[attr-defined]


class Protection(Form):
    alias = CharField(
        label=gettext_lazy("Alias"), max_length=40, required=False,
        help_text=gettext_lazy("Such as “Assessor PAL-07”. Empty ends the protection."),
    )  # fmt: skip


@admin.register(User)
class PersonAdmin(ForAdministrators):
    list_display = ("display_email", "display_name", "is_active", "created_at")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    labels: ClassVar = {
        "display_email": gettext_lazy("E-mail"), "display_name": gettext_lazy("Name"), "code": gettext_lazy("Code"),
        "is_protected": gettext_lazy("Shown by alias"), "alias": gettext_lazy("Alias"),
        "organisation": gettext_lazy("Organisation"), "is_active": gettext_lazy("Active"),
        "created_at": gettext_lazy("Since"),
    }  # fmt: skip
    fields = (
        "display_email",
        "display_name",
        "code",
        "is_protected",
        "alias",
        "organisation",
        "is_active",
        "created_at",
    )
    change_form_template = "admin/person.html"
    change_list_template = "admin/people.html"

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("invite/", self.admin_site.admin_view(self.invite), name="person-invite"),
            path("<uuid:id>/protect/", self.admin_site.admin_view(self.protect), name="person-protect"),
            path("<uuid:id>/grant/", self.admin_site.admin_view(self.grant), name="person-grant"),
        ]
        return own + super().get_urls()

    def invite(self, request: HttpRequest) -> HttpResponse:
        """Invite a person; they get a link to choose their password."""
        policy.require_administrator(actor_of(request))
        form = Invitation(request.POST or None)
        if request.method == "POST" and form.is_valid():
            from allauth.account.forms import ResetPasswordForm

            try:
                user = people.invite(form.cleaned_data["email"], form.cleaned_data["full_name"], by=actor_of(request))
            except Problem as problem:
                form.add_error(None, problem.sentence())
            else:
                reset = ResetPasswordForm({"email": user.email})
                if reset.is_valid():
                    reset.save(request)
                messages.info(request, _("Invited. They get an e-mail with a link to choose a password."))
                return redirect("admin:assessments_user_change", user.pk)
        return self._form(request, form, _("Invite a person"))

    def grant(self, request: HttpRequest, id: Any) -> HttpResponse:
        """Give a role; a deciding one waits for a second administrator."""
        policy.require_administrator(actor_of(request))
        form = Grant(request.POST or None)
        if request.method == "POST" and form.is_valid():
            site = form.cleaned_data["site"]
            try:
                row = operations.grant(id, form.cleaned_data["role"], site.pk if site else None, by=actor_of(request))
            except Problem as problem:
                form.add_error(None, problem.sentence())
            else:
                waiting = _("Granted. It waits for a second administrator.")
                messages.info(request, waiting if row.awaits_confirmation else _("Granted."))
                return redirect("admin:assessments_membership_changelist")
        return self._form(request, form, _("Give a role"))

    def protect(self, request: HttpRequest, id: Any) -> HttpResponse:
        """Display a person by alias everywhere, or by name again."""
        policy.require_administrator(actor_of(request))
        form = Protection(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                operations.protect(id, form.cleaned_data["alias"], by=actor_of(request))
            except Problem as problem:
                form.add_error("alias", problem.sentence())
            else:
                messages.info(
                    request,
                    _("Shown as the alias from now on.") if form.cleaned_data["alias"] else _("Shown by name again."),
                )
                return redirect("admin:assessments_user_change", id)
        return self._form(request, form, _("Protect a person's name"))

    def _form(self, request: HttpRequest, form: Form, title: str) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "form": form, "title": title, "opts": self.model._meta}
        return render(request, "admin/simple_form.html", context)


@admin.register(Membership)
class MembershipAdmin(ForAdministrators):
    list_display = ("user", "role", "site", "is_active", "awaits_confirmation", "granted_at")
    list_filter = ("role", "is_active", "awaits_confirmation")
    list_select_related = ("user", "site")
    search_fields = ("user__email",)
    actions = ("confirm", "end")
    labels: ClassVar = {
        "user": gettext_lazy("Person"), "role": gettext_lazy("Role"), "site": gettext_lazy("Site"),
        "is_active": gettext_lazy("Active"), "awaits_confirmation": gettext_lazy("Awaits a second administrator"),
        "granted_at": gettext_lazy("Since"),
    }  # fmt: skip
    terms: ClassVar = {"role": vocabulary.ROLE}

    def _each(self, request: HttpRequest, rows: QuerySet[Membership], run: Callable[..., Any], done: str) -> None:
        for row in rows:
            try:
                run(row.pk, by=actor_of(request))
            except Problem as problem:
                messages.error(request, f"{row.user}: {problem.sentence()}")
            else:
                messages.info(request, f"{row.user}: {done}")

    @admin.action(description=gettext_lazy("Confirm as second administrator"), permissions=["view"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._each(request, queryset, operations.confirm_grant, _("confirmed"))

    @admin.action(description=gettext_lazy("End the role"), permissions=["view"])
    def end(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._each(request, queryset, operations.end_role, _("ended"))


@admin.register(Site)
class SiteAdmin(ForAdministrators):
    list_display = ("code", "label", "visibility", "hazard_regime", "world_heritage_id")
    search_fields = ("code", "search_text")
    list_filter = ("visibility", "hazard_regime")
    labels: ClassVar = {
        "code": gettext_lazy("Code"), "label": gettext_lazy("Name"), "visibility": gettext_lazy("Who sees it"),
        "hazard_regime": gettext_lazy("Hazard regime"), "world_heritage_id": gettext_lazy("World Heritage number"),
    }  # fmt: skip
    terms: ClassVar = {"visibility": vocabulary.VISIBILITY, "hazard_regime": vocabulary.HAZARD_REGIME}


@admin.register(Monument)
class MonumentAdmin(ForAdministrators):
    list_display = ("label", "site", "category", "sensitivity", "provisional")
    list_select_related = ("site",)
    list_filter = ("category", "sensitivity", "provisional")
    search_fields = ("search_text",)
    labels: ClassVar = {
        "label": gettext_lazy("Name"), "site": gettext_lazy("Site"), "category": gettext_lazy("Category"),
        "sensitivity": gettext_lazy("Sensitivity"), "provisional": gettext_lazy("Proposed"),
    }  # fmt: skip
    terms: ClassVar = {"category": vocabulary.MONUMENT_CATEGORY, "sensitivity": vocabulary.SENSITIVITY}


class Recipient(Form):
    email = EmailField(label=gettext_lazy("E-mail"))


@admin.register(LedgerRecipient)
class LedgerRecipientAdmin(ForAdministrators):
    """Who keeps the head of the ledger outside this installation."""

    list_display = ("email", "added_at")
    labels: ClassVar = {"email": gettext_lazy("E-mail"), "added_at": gettext_lazy("Since")}
    ordering = ("email",)
    actions = ("take_off",)
    change_list_template = "admin/ledger_recipients.html"

    def get_urls(self) -> list[URLPattern]:
        own = [path("name/", self.admin_site.admin_view(self.name), name="ledger-recipient-name")]
        return own + super().get_urls()

    def name(self, request: HttpRequest) -> HttpResponse:
        policy.require_administrator(actor_of(request))
        form = Recipient(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                ledger_mail.add_recipient(form.cleaned_data["email"], by=actor_of(request))
            except Problem as problem:
                form.add_error("email", problem.sentence())
            else:
                messages.info(request, _("They get the head of the ledger by e-mail each day."))
                return redirect("admin:assessments_ledgerrecipient_changelist")
        title = _("Name who gets the head of the ledger")
        context = {**self.admin_site.each_context(request), "form": form, "title": title, "opts": self.model._meta}
        return render(request, "admin/simple_form.html", context)

    @admin.action(description=gettext_lazy("Take off the daily mail"), permissions=["view"])
    def take_off(self, request: HttpRequest, queryset: QuerySet[LedgerRecipient]) -> None:
        for one in queryset:
            ledger_mail.remove_recipient(one.pk, by=actor_of(request))


@admin.register(StoredEmail)
class StoredEmailAdmin(ForAdministrators):
    list_display = ("sent_at", "to", "subject")
    labels: ClassVar = {
        "sent_at": gettext_lazy("Time"), "to": gettext_lazy("To"), "subject": gettext_lazy("Subject"),
        "body": gettext_lazy("Text"),
    }  # fmt: skip
    ordering = ("-sent_at",)


@admin.register(FailedSignIn)
class FailedSignInAdmin(ForAdministrators):
    """Who is being guessed at, or has forgotten their password, in the last day; and letting them in again."""

    list_display = ("at", "person", "address", "via", "is_known_device")
    labels: ClassVar = {
        "at": gettext_lazy("Time"), "address": gettext_lazy("Address"), "via": gettext_lazy("How it came"),
    }  # fmt: skip
    terms: ClassVar = {"via": VIA}
    list_select_related = ("user",)
    list_filter = ("via",)
    ordering = ("-at",)
    actions = ("lift",)

    @admin.display(description=gettext_lazy("Person"))
    def person(self, row: FailedSignIn) -> str:
        return str(row.user) if row.user else _("no account here")

    @admin.display(description=gettext_lazy("On a device of theirs"), boolean=True)
    def is_known_device(self, row: FailedSignIn) -> bool:
        return row.device is not None

    @admin.action(description=gettext_lazy("Let these people try again at once"), permissions=["view"])
    def lift(self, request: HttpRequest, queryset: QuerySet[FailedSignIn]) -> None:
        by = actor_of(request)
        for person in User.objects.filter(failed_sign_ins__in=queryset).distinct():
            operations.lift_sign_in_limit(person.id, by=by)
            messages.info(request, _("%(person)s may try again at once.") % {"person": person})


@admin.register(Device)
class DeviceAdmin(ForAdministrators):
    """Everybody's devices. A lost one is revoked here at once, and told to wipe what it holds when it next asks."""

    list_display = ("name", "user", "client", "last_sync_at", "waiting", "revoked_at", "told_to_wipe_at")
    list_select_related = ("user",)
    search_fields = ("name",)
    exclude = ("token_digest",)
    ordering = ("-last_sync_at", "-id")
    actions = ("revoke",)
    labels: ClassVar = {
        "name": gettext_lazy("Device"), "user": gettext_lazy("Person"), "client": gettext_lazy("Program"),
        "last_sync_at": gettext_lazy("Last synced"), "waiting": gettext_lazy("Waits on it"),
        "photographs_waiting": gettext_lazy("Photographs that wait on it"), "created_at": gettext_lazy("Since"),
        "revoked_at": gettext_lazy("Revoked on"), "told_to_wipe_at": gettext_lazy("Told to wipe on"),
    }  # fmt: skip

    @admin.action(description=gettext_lazy("Revoke at once"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Device]) -> None:
        for one in queryset:
            operations.revoke_device(one.pk, by=actor_of(request))
        messages.info(request, _("Revoked. Each is told to wipe what it holds when it next asks for something."))


@admin.register(Incident)
class IncidentAdmin(ForAdministrators):
    list_display = ("named", "site", "mechanism", "first_day", "proposed")
    list_filter = ("mechanism", "proposed")
    list_select_related = ("site",)
    labels: ClassVar = {
        "site": gettext_lazy("Site"), "mechanism": gettext_lazy("Mechanism"), "first_day": gettext_lazy("From"),
        "proposed": gettext_lazy("Proposed"),
    }  # fmt: skip
    terms: ClassVar = {"mechanism": vocabulary.MECHANISM}

    @admin.display(description=gettext_lazy("Monuments"))
    def touched_monuments(self, row: Incident) -> str:
        return ", ".join(one.label for one in row.monuments.all())

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*super().get_fields(request, obj), "touched_monuments"]

    @admin.display(description=gettext_lazy("Title"))
    def named(self, row: Incident) -> str:
        return in_language(row.title) or "–"


PLACE, SOURCE = gettext_lazy("Site"), gettext_lazy("Source")
FROM_DAY, UNTIL_DAY = gettext_lazy("From"), gettext_lazy("Until")
TABLES: dict[Any, dict[str, Any]] = {
    AccessChange: {"site": PLACE, "kind": gettext_lazy("What"), "first_day": FROM_DAY, "source": SOURCE},
    Authority: {
        "label": gettext_lazy("Name"),
        "mandate": gettext_lazy("Mandate"),
        "level": gettext_lazy("Place in the review of plans"),
        "territory": gettext_lazy("Territory"),
    },
    Clearance: {
        "site": PLACE,
        "status": gettext_lazy("State"),
        "certificate_no": gettext_lazy("Certificate"),
        "operator": gettext_lazy("Operator"),
        "issued_on": gettext_lazy("Issued"),
        "valid_until": UNTIL_DAY,
    },
    HazardZone: {
        "site": PLACE,
        "status": gettext_lazy("State"),
        "surveyed_on": gettext_lazy("Surveyed"),
        "closed_on": gettext_lazy("Closed"),
        "is_suspicious_object": gettext_lazy("Suspicious object"),
    },
    Location: {
        "monument": gettext_lazy("Monument"),
        "place": gettext_lazy("Place"),
        "first_day": FROM_DAY,
        "holder": gettext_lazy("Holder"),
    },
    Organisation: {"label": gettext_lazy("Name"), "country": gettext_lazy("Country")},
    Part: {
        "label": gettext_lazy("Name"),
        "monument": gettext_lazy("Monument"),
        "provisional": gettext_lazy("Proposed"),
    },
    BaseMap: {
        "address": gettext_lazy("File or address"),
        "kind": gettext_lazy("Kind"),
        "attribution": gettext_lazy("Whose map it is"),
    },
    SiteFeature: {"kind": gettext_lazy("Kind"), "site": PLACE, "is_open": gettext_lazy("Open")},
    Statement: {
        "who": gettext_lazy("Who"),
        "site": PLACE,
        "said_on": gettext_lazy("Day"),
        "about": gettext_lazy("About"),
    },
    Visit: {"title": gettext_lazy("Title"), "site": PLACE, "first_day": FROM_DAY, "last_day": UNTIL_DAY},
}
"""Tables without a page of their own here: their columns, in order, with their labels."""
TERMS: dict[Any, dict[str, Any]] = {
    AccessChange: {"kind": vocabulary.ACCESS_CHANGE},
    Authority: {"mandate": vocabulary.MANDATE, "level": vocabulary.AUTHORITY_LEVEL},
    BaseMap: {"kind": vocabulary.BASE_MAP},
    Clearance: {"status": vocabulary.CLEARANCE_STATUS},
    HazardZone: {"status": vocabulary.HAZARD_STATUS},
    SiteFeature: {"kind": vocabulary.SITE_FEATURE},
}

for table, columns in TABLES.items():
    fields = {one.name for one in table._meta.get_fields()}
    facts = {
        "labels": columns, "terms": TERMS.get(table, {}), "list_display": tuple(columns),
        "list_filter": tuple(one for one in columns if one in TERMS.get(table, {})),
        "list_select_related": tuple({"site", "monument", "user"} & columns.keys() & fields),
    }  # fmt: skip
    admin.site.register(table, type(f"{table.__name__}Admin", (ForAdministrators,), facts))
