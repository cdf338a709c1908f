"""Statements, authorities and organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessments.desk.entries.crumbs import METHODS, site_crumbs, to_site
from assessments.desk.entry_page import EntryPage, respond
from assessments.kit.names import reader_language
from assessments.people.authentication import signed_in
from assessments.people.models import Organisation
from assessments.register import messages, operations, policy, queries
from assessments.register.forms import entries as forms
from assessments.register.models import Authority
from assessments.register.roles import May


@require_http_methods(METHODS)
def new_statement(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.STATE, site.id)
    page = EntryPage(
        heading=_("Record a statement"), form=forms.StatementForm, message=messages.StatementIn,
        save=operations.record_statement, back=lambda _row: to_site(site.id), kind="statement",
        fixed={"site": site.id}, initial={"language": reader_language()}, crumbs=site_crumbs(site),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_statement(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    statement = queries.statement(by, id)
    policy.require(by, May.STATE, statement.site_id)
    page = EntryPage(
        heading=_("Correct the statement"), form=forms.StatementCorrection, message=messages.StatementPatch,
        save=operations.change_statement, back=lambda _row: to_site(statement.site_id), kind="statement",
        row=statement, crumbs=site_crumbs(statement.site),
        note=_("What was said stays as it was recorded; a later statement is recorded beside it."),
    )  # fmt: skip
    return respond(request, page, by)


@require_GET
def authorities(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    context = {"authorities": queries.authorities(by), "may_keep": policy.is_administrator(by)}
    return render(request, "register/authorities.html", context)


@require_http_methods(METHODS)
def new_authority(request: HttpRequest) -> HttpResponse:
    return _body(
        request, "authority", _("Put an authority on file"), forms.AuthorityForm, messages.AuthorityIn,
        operations.record_authority,
    )  # fmt: skip


@require_http_methods(METHODS)
def edit_authority(request: HttpRequest, id: UUID) -> HttpResponse:
    row = queries.authority(signed_in(request), id)
    return _body(
        request, "authority", row.label, forms.AuthorityForm, messages.AuthorityPatch, operations.change_authority, row
    )


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    context = {"organisations": queries.organisations(by), "may_keep": policy.is_administrator(by)}
    return render(request, "register/organisations.html", context)


@require_http_methods(METHODS)
def new_organisation(request: HttpRequest) -> HttpResponse:
    return _body(
        request, "organisation", _("Put an organisation on file"), forms.OrganisationForm, messages.OrganisationIn,
        operations.record_organisation,
    )  # fmt: skip


@require_http_methods(METHODS)
def edit_organisation(request: HttpRequest, id: UUID) -> HttpResponse:
    row = queries.organisation(signed_in(request), id)
    return _body(
        request, "organisation", row.label, forms.OrganisationForm, messages.OrganisationPatch,
        operations.change_organisation, row,
    )  # fmt: skip


LISTS = {
    "authority": ("authorities", gettext_lazy("Authorities")),
    "organisation": ("organisations", gettext_lazy("Organisations")),
}
"""The page that lists each kind of body, and its heading."""


def _body(
    request: HttpRequest, kind: str, heading: str, form: type[forms.EntryForm], message: Any, save: Callable[..., Any],
    row: Authority | Organisation | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of an authority or organisation, kept by administrators of all sites."""
    by = signed_in(request)
    policy.require_administrator(by)
    name, title = LISTS[kind]
    listing = reverse(name)
    page = EntryPage(
        heading=heading, form=form, message=message, save=save, back=lambda _row: listing, kind=kind, row=row,
        crumbs=[(listing, str(title))],
    )  # fmt: skip
    return respond(request, page, by)
