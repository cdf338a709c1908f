"""The safety pages ("May I go?"): which ground the competent authority released, and how old that information is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assessments.damage import queries as damage
from assessments.desk import locator
from assessments.evidence import queries as evidence
from assessments.evidence.api import original_response
from assessments.evidence.errors import OriginalMissing
from assessments.kit import as_of, clock, geometry, pagination
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound, Problem
from assessments.kit.store import store
from assessments.people.authentication import signed_in
from assessments.register import gate, ground, policy, queries
from assessments.register.models import Clearance, Monument, Site
from assessments.register.roles import May

PAGE_SIZE = 100


@require_GET
def safety(request: HttpRequest) -> HttpResponse:
    """One's own sites; who has only one sees its page at once."""
    found = ground.own_sites(signed_in(request))
    if len(found) == 1:
        return redirect("site-safety", id=found[0].id)
    return render(request, "desk/safety_sites.html", {"sites": found})


@require_GET
def site_safety(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    return page(request, queries.site(by, id), by)


def page(request: HttpRequest, site: Site, by: Actor, problem: Problem | None = None) -> HttpResponse:
    """The safety page of a site; after an error with the submitted values."""
    policy.require(by, May.SEE, site.id)
    listed = Monument.objects.filter(site=site, merged_into__isnull=True).select_related("site")
    monuments, following = pagination.page_of(
        listed, order=("sort_key", "id"), cursor=request.GET.get("cursor", ""), limit=PAGE_SIZE
    )
    moment = as_of.viewpoint(request, site.time_zone)
    zones, clearances, changes = ground.on_file(by, site.id, moment.known_at)
    today, keeps = moment.on, policy.may(by, May.KEEP_SAFETY, site.id)
    on_site = ground.ground_of(site, moment.known_at)
    lapses = ground.lapses(site, clearances, changes, today)
    standing = [one for one in zones if one.closed_on is None or one.closed_on > today]
    context = {
        "site": site,
        "today": today,
        "moment": moment,
        "regime": on_site.regime,
        "loaded_at": clock.recorded_now(),
        "next": following,
        "everywhere": gate.elsewhere(on_site, today),
        "permits": ground.entry_permits(by, site.id, today),
        "may_state": policy.may(by, May.STATE_HAZARD_REGIME, site.id),
        "access": ground.access_to(site, monuments, today, on_site=on_site),
        "zones": standing,
        "ended": [one for one in zones if one not in standing],
        "clearances": [(one, lapses.get(one.id)) for one in clearances],
        "changes": changes,
        "drawing": _drawing(site, monuments, standing, clearances, lapses),
        "sees_ordnance": ground.may_see_ordnance(by, site.id),
        "may_keep": keeps,
        "outside": damage.outside_released_ground(by, site.id) if keeps else [],
        "visits": queries.visits_on(by, site.id, today) if keeps else [],
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "desk/safety.html", context, status=problem.status if problem else 200)


def _drawing(
    site: Site, monuments: list[Monument], zones: list[Any], clearances: list[Any], lapses: dict[UUID, Any]
) -> locator.Locator | None:
    """Hazardous ground and what is released at present, with the monuments as plain dots: no damage on this map."""
    spots = [
        locator.Spot(*geometry.centre(one.location), one.label, url=reverse("monument", args=[one.id]))
        for one in monuments
        if one.location
    ]
    released = [one.location for one in clearances if one.confirmed_at and one.id not in lapses]
    return locator.draw(spots, [one.location for one in zones], released)


@require_GET
def certificate(request: HttpRequest, id: UUID) -> FileResponse:
    """Download the certificate of a clearance. Safety officers only, since it names ordnance; the download is recorded
    in the chain of custody.
    """
    by = signed_in(request)
    found = Clearance.objects.select_related("certificate").filter(policy.member_rows(by, "site_id"), pk=id).first()
    if found is None or found.certificate is None:
        raise NotFound
    policy.require(by, May.KEEP_SAFETY, found.site_id)
    if paper := evidence.documents(by).filter(pk=found.certificate_id).first():
        return original_response(paper, by)
    # Certificates stored before documents had a chain of custody.
    try:
        file = store().open(found.certificate.sha256)
    except FileNotFoundError:
        raise OriginalMissing from None
    answer = FileResponse(
        file, as_attachment=True, filename=found.certificate.filename, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
