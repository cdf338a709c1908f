"""The first page: for everybody what this is, for those who signed in what waits for them, and what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.damage import queries as damage
from assessments.damage import sentences
from assessments.demo.people import CARDS
from assessments.demo.people import Card as DemoCard
from assessments.desk import cards, happenings
from assessments.desk import queries as desk
from assessments.desk.cards import Card
from assessments.desk.site_cards import largest
from assessments.kit import as_of
from assessments.kit.actor import Actor
from assessments.people import operations as people
from assessments.people.authentication import actor_of
from assessments.people.models import User
from assessments.register import policy
from assessments.register import queries as register
from assessments.register.models import Site

LOOKED_AT, SITES_SHOWN, SITES_IN_FRONT = 12, 5, 3
MAX_DRAFTS = 4
MAX_URGENT = 4


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    return _front(request) if actor.user_id is None else _desk(request, actor)


def _front(request: HttpRequest) -> HttpResponse:
    sites = register.first_with_monuments(register.sites(actor_of(request)), most=LOOKED_AT)
    return render(request, "desk/front.html", {"states": largest(request, sites, most=SITES_IN_FRONT)})


def _desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    own = register.sites(actor).filter(policy.member_rows(actor, "id"))
    sites = register.first_with_monuments(own, most=LOOKED_AT)
    drafts = damage.reports(actor, author=actor.user_id, terms={"status": "draft"})
    drafts = drafts.select_related("monument", "site", "author").order_by("-updated_at", "id")
    since = people.visit_home(request.user) if isinstance(request.user, User) else None
    happened = happenings.lately(actor)
    context = {
        "tour": _tour(request),
        "waiting": desk.waiting_for(actor),
        "drafts": cards.of_reports(actor, drafts[:MAX_DRAFTS], page="report-write"),
        "visits": register.visits_today(actor),
        "urgent": _urgent(request, actor, sites),
        "states": largest(request, sites, most=SITES_SHOWN),
        "has_more_sites": len(sites) > SITES_SHOWN,
        "since": since,
        "happened": [(one, since is not None and one.line.occurred_at > since) for one in happened],
    }
    return render(request, "desk/home.html", context)


def _tour(request: HttpRequest) -> DemoCard | None:
    """What to try, for the people of the demo."""
    email = getattr(request.user, "email", "") if settings.DEMO else ""
    return next((one for one in CARDS if one.email == email), None)


def _urgent(request: HttpRequest, actor: Actor, sites: Iterable[Site]) -> list[Card]:
    """What cannot wait on the first of one's sites that have such, most urgent first."""
    found: list[damage.UrgentReport] = []
    for site in sites:
        moment = as_of.chosen(request, site.time_zone)
        found += damage.urgent_reports(actor, site.id, moment.on, moment.known_at, among=6 * MAX_URGENT)
        if len(found) >= MAX_URGENT:
            break
    shown = sorted(found, key=damage.UrgentReport.order)[:MAX_URGENT]
    drawn = cards.of_reports(actor, [one.report for one in shown])
    return [
        replace(card, note=" · ".join(sentences.urgency(one.report.priority_reason, one.reasons)))
        for one, card in zip(shown, drawn, strict=True)
    ]
