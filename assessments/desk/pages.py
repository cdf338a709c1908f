"""HTML views that combine packages: home, sites, a site, a monument, the outbox, the as-of date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_GET, require_POST

from assessments.audit.queries import history_of
from assessments.damage import crosswalks, sentences
from assessments.damage import queries as damage
from assessments.damage.vocabulary import DAMAGE_GRADE
from assessments.demo.days import DAYS_TO_LOOK_BACK_AT
from assessments.desk import locator, site_cards, timeline
from assessments.desk.map import hazards
from assessments.desk.states import covers_of, states_of
from assessments.evidence import queries as evidence
from assessments.evidence.models import Document, Photo
from assessments.kit import as_of, pagination
from assessments.kit.actor import Actor
from assessments.kit.sealed_response import verifier_response
from assessments.people.authentication import actor_of, signed_in
from assessments.people.queries import with_display_names
from assessments.register import ground, policy
from assessments.register import queries as register
from assessments.register.models import Monument, Site
from assessments.register.roles import May
from assessments.restoration import queries as restoration
from assessments.templatetags.zenobia import in_language

PAGE_SIZE = 50
MAX_PHOTOS_ON_PAGE = 24
MAX_DOCUMENTS_ON_PAGE = 5
MAX_ON_LOCATOR = 150
"""Limits the size of the small locator map; the main map shows all monuments."""


def back(request: HttpRequest, fallback: str = "/") -> HttpResponse:
    """Redirect to the page the person came from, if it is on this host."""
    to = request.POST.get("next") or request.headers.get("Referer") or fallback
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if safe else fallback)


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
    actor = actor_of(request)
    found = register.site(actor, id)
    moment = as_of.viewpoint(request, found.time_zone)
    monuments = list(register.monuments(actor, site=found.id).order_by("display_sort_key", "id")[:MAX_ON_LOCATOR])
    _say_site(monuments, found)
    grades = states_of(request, monuments)
    figures = damage.summary(actor, found, moment.on, moment.known_at)
    incidents = found.incidents.order_by("first_day", "id") if policy.is_member(actor, found.id) else []
    context = {
        "site": found,
        "summary": figures,
        # As known now only: over the list of a past day it would count monuments that were not on it.
        "grade_history": timeline.stacked(
            damage.grade_history(actor, found, moment.on), figures.on_list, until=moment.on, is_rtl=get_language_bidi()
        )
        if moment.is_today and figures.on_list <= damage.MAX_MONUMENTS_DRAWN
        else None,
        "state": {"bar": site_cards.bar(figures, is_rtl=get_language_bidi()), "width": site_cards.WIDTH},
        "moment": moment,
        "statements": [one for one in register.statements_about(found) if moment.was_on_record(one.created_at)],
        "urgent": _with_reasons(damage.urgent_reports(actor, found.id, moment.on, moment.known_at)),
        **_listed(request, found),
        "locator": locator.draw(_spots(monuments, grades), hazards(actor, [found], moment.known_at)),
        "plans": restoration.as_known(
            restoration.plans(actor, site=found.id).order_by("-updated_at")[:20], moment.known_at
        ),
        "incidents": [one for one in incidents if moment.was_on_record(one.created_at)],
        "is_member": policy.is_member(actor, found.id),
        "above": policy.visible_sites(actor).filter(pk=found.parent_id).first() if found.parent_id else None,
        "components": register.components_of(actor, found),
        "authorities": register.authorities_of(found) if actor.user_id else [],
        "may_see_contacts": policy.may(actor, May.SEE_TEAM_ONLY, found.id),
        "may_add_component": policy.is_administrator(actor),
        "may_record_statements": policy.may(actor, May.STATE, found.id),
        "may_propose": policy.may(actor, May.PROPOSE, found.id),
        "may_plan": policy.may(actor, May.PLAN, found.id),
        "may_find_unauthorised": policy.may(actor, May.FIND_UNAUTHORISED, found.id),
        "may_state": policy.may(actor, May.STATE_HAZARD_REGIME, found.id),
        "may_keep_register": policy.may(actor, May.KEEP_REGISTER, found.id),
    }
    return render(request, "register/site_detail.html", context)


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
    _say_site(page, found)
    grades = states_of(request, page)
    covers = covers_of(request, page, grades)
    ages = damage.ages_of(actor, found, grades, as_of.viewpoint(request, found.time_zone).on)
    return {
        "monuments": [
            (one, register.display_label(one), grades.get(one.id), ages.get(one.id), covers.get(one.id)) for one in page
        ],
        "next": cursor,
        "filters": filters,
    }


def _say_site(monuments: Iterable[Monument], found: Site) -> None:
    """Tell monuments of a site that is read already which one it is, instead of reading it again for each."""
    for one in monuments:
        one.site = found


def _with_reasons(urgent: list[damage.UrgentReport]) -> list[tuple[damage.UrgentReport, list[str]]]:
    """Urgent reports with their reasons as text; a reason that a person wrote comes first."""
    return [(one, sentences.urgency(one.report.priority_reason, one.reasons)) for one in urgent]


def _spots(monuments: list[Any], grades: dict[UUID, Any], here: UUID | None = None) -> list[locator.Spot]:
    return [
        locator.Spot(
            one.display_lon,
            one.display_lat,
            register.display_label(one),
            grades[one.id].grade if one.id in grades else "",
            one.id == here,
            reverse("monument", args=[one.id]),
        )
        for one in monuments
        if one.display_lon is not None
    ]


@require_GET
def monument(request: HttpRequest, id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = register.monument(actor, id)
    if found.merged_into_id:
        return redirect("monument", id=found.merged_into_id)
    moment = as_of.viewpoint(request, found.site.time_zone)
    is_member = policy.is_member(actor, found.site_id)
    photos = _newest_photographs(actor, found, moment) if is_member else []
    states = damage.timeline(actor, found, verified_by=moment.known_at)
    states = [one for one in states if one.seen_on <= moment.horizon]
    happened = found.incidents.order_by("first_day", "id") if is_member else []
    incidents = [one for one in happened if moment.was_on_record(one.created_at)]
    around = list(register.monuments(actor, site=found.site_id).select_related("site").order_by("id")[:MAX_ON_LOCATOR])
    reports = [one for one in damage.reports_of(actor, found.id) if moment.was_on_record(one.submitted_at)]
    state = damage.damage_state(actor, found, moment.on, moment.known_at)
    locations = register.locations_of(actor, found) if is_member and found.movable else []
    context = {
        "monument": found,
        "label": register.display_label(found),
        "state": state,
        "age": damage.age_of(actor, found, state, moment.on),
        "in_other_scales": crosswalks.in_other_scales(state.grade),
        "parts": damage.part_states(actor, found, moment.on, moment.known_at),
        "moment": moment,
        "timeline": states,
        "drawing": _drawing(states, incidents, moment),
        "reports": reports,
        "photos": photos,
        "cover": damage.cover_pictures(actor, [found]).get(found.id)
        if moment.is_now
        else next((one for one in photos if one.shown_at.date() <= moment.on), None),
        "pair": evidence.pairs(actor, monument=found.id).order_by("-id").first() if moment.is_now else None,
        "opened": []
        if is_member
        else evidence.open_pictures(actor, found.id, most=MAX_PHOTOS_ON_PAGE, received_by=moment.known_at),
        "locator": locator.draw(
            _spots(around, states_of(request, around), found.id), hazards(actor, [found.site], moment.known_at)
        ),
        "incidents": incidents,
        "locations": locations,
        "documents": evidence.readable_documents(actor, {one.document_id for one, _withheld in locations}),
        "papers": _newest_documents(actor, found, moment) if is_member else [],
        "counts": register.block_counts(found.id) if is_member else None,
        "access": ground.gate_answer(found, moment.on, known_at=moment.known_at) if is_member else None,
        "history": with_display_names(history_of("monument", found.id, limit=30)) if is_member else [],
        "is_member": is_member,
        "may_record": policy.may(actor, May.RECORD, found.site_id),
        "people": register.people_of(found.site_id, May.RECORD) if policy.may(actor, May.RECORD, found.site_id) else [],
        "split_from": register.labels_of(actor, {found.split_from_id}).get(found.split_from_id, "")
        if found.split_from_id
        else "",
        "may_keep": policy.may(actor, May.KEEP_REGISTER, found.site_id),
        "may_propose": policy.may(actor, May.PROPOSE, found.site_id),
        "others": SimpleLazyObject(lambda: register.monuments_beside(found)),
        "is_merging": "merge" in request.GET,
    }
    return render(request, "register/monument_detail.html", context)


def _drawing(states: list[Any], incidents: list[Any], moment: as_of.Viewpoint) -> timeline.Timeline | None:
    """The timeline of damage states and incidents, up to the as-of date."""
    spans = [
        timeline.Span(
            one.during.lower, min(one.during.upper or moment.horizon, moment.horizon), DAMAGE_GRADE.label(one.grade),
            one.grade, one.is_remote, one.is_disputed,
        )
        for one in states
    ]  # fmt: skip
    happened = [
        timeline.Span(one.first_day, one.last_day or one.first_day, in_language(one.title))
        for one in incidents
        if one.first_day and one.first_day <= moment.horizon
    ]
    return timeline.draw(spans, happened, today=moment.horizon, on=moment.on, is_rtl=get_language_bidi())


def _newest_photographs(actor: Actor, monument: Monument, moment: as_of.Viewpoint) -> list[Photo]:
    """The newest photographs of a monument that were on record at the moment looked at."""
    rows = evidence.gallery(actor, site=monument.site_id, monument=monument.id, received_by=moment.known_at)
    return list(rows.filter(state="ready").prefetch_related("derivatives")[:MAX_PHOTOS_ON_PAGE])


def _newest_documents(actor: Actor, monument: Monument, moment: as_of.Viewpoint) -> list[Document]:
    rows = evidence.documents(actor, monument=monument.id).filter(withdrawn_at__isnull=True, erased_at__isnull=True)
    if moment.known_at:
        rows = rows.filter(received_at__lte=moment.known_at)
    return list(rows.exclude(state="registered").order_by("-id")[:MAX_DOCUMENTS_ON_PAGE])


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """The actor's own work: drafts, submitted and returned reports, photographs in processing or failed."""
    actor = signed_in(request)
    mine = damage.reports(actor, author=actor.user_id).select_related("monument", "site").order_by("-updated_at")
    context = {
        "drafts": mine.filter(status="draft")[:50],
        "returned": damage.returned_to(actor),
        "waiting": mine.filter(status="submitted")[:50],
        "done": mine.filter(status__in=["verified", "superseded", "retracted", "withdrawn"])[:20],
        "pending_photos": evidence.pending_photos(actor)[:100],
        "unreadable_photos": evidence.unreadable_photos(actor)[:50],
        "damaged_files": evidence.damaged_files(actor),
    }
    return render(request, "desk/outbox.html", context)


@require_POST
def choose_date(request: HttpRequest) -> HttpResponse:
    if settings.DEMO:
        as_of.choose(request, request.POST.get("as_of", ""), DAYS_TO_LOOK_BACK_AT)
    return back(request)


@require_GET
def verify_sealed(request: HttpRequest) -> HttpResponse:
    """The program that recomputes the hash of a sealed document."""
    return verifier_response()
