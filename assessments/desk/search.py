"""Search from every page: places by name in any script, reports by number, plans, incidents, photographs, people."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.damage import queries as damage
from assessments.desk import cards
from assessments.desk.cards import Card
from assessments.desk.states import covers_of, states_of
from assessments.evidence import queries as evidence
from assessments.people.authentication import actor_of
from assessments.people.models import User
from assessments.register import queries as register
from assessments.register.models import Incident, Monument, Part, Site
from assessments.restoration import queries as restoration
from assessments.templatetags.zenobia import in_language

MOST, MAX_LETTERS = 6, 100


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    title: str
    cards: list[Card]


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The page, or only what was found where a script asks for it."""
    asked = request.GET.get("q", "").replace("\0", "").strip()
    words = asked[:MAX_LETTERS].strip()
    context = {
        "words": words,
        "is_cut": len(asked) > MAX_LETTERS,
        "groups": found(request, words) if words else [],
        "max_letters": MAX_LETTERS,
    }
    template = "desk/_found.html" if request.headers.get("HX-Request") else "desk/search.html"
    return render(request, template, context)


def found(request: HttpRequest, words: str) -> list[Group]:
    """The best of each kind that the reader may see; kinds of which nothing was found are left out."""
    actor = actor_of(request)
    places = register.PlaceSearch(actor, words, most=MOST)
    groups = [
        Group(_("Monuments"), _monuments(request, places.monuments())),
        Group(_("Sites"), [_site(one) for one in places.sites()]),
    ]
    if actor.user_id:
        groups += [
            Group(_("Reports"), cards.of_reports(actor, damage.reports_numbered(actor, words, most=MOST))),
            Group(_("Parts"), [_part(one) for one in places.parts()]),
            Group(_("Plans"), cards.of_plans(actor, restoration.plans_named(actor, words, most=MOST))),
            Group(_("Incidents"), [_incident(one) for one in register.incidents_named(actor, words, most=MOST)]),
            Group(_("Photographs"), cards.of_photos(evidence.photos_named(actor, words, most=MOST))),
            Group(_("People"), [_person(one) for one in register.people_named(actor, words, most=MOST)]),
        ]
    return [one for one in groups if one.cards]


def _monuments(request: HttpRequest, monuments: list[Monument]) -> list[Card]:
    if not monuments:
        return []
    states = states_of(request, monuments)
    pictures = covers_of(request, monuments, states)
    return [
        Card(
            reverse("monument", args=[one.id]), register.display_label(one), "bank2", where=one.site.label,
            photo=pictures.get(one.id), grade=state.grade if (state := states.get(one.id)) else None,
            day=state.seen_on if state else None,
        )
        for one in monuments
    ]  # fmt: skip


def _site(site: Site) -> Card:
    return Card(reverse("site", args=[site.id]), site.label, "geo-alt", site.code)


def _part(part: Part) -> Card:
    url = reverse("monument", args=[part.monument_id])
    return Card(url, part.label, "bricks", where=f"{part.monument.label} · {part.monument.site.label}")


def _incident(incident: Incident) -> Card:
    url = reverse("incident", args=[incident.id])
    return Card(url, in_language(incident.title), "lightning", where=incident.site.label, day=incident.first_day)


def _person(person: User) -> Card:
    return Card(f"{reverse('reports')}?author={person.id}", person.display_name, "person", note=_("Their reports"))
