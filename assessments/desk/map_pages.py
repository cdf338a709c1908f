"""The map: its page, and what it asks for while one moves about."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assessments.damage import queries as damage
from assessments.desk import map_view
from assessments.desk.states import covers_of
from assessments.evidence import queries as evidence
from assessments.kit import as_of, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import BadRequest
from assessments.kit.geometry import parsed_bounds
from assessments.kit.middleware import policy_with
from assessments.people.authentication import actor_of
from assessments.register import policy
from assessments.register import queries as register
from assessments.register.models import Monument, Site
from assessments.templatetags.zenobia import in_language, picture_url

MAX_SITES_OFFERED = 30
MAX_CAMERAS = 500
WORLD = "-180,-90,180,90"
FILTERS = ("site", "q", "category", "damage")


@require_GET
def map_page(request: HttpRequest) -> HttpResponse:
    """The whole map; `?site=` begins with one site, and filters as on the list of its monuments."""
    actor = actor_of(request)
    listed = Monument.objects.values("site")
    sites = register.sites(actor).filter(pk__in=listed).order_by("sort_key")[:MAX_SITES_OFFERED]
    chosen = _site(request.GET)
    site = register.site(actor, chosen) if chosen else None
    context = map_context(request, site) | {"sites": sites, "may_choose_base_maps": policy.is_administrator(actor)}
    return with_map(render(request, "desk/map.html", context), context)


def map_context(request: HttpRequest, site: Site | None = None) -> dict[str, Any]:
    """What `desk/_map.html` draws from: where to begin, which filters hold, what may lie under it."""
    filters = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    if site:
        filters["site"] = str(site.id)
    moment = as_of.viewpoint(request, site.time_zone if site else "")
    layers = register.layers()
    return {
        "map_origins": sorted({one.origin for one in layers} - {""}),
        "map_site": site,
        "map_config": {
            "data": f"{reverse('map-data')}?{urlencode(filters)}",
            "photographs": reverse("map-photographs"),
            "card": reverse("map-card", args=[UUID(int=0)]),
            "bounds": [site.west, site.south, site.east, site.north] if site and site.west is not None else None,
            "base_maps": [_layer(one) for one in layers],
            "first": _first_day(actor_of(request), site),
            "on": moment.on.isoformat(), "today": moment.horizon.isoformat(), "is_now": moment.is_now,
        },
    }  # fmt: skip


def _first_day(actor: Actor, site: Site | None) -> str:
    """The day from which on there is anything to see, for the slider; empty where nothing was reported."""
    sites = register.sites(actor).filter(pk=site.id) if site else register.sites_with_monuments(actor)
    day = damage.first_seen_on(actor, [one.id for one in sites])
    return day.isoformat() if day else ""


def with_map(answer: HttpResponse, context: dict[str, Any]) -> HttpResponse:
    """A page with a map may ask the services that its base maps come from, and nobody else."""
    answer["Content-Security-Policy"] = policy_with(context["map_origins"])
    return answer


def _layer(one: register.Layer) -> dict[str, Any]:
    return {
        "id": str(one.row.id), "title": in_language(one.row.title), "tiles": one.tiles, "is_vector": one.is_vector,
        "attribution": one.row.attribution, "min_zoom": one.row.min_zoom, "max_zoom": one.row.max_zoom,
    }  # fmt: skip


def _site(query: QueryDict) -> UUID | None:
    given = query.get("site", "")
    return parsing.id_(given, "/site") if given else None


@require_GET
def map_data(request: HttpRequest) -> JsonResponse:
    """What lies in a viewport (`bbox`, `zoom`), as GeoJSON: monuments one by one, or in squares where they are many;
    sites, incidents, hazard outlines. `left_out` counts what is not drawn."""
    query = request.GET
    try:
        zoom = float(query.get("zoom", "14"))
    except ValueError:
        raise BadRequest from None
    asked = map_view.Asked(
        parsed_bounds(query.get("bbox", WORLD)), max(0.0, min(24.0, zoom)), _site(query), query.get("q", ""),
        query.get("category", ""), query.get("damage", ""),
    )  # fmt: skip
    return JsonResponse(map_view.found_in(actor_of(request), asked, as_of.viewpoint(request)))


@require_GET
def map_ground(request: HttpRequest, id: UUID) -> JsonResponse:
    """The boundary, the buffer zone and the plan of one site, and pictures laid on its ground; asked for once."""
    actor, moment = actor_of(request), as_of.viewpoint(request)
    found = map_view.collection(map_view.on_ground(actor, id, moment))
    found["pictures"] = [
        {"id": str(one.id), "url": picture_url(one.photo, "large"), "corners": one.corners, "title": one.photo.title}
        for one in evidence.on_the_map(actor, id)
        if moment.was_on_record(one.created_at)
    ]
    return JsonResponse(found)


@require_GET
def map_photographs(request: HttpRequest) -> JsonResponse:
    """Where photographs of one's own sites were taken from, and which way they look."""
    bbox = parsed_bounds(request.GET.get("bbox", WORLD))
    rows = evidence.cameras(actor_of(request), bbox, as_of.viewpoint(request).known_at)[:MAX_CAMERAS]
    return JsonResponse(
        map_view.collection(
            map_view.point(
                one.exif_longitude or 0.0, one.exif_latitude or 0.0, looking=one.exif_direction_deg, label=one.title,
                url=reverse("photo", args=[one.id]),
            )
            for one in rows
        )
    )  # fmt: skip


@require_GET
def map_card(request: HttpRequest, id: UUID) -> HttpResponse:
    """What stands beside a mark: the monument's picture, its state, the way to its page."""
    actor = actor_of(request)
    found = register.monument(actor, id)
    moment = as_of.viewpoint(request, found.site.time_zone)
    state = damage.damage_state(actor, found, moment.on, moment.known_at)
    photo = covers_of(request, [found], damage.states_today(actor, [found])).get(found.id)
    context = {"monument": found, "label": register.display_label(found), "state": state, "photo": photo}
    return render(request, "desk/_map_card.html", context)
