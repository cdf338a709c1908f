"""HTML views of sites, each page of one under its own address: overview with its monuments, restoration, history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_GET

from assessments.damage import queries as damage
from assessments.damage import rules as damage_rules
from assessments.damage import sentences
from assessments.desk import chronicle, locator, site_cards, timeline
from assessments.desk.map_pages import map_context, with_map
from assessments.desk.places import hazards, plan_of, say_site, spots
from assessments.desk.states import covers_of, states_of
from assessments.evidence.models import Photo
from assessments.kit import as_of, pagination
from assessments.people.authentication import actor_of
from assessments.register import policy
from assessments.register import queries as register
from assessments.register.models import Monument, Site
from assessments.register.roles import May
from assessments.restoration import queries as restoration

PAGE_SIZE = 50
MAX_EVENTS = 5
MAX_PLANS = 200
MAX_ON_LOCATOR = 150
"""Limits the size of the small locator map; the main map shows all monuments."""


@require_GET
def sites(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "")
    rows = register.sites(actor_of(request), q=q)
    found, cursor = pagination.page_of(
        rows, order=("sort_key", "id"), cursor=request.GET.get("cursor", ""), limit=pagination.DEFAULT_LIMIT
    )
    context = {"sites": found, "next": cursor, "q": q, "may_add": policy.is_administrator(actor_of(request))}
    return render(request, "register/site_list.html", context)


@require_GET
def site(request: HttpRequest, id: UUID) -> HttpResponse:
    """The overview: its state, what cannot wait, its monuments."""
    actor = actor_of(request)
    found = register.site(actor, id)
    moment = as_of.viewpoint(request, found.time_zone)
    monuments = list(register.monuments(actor, site=found.id).order_by("display_sort_key", "id")[:MAX_ON_LOCATOR])
    say_site(monuments, found)
    grades = states_of(request, monuments)
    figures = damage.summary(actor, found, moment.on, moment.known_at)
    context = head_of(request, found) | {
        "summary": figures,
        "state": {"bar": site_cards.bar(figures, is_rtl=get_language_bidi()), "width": site_cards.WIDTH},
        "statements": [one for one in register.statements_about(found) if moment.was_on_record(one.created_at)],
        "urgent": _with_reasons(damage.urgent_reports(actor, found.id, moment.on, moment.known_at)),
        **_listed(request, found),
        "locator": locator.draw(
            spots(monuments, grades), hazards(actor, [found], moment.known_at), plan=plan_of(actor, found, moment)
        ),
        "events": chronicle.of_place(actor, found, moment, most=MAX_EVENTS).events[:MAX_EVENTS],
        "components": register.components_of(actor, found),
        "authorities": register.authorities_of(found) if actor.user_id else [],
        "may_see_contacts": policy.may(actor, May.SEE_TEAM_ONLY, found.id),
        "may_add_component": policy.is_administrator(actor),
        "may_record_statements": policy.may(actor, May.STATE, found.id),
        "may_propose": policy.may(actor, May.PROPOSE, found.id),
        "may_state": policy.may(actor, May.STATE_HAZARD_REGIME, found.id),
    }
    if request.GET.get("view") == "map":
        context |= map_context(request, found)
        return with_map(render(request, "register/site_detail.html", context), context)
    return render(request, "register/site_detail.html", context)


def head_of(request: HttpRequest, found: Site) -> dict[str, Any]:
    """What stands at the top of each page of a site."""
    actor = actor_of(request)
    return {
        "site": found,
        "moment": as_of.viewpoint(request, found.time_zone),
        "above": policy.visible_sites(actor).filter(pk=found.parent_id).first() if found.parent_id else None,
        "is_member": policy.is_member(actor, found.id),
        "may_keep_register": policy.may(actor, May.KEEP_REGISTER, found.id),
    }


@dataclass(frozen=True, slots=True)
class Listed:
    """A monument in the list of its site: its state, the state before that one, the picture that stands for it."""

    monument: Monument
    label: str
    state: Any
    before: str | None
    age: damage_rules.Age | None
    photo: Photo | None


def _listed(request: HttpRequest, found: Site) -> dict[str, Any]:
    """The monuments of a site that fit the filters, a page of them, with their states."""
    actor, filters = actor_of(request), request.GET
    rows = register.monuments(
        actor,
        site=found.id,
        q=filters.get("q", ""),
        category=filters.get("category", ""),
        damage=filters.get("damage", ""),
    )
    page, cursor = pagination.page_of(
        rows, order=("display_sort_key", "id"), cursor=filters.get("cursor", ""), limit=PAGE_SIZE
    )
    say_site(page, found)
    grades = states_of(request, page)
    covers = covers_of(request, page, grades)
    moment = as_of.viewpoint(request, found.time_zone)
    ages = damage.ages_of(actor, found, grades, moment.on)
    before = damage.states_before(actor, found, grades) if moment.is_now else {}
    return {
        "monuments": [
            Listed(
                one,
                register.display_label(one),
                grades.get(one.id),
                before.get(one.id),
                ages.get(one.id),
                covers.get(one.id),
            )
            for one in page
        ],
        "next": cursor,
        "filters": filters,
    }


def _with_reasons(urgent: list[damage.UrgentReport]) -> list[tuple[damage.UrgentReport, list[str]]]:
    """Urgent reports with their reasons as text; a reason that a person wrote comes first."""
    return [(one, sentences.urgency(one.report.priority_reason, one.reasons)) for one in urgent]


@require_GET
def restoration_of(request: HttpRequest, id: UUID) -> HttpResponse:
    """The plans of a site, by state, and what can be begun from here."""
    actor = actor_of(request)
    found = register.site(actor, id)
    head = head_of(request, found)
    rows = restoration.plans(actor, site=found.id).order_by("-updated_at")[:MAX_PLANS]
    context = head | {
        "plans": restoration.as_known(rows, head["moment"].known_at),
        "may_plan": policy.may(actor, May.PLAN, found.id),
        "may_find_unauthorised": policy.may(actor, May.FIND_UNAUTHORISED, found.id),
    }
    return render(request, "register/site_restoration.html", context)


@require_GET
def history_of_site(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its course as a drawing, and everything that happened there in one list."""
    actor = actor_of(request)
    found = register.site(actor, id)
    head = head_of(request, found)
    moment = head["moment"]
    context = head | chronicle.asked_for(request, found, moment)
    # As known now only: over the list of a past day it would count monuments that were not on it.
    on_list = damage.summary(actor, found, moment.on, None).on_list if moment.is_today else 0
    if 0 < on_list <= damage.MAX_MONUMENTS_DRAWN:
        context["grade_history"] = timeline.stacked(
            damage.grade_history(actor, found, moment.on), on_list, until=moment.on, is_rtl=get_language_bidi()
        )
    return render(request, "register/site_history.html", context)
