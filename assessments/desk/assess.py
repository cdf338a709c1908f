"""Starting an assessment on site: nearest monuments, search, and monuments that are not on the register yet."""

from __future__ import annotations

import math
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.damage import operations as damage
from assessments.damage import queries as reports
from assessments.evidence.models import Photo
from assessments.kit import clock, geometry, ids, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.kit.names import reader_language
from assessments.people.authentication import signed_in
from assessments.register import operations, queries
from assessments.register.messages import MonumentIn, Name
from assessments.register.models import Monument, Site

MAX_RESULTS, MAX_LAST = 12, 6


@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest) -> HttpResponse:
    """The three monuments nearest to the position the browser gave, or those that a search finds.

    The position is sent by POST, although nothing is changed, to keep it out of URLs, browser history and logs.
    """
    by = signed_in(request)
    context: dict[str, Any] = {"q": request.GET.get("q", "").strip(), "sites": list(queries.recordable_sites(by)[:50])}
    try:
        here = _here(request.POST)
    except Problem as problem:
        here, context["problem"] = None, problem
    if here:
        near = queries.nearest(by, *here)
        context |= {"near": near, "here": here, "likely": near[0][0].site_id if near else None}
    recordable = queries.recordable_sites(by)
    if context["q"]:
        context["found"] = _pictured(
            by, queries.PlaceSearch(by, context["q"], most=MAX_RESULTS).monuments(within=recordable)
        )
    elif not here:
        context["last"] = _pictured(by, _last(by, recordable))
    return render(request, "desk/assess.html", context)


def _last(by: Actor, recordable: QuerySet[Site]) -> list[Monument]:
    """The monuments on which this person worked last, else the first of their sites: most go back where they were."""
    rows = queries.monuments(by).filter(site__in=recordable).select_related("site")
    ids = reports.last_reported(by, most=MAX_LAST)
    there = {one.id: one for one in rows.filter(pk__in=ids)} if ids else {}
    return [there[one] for one in ids if one in there] or list(rows.order_by("site_id", "sort_key", "id")[:MAX_LAST])


def _pictured(by: Actor, monuments: list[Monument]) -> list[tuple[Monument, str, Photo | None]]:
    pictures = reports.cover_pictures(by, monuments)
    return [(one, queries.display_label(one), pictures.get(one.id)) for one in monuments]


def _here(given: Any) -> tuple[float, float] | None:
    """The submitted position, if any."""
    longitude = parsing.number(given.get("longitude", ""), "/longitude")
    latitude = parsing.number(given.get("latitude", ""), "/latitude")
    if longitude is None or latitude is None:
        return None
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise invalid_field("/longitude", "range", _("This position lies off the globe."))
    return float(longitude), float(latitude)


@require_POST
def place_later(request: HttpRequest) -> HttpResponse:
    """Create a provisional monument for a find not on the register, with a report; a verifier accepts it later."""
    by = signed_in(request)
    site_id = parsing.id_(request.POST.get("site", ""), "/site")
    queries.site(by, site_id)
    here = _here(request.POST)
    named = request.POST.get("name", "").strip()
    name = named or _("Find of %(moment)s UTC") % {"moment": f"{clock.now():%Y-%m-%d %H:%M}"}
    message = MonumentIn(
        id=ids.uuid7(),
        site=site_id,
        names=[Name(text=name[:200], language=reader_language(), kind="local")],
        category="other",
        location=geometry.point(*here) if here else None,
        location_error_m=_error_m(request.POST.get("error_m", "")) if here else None,
        provisional=True,
    )
    monument = operations.create_monument(message, by=by)
    report = damage.begin_report(monument.id, by=by, language=reader_language())
    return redirect("report-write", id=report.id)


def _error_m(text: str) -> int | None:
    error = parsing.number(text, "/error_m")
    return math.ceil(error) if error is not None and 0 <= error <= 1_000_000 else None
