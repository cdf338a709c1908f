"""HTML views in which the register is kept: sites and components, monuments, parts, locations, blocks, statements,
authorities and organisations. Each saves by the operation that REST uses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.desk.entry_page import EntryPage, monument_choices, respond
from assessments.evidence import intake
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.people.authentication import signed_in
from assessments.people.models import Organisation
from assessments.register import messages, operations, policy, queries
from assessments.register.forms import entries as forms
from assessments.register.models import Authority, Monument, Site
from assessments.register.roles import May

METHODS = ["GET", "POST"]


def _site_crumbs(site: Site) -> list[tuple[str, str]]:
    return [(reverse("site", args=[site.id]), site.label)]


def _monument_crumbs(monument: Monument) -> list[tuple[str, str]]:
    return [*_site_crumbs(monument.site), (reverse("monument", args=[monument.id]), queries.display_label(monument))]


def _to_site(site_id: UUID) -> str:
    return reverse("site", args=[site_id])


def _to_monument(monument_id: UUID) -> str:
    return reverse("monument", args=[monument_id])


# Sites


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
        save=operations.create_site, back=lambda row: _to_site(row.id), kind="site", initial=initial,
        offered={"parent": _sites(by)}, site=above,
        crumbs=_site_crumbs(above) if above else [(reverse("sites"), _("Sites"))],
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_site(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = queries.site(by, id)
    policy.require(by, May.KEEP_REGISTER, site.id)
    page = EntryPage(
        heading=_("Edit the entry"), form=forms.SiteForm, message=messages.SitePatch, save=operations.change_site,
        back=lambda row: _to_site(row.id), kind="site", row=site, site=site, crumbs=_site_crumbs(site),
        offered={"parent": [one for one in _sites(by, site.parent_id) if one[0] != site.id]},
    )  # fmt: skip
    return respond(request, page, by)


MAX_SITES_OFFERED = 300


def _sites(by: Actor, chosen: UUID | None = None) -> list[tuple[Any, str]]:
    """The sites that a component may belong to: those with a team, not the whole World Heritage List."""
    rows = queries.sites_to_choose(by, chosen)[:MAX_SITES_OFFERED]
    return [(one.pk, f"{one.label} ({one.code})") for one in rows]


# Monuments and what belongs to them


@require_http_methods(METHODS)
def new_monument(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Put a monument on the list, or a monument below a group (`?below=`); a recorder proposes one."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.PROPOSE, site.id)
    initial = {"sensitivity": "guarded", "parent": request.GET.get("below")}
    page = EntryPage(
        heading=_("Add a monument"), form=forms.MonumentForm, message=messages.MonumentIn,
        save=operations.create_monument, back=lambda row: _to_monument(row.id), kind="monument", initial=initial,
        fixed={"site": site.id}, offered=_offered(site, None), site=site, crumbs=_site_crumbs(site),
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
        save=operations.change_monument, back=lambda row: _to_monument(row.id), kind="monument", row=monument,
        offered=_offered(monument.site, monument.id), site=monument.site, crumbs=_monument_crumbs(monument),
    )  # fmt: skip
    return respond(request, page, by)


def _offered(site: Site, own: UUID | None) -> dict[str, Any]:
    language = (get_language() or "en")[:2]
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
        back=lambda _row: _to_monument(monument.id), kind="part", fixed={"monument": monument.id},
        crumbs=_monument_crumbs(monument),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_part(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    part = queries.part(by, id)
    policy.require(by, May.KEEP_REGISTER, part.monument.site_id)
    page = EntryPage(
        heading=_("Edit the part"), form=forms.PartForm, message=messages.PartPatch, save=operations.change_part,
        back=lambda _row: _to_monument(part.monument_id), kind="part", row=part,
        crumbs=_monument_crumbs(queries.monument(by, part.monument_id)),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def new_location(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    """Record where a movable object was from a day on."""
    by = signed_in(request)
    monument = queries.monument(by, monument_id)
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    page = EntryPage(
        heading=_("Record where it was"), form=forms.LocationForm, message=messages.LocationIn,
        save=operations.record_location, back=lambda _row: _to_monument(monument.id), kind="location",
        fixed={"monument": monument.id}, **_with_documents(by, monument),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_location(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    location = queries.location(by, id)
    policy.require(by, May.KEEP_REGISTER, location.monument.site_id)
    page = EntryPage(
        heading=_("Correct where it was"), form=forms.LocationForm, message=messages.LocationPatch,
        save=operations.change_location, back=lambda _row: _to_monument(location.monument_id), kind="location",
        row=location, **_with_documents(by, queries.monument(by, location.monument_id)),
    )  # fmt: skip
    return respond(request, page, by)


def _with_documents(by: Actor, monument: Monument) -> dict[str, Any]:
    """The documents of the site to choose from, and how one that comes with the form is received."""

    def receive(request: HttpRequest, values: dict[str, Any]) -> None:
        if file := request.FILES.get("new_document"):
            made = intake.receive_uploaded_document(
                file,
                site_id=monument.site_id,
                document_kind="letter",
                caption=request.POST.get("place", "")[:200],
                by=by,
            )
            values["document"] = made.id

    found = evidence.documents(by, site=monument.site_id).filter(state="ready").order_by("-id")[:200]
    return {
        "offered": {"document": [(one.id, one.caption or one.filename) for one in found]},
        "with_document": receive, "site": monument.site, "crumbs": _monument_crumbs(monument),
    }  # fmt: skip


# Fallen blocks


@require_GET
def blocks(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    """The fallen blocks of a monument by number, with how many are stored and matched."""
    by = signed_in(request)
    monument = queries.monument(by, monument_id)
    policy.require(by, May.SEE, monument.site_id)
    context = {
        "monument": monument, "label": queries.display_label(monument), "blocks": queries.blocks_of(by, monument.id),
        "counts": queries.block_counts(monument.id), "may_propose": policy.may(by, May.PROPOSE, monument.site_id),
    }  # fmt: skip
    return render(request, "register/blocks.html", context)


@require_http_methods(METHODS)
def new_block(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    by = signed_in(request)
    monument = queries.monument(by, monument_id)
    policy.require(by, May.PROPOSE, monument.site_id)
    page = EntryPage(
        heading=_("Record a fallen block"), form=forms.BlockForm, message=messages.BlockIn,
        save=operations.record_block, back=lambda _row: reverse("blocks", args=[monument.id]), kind="block",
        fixed={"monument": monument.id}, initial={"found_on": monument.site.today}, **_of_monument(by, monument),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_block(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    block = queries.block(by, id)
    monument = queries.monument(by, block.monument_id)
    policy.require(by, May.PROPOSE, monument.site_id)
    page = EntryPage(
        heading=_("Block %(number)s") % {"number": block.number}, form=forms.BlockForm, message=messages.BlockPatch,
        save=operations.change_block, back=lambda _row: reverse("blocks", args=[monument.id]), kind="block", row=block,
        **_of_monument(by, monument),
    )  # fmt: skip
    return respond(request, page, by)


def _of_monument(by: Actor, monument: Monument) -> dict[str, Any]:
    crumbs = [*_monument_crumbs(monument), (reverse("blocks", args=[monument.id]), _("Fallen blocks"))]
    parts = [(one.pk, one.label) for one in monument.parts.order_by("sort_key", "id")]
    return {"offered": {"part": parts}, "site": monument.site, "crumbs": crumbs}


@require_GET
def description(request: HttpRequest, id: UUID) -> HttpResponse:
    """A page to hand out: how a missing object is recognised, after Object ID. It tells no place."""
    by = signed_in(request)
    monument = queries.monument(by, id)
    policy.require(by, May.SEE, monument.site_id)
    # Only what a verifier opened to outside readers, and nothing that had to be covered: the page is handed out.
    pictures = evidence.gallery(by, site=monument.site_id, monument=monument.id)
    pictures = pictures.filter(state="ready", audience="open", mask__isnull=True)
    context = {
        "monument": monument, "label": queries.display_label(monument),
        "rows": [
            (label, monument.object_id[name])
            for name, label in forms.OBJECT_ID_LABELS.items()
            if monument.object_id.get(name)
        ],
        "photos": list(pictures.prefetch_related("derivatives")[:4]),
    }  # fmt: skip
    return render(request, "register/description.html", context)


# Statements, authorities, organisations


@require_http_methods(METHODS)
def new_statement(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.STATE, site.id)
    page = EntryPage(
        heading=_("Record a statement"), form=forms.StatementForm, message=messages.StatementIn,
        save=operations.record_statement, back=lambda _row: _to_site(site.id), kind="statement",
        fixed={"site": site.id}, initial={"language": (get_language() or "en")[:2]}, crumbs=_site_crumbs(site),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_statement(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    statement = queries.statement(by, id)
    policy.require(by, May.STATE, statement.site_id)
    page = EntryPage(
        heading=_("Correct the statement"), form=forms.StatementCorrection, message=messages.StatementPatch,
        save=operations.change_statement, back=lambda _row: _to_site(statement.site_id), kind="statement",
        row=statement, crumbs=_site_crumbs(statement.site),
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
    by = signed_in(request)
    policy.require_administrator(by)
    page = EntryPage(
        heading=_("Put an authority on file"), form=forms.AuthorityForm, message=messages.AuthorityIn,
        save=operations.record_authority, **_of_authorities(),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_authority(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    policy.require_administrator(by)
    row: Authority = queries.authority(by, id)
    page = EntryPage(
        heading=row.label, form=forms.AuthorityForm, message=messages.AuthorityPatch,
        save=operations.change_authority, row=row, **_of_authorities(),
    )  # fmt: skip
    return respond(request, page, by)


def _of_authorities() -> dict[str, Any]:
    address = reverse("authorities")
    return {"back": lambda _row: address, "kind": "authority", "crumbs": [(address, _("Authorities"))]}


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    context = {"organisations": queries.organisations(), "may_keep": policy.is_administrator(by)}
    return render(request, "register/organisations.html", context)


@require_http_methods(METHODS)
def new_organisation(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    policy.require_administrator(by)
    page = EntryPage(
        heading=_("Put an organisation on file"), form=forms.OrganisationForm, message=messages.OrganisationIn,
        save=operations.record_organisation, **_of_organisations(),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_organisation(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    policy.require_administrator(by)
    row: Organisation = queries.organisation(id)
    page = EntryPage(
        heading=row.label, form=forms.OrganisationForm, message=messages.OrganisationPatch,
        save=operations.change_organisation, row=row, **_of_organisations(),
    )  # fmt: skip
    return respond(request, page, by)


def _of_organisations() -> dict[str, Any]:
    address = reverse("organisations")
    return {"back": lambda _row: address, "kind": "organisation", "crumbs": [(address, _("Organisations"))]}
