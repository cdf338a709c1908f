"""The map: monuments by grade, sites with their boundaries, incidents, hazardous ground; and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assessments.damage.rules import GRADE_NUMBER
from assessments.damage.vocabulary import DAMAGE_GRADE, NOT_ASSESSED
from assessments.desk.states import states_of
from assessments.kit import as_of
from assessments.kit.actor import Actor
from assessments.kit.geometry import parsed_bounds
from assessments.people.authentication import actor_of
from assessments.register import ground, policy
from assessments.register import queries as register
from assessments.register.models import Monument, Site
from assessments.templatetags.zenobia import in_language, when

MAX_MONUMENTS = 2000
MAX_SITES = 300
MAX_INCIDENTS = 300
FEW_SITES = 20


@require_GET
def map_page(request: HttpRequest) -> HttpResponse:
    listed = Monument.objects.values("site")
    sites = register.sites(actor_of(request)).filter(pk__in=listed).order_by("sort_key")[:30]
    return render(request, "desk/map.html", {"sites": sites})


@require_GET
def map_data(request: HttpRequest) -> JsonResponse:
    """What lies in a viewport, as GeoJSON: monuments (positions masked as on every page) with grades, sites with their
    boundaries, incidents where the monuments they touched are, hazard outlines. `left_out` counts what is not drawn."""
    actor = actor_of(request)
    bbox = parsed_bounds(request.GET.get("bbox", "-180,-90,180,90"))
    rows = register.monuments(actor, bbox=bbox).filter(display_lon__isnull=False)
    # Read once for all of a site: with its boundary it is larger than all else.
    found = list(rows.prefetch_related("site").order_by("id")[: MAX_MONUMENTS + 1])
    monuments = found[:MAX_MONUMENTS]
    sites = list(register.sites(actor, bbox=bbox).order_by("inscribed_year", "id")[: MAX_SITES + 1])
    grades = states_of(request, monuments)
    worked_on = {one.site_id: one.site for one in monuments}
    return JsonResponse(
        {
            "monuments": _collection(_monument(one, grades.get(one.id)) for one in monuments),
            "sites": _collection(_site(one) for one in sites[:MAX_SITES] if one.west is not None),
            "boundaries": _collection(_boundaries(sites)),
            "incidents": _collection(_incidents(request, actor, monuments)),
            "hazards": _collection(
                _shape(one) for one in hazards(actor, worked_on.values(), as_of.viewpoint(request).known_at)
            ),
            "left_out": {
                "monuments": len(found) > MAX_MONUMENTS,
                "sites": len(sites) > MAX_SITES,
                "without_place": _without_place(actor, sites),
            },
        }
    )


def _without_place(actor: Actor, sites: list[Site]) -> int:
    """Counted for a few sites; a view of the world names no number."""
    return register.without_place(actor, {one.id for one in sites}) if len(sites) <= FEW_SITES else 0


def hazards(actor: Actor, sites: Iterable[Site], known_at: datetime | None = None) -> list[dict[str, Any]]:
    """The outlines of hazardous ground on some sites, as far as the reader is a member; one query for all of them."""
    return [one.location for one in ground.zones_on(actor, [site.id for site in sites], known_at)]


def _collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _shape(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(longitude: float, latitude: float, **properties: Any) -> dict[str, Any]:
    return _shape({"type": "Point", "coordinates": [longitude, latitude]}, **properties)


def _monument(one: Any, state: Any) -> dict[str, Any]:
    grade = state.grade if state else None
    return _point(
        one.display_lon, one.display_lat, id=str(one.id), label=register.display_label(one), site=one.site.label,
        number=GRADE_NUMBER.get(grade or "", -1), url=reverse("monument", args=[one.id]),
        grade=DAMAGE_GRADE.label(grade) if grade else NOT_ASSESSED.label("not_assessed"),
    )  # fmt: skip


def _site(one: Site) -> dict[str, Any]:
    assert one.west is not None
    assert one.east is not None
    assert one.south is not None
    assert one.north is not None
    middle = ((one.west + one.east) / 2, (one.south + one.north) / 2)
    return _point(*middle, label=one.label, url=reverse("site", args=[one.id]), danger=bool(one.in_danger_since))


def _boundaries(sites: list[Site]) -> Iterable[dict[str, Any]]:
    """Drawn where few sites are in view: from afar they are dots, and each may have thousands of corners."""
    if len(sites) > FEW_SITES:
        return
    for one in sites:
        if one.boundary:
            yield _shape(one.boundary, kind="boundary")
        if one.buffer_zone:
            yield _shape(one.buffer_zone, kind="buffer")


def _incidents(request: HttpRequest, actor: Actor, monuments: list[Any]) -> Iterable[dict[str, Any]]:
    """Incidents of one's own sites, in the middle of the monuments that they touched."""
    places = {one.id: (one.display_lon, one.display_lat) for one in monuments}
    own = {one.site_id for one in monuments if policy.is_member(actor, one.site_id)}
    moment = as_of.viewpoint(request)
    for one in register.incidents_at(own)[:MAX_INCIDENTS]:
        touched = [places[place.id] for place in one.monuments.all() if place.id in places]
        if not touched or not moment.was_on_record(one.created_at):
            continue
        occurred = next((claim["occurred"] for claim in one.claims if claim.get("chosen")), None)
        middle = (sum(lon for lon, _lat in touched) / len(touched), sum(lat for _lon, lat in touched) / len(touched))
        yield _point(*middle, label=in_language(one.title), when=when(occurred), url=reverse("incident", args=[one.id]))
