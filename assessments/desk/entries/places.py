"""Sites and components, monuments, parts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.desk.entries.crumbs import METHODS, monument_crumbs, site_crumbs, to_monument, to_site
from assessments.desk.entry_page import EntryPage, monument_choices, respond
from assessments.kit.actor import Actor
from assessments.kit.names import reader_language
from assessments.people.authentication import signed_in
from assessments.register import messages, operations, policy, queries
from assessments.register.forms import entries as forms
from assessments.register.models import Site
from assessments.register.roles import May


@require_http_methods(METHODS)
def new_site(request: HttpRequest) -> HttpResponse:
    """Put a site on the register, or a component of one (`?component_of=`)."""
    by = signed_in(request)
    policy.require_administrator(by)
    above = queries.site(by, request.GET["component_of"]) if "component_of" in request.GET else None
    initial: dict[str, Any] = {"visibility": "registered", "time_zone": "UTC"}
    if above:
        initial |= {
            "parent": above.id, "visibility": above.visibility, "time_zone": above.time_zone,
            "countries": above.countries, "code": f"{above.code}-",
        }  # fmt: skip
    page = EntryPage(
        heading=_("Add a component") if above else _("Add a site"), form=forms.SiteForm, message=messages.SiteIn,
        save=operations.create_site, back=lambda row: to_site(row.id), kind="site", initial=initial,
        offered={"parent": _sites(by)}, site=above,
        crumbs=site_crumbs(above) if above else [(reverse("sites"), _("Sites"))],
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_site(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = queries.site(by, id)
    policy.require(by, May.KEEP_REGISTER, site.id)
    page = EntryPage(
        heading=_("Edit the entry"), form=forms.SiteForm, message=messages.SitePatch, save=operations.change_site,
        back=lambda row: to_site(row.id), kind="site", row=site, site=site, crumbs=site_crumbs(site),
        offered={"parent": [one for one in _sites(by, site.parent_id) if one[0] != site.id]},
    )  # fmt: skip
    return respond(request, page, by)


MAX_SITES_OFFERED = 300


def _sites(by: Actor, chosen: UUID | None = None) -> list[tuple[Any, str]]:
    """The sites that a component may belong to: those with a team, not the whole World Heritage List."""
    rows = queries.sites_to_choose(by, chosen)[:MAX_SITES_OFFERED]
    return [(one.pk, f"{one.label} ({one.code})") for one in rows]


@require_http_methods(METHODS)
def new_monument(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Put a monument on the list, or a monument below a group (`?below=`); a recorder proposes one."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.PROPOSE, site.id)
    initial = {"sensitivity": "guarded", "parent": request.GET.get("below")}
    page = EntryPage(
        heading=_("Add a monument"), form=forms.MonumentForm, message=messages.MonumentIn,
        save=operations.create_monument, back=lambda row: to_monument(row.id), kind="monument", initial=initial,
        fixed={"site": site.id}, offered=_offered(site, None), site=site, crumbs=site_crumbs(site),
        note="" if policy.may(by, May.KEEP_REGISTER, site.id) else _("A verifier accepts it to the list."),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_monument(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    monument = queries.monument(by, id)
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    page = EntryPage(
        heading=_("Edit the entry"), form=forms.MonumentForm, message=messages.MonumentPatch,
        save=operations.change_monument, back=lambda row: to_monument(row.id), kind="monument", row=monument,
        offered=_offered(monument.site, monument.id), site=monument.site, crumbs=monument_crumbs(monument),
    )  # fmt: skip
    return respond(request, page, by)


def _offered(site: Site, own: UUID | None) -> dict[str, Any]:
    language = reader_language()
    return {
        "parent": monument_choices([one for one in queries.monuments_of(site.id) if one.pk != own]),
        "conveys": [
            (one["code"], f"{one['code']}: {one['text'].get(language) or next(iter(one['text'].values()))}")
            for one in site.attributes
        ],
    }


@require_http_methods(METHODS)
def new_part(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    by = signed_in(request)
    monument = queries.monument(by, monument_id)
    policy.require(by, May.PROPOSE, monument.site_id)
    page = EntryPage(
        heading=_("Add a part"), form=forms.PartForm, message=messages.PartIn, save=operations.create_part,
        back=lambda _row: to_monument(monument.id), kind="part", fixed={"monument": monument.id},
        crumbs=monument_crumbs(monument),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_part(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    part = queries.part(by, id)
    policy.require(by, May.KEEP_REGISTER, part.monument.site_id)
    page = EntryPage(
        heading=_("Edit the part"), form=forms.PartForm, message=messages.PartPatch, save=operations.change_part,
        back=lambda _row: to_monument(part.monument_id), kind="part", row=part,
        crumbs=monument_crumbs(queries.monument(by, part.monument_id)),
    )  # fmt: skip
    return respond(request, page, by)
