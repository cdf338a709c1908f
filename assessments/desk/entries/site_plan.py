"""The plan of a site: its features drawn one by one, or taken from a GeoJSON file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.desk.entries.crumbs import METHODS, site_crumbs
from assessments.desk.entry_page import EntryPage, respond
from assessments.exchange.site_plan_features import read_features
from assessments.kit.errors import Problem, TooLarge
from assessments.people.authentication import signed_in
from assessments.register import messages, operations, policy, queries
from assessments.register.forms import entries as forms
from assessments.register.models import Site
from assessments.register.roles import May

MAX_BYTES = 8 << 20


def _to_plan(site_id: UUID) -> str:
    return reverse("site-plan", args=[site_id])


def _crumbs(site: Site) -> list[tuple[str, str]]:
    return [*site_crumbs(site), (_to_plan(site.id), _("Site plan"))]


@require_GET
def site_plan(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.SEE, site.id)
    return render(request, "register/site_plan.html", _context(by, site))


def _context(by: Any, site: Site) -> dict[str, Any]:
    return {
        "site": site,
        "features": list(queries.site_features(by, [site.id])),
        "may_keep": policy.may(by, May.KEEP_REGISTER, site.id),
    }


@require_http_methods(METHODS)
def new_site_feature(request: HttpRequest, site_id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.KEEP_REGISTER, site.id)
    page = EntryPage(
        heading=_("Draw on the site plan"), form=forms.SiteFeatureForm, message=messages.SiteFeatureIn,
        save=operations.record_site_feature, back=lambda _row: _to_plan(site.id), kind="site_feature",
        fixed={"site": site.id}, initial={"is_shown": True}, crumbs=_crumbs(site), site=site,
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_site_feature(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    row = queries.site_feature(by, id)
    policy.require(by, May.KEEP_REGISTER, row.site_id)
    page = EntryPage(
        heading=_("Correct the site plan"), form=forms.SiteFeatureForm, message=messages.SiteFeaturePatch,
        save=operations.change_site_feature, back=lambda _row: _to_plan(row.site_id), kind="site_feature", row=row,
        crumbs=_crumbs(row.site), site=row.site,
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def import_site_plan(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """All features of a GeoJSON file, or none and a sentence that says which cannot be drawn."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.KEEP_REGISTER, site.id)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file and file.size and file.size > MAX_BYTES:
                raise TooLarge(_("A file of a plan has at most 8 MB."))
            found = read_features(file.read() if file else b"", site.id, request.POST.get("source", ""))
            operations.record_site_features(found, by=by)
            return redirect(_to_plan(site.id))
        except Problem as refusal:
            problem = refusal
    context = _context(by, site) | {"problem": problem, "typed": request.POST, "is_importing": True}
    return render(request, "register/site_plan.html", context, status=problem.status if problem else 200)
