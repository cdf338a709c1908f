"""HTML views of one monument, each under its own address: overview, reports, restoration, history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_GET

from assessments.audit.queries import history_of
from assessments.damage import crosswalks
from assessments.damage import queries as damage
from assessments.damage.vocabulary import DAMAGE_GRADE
from assessments.desk import chronicle, locator, timeline
from assessments.desk.places import hazards, plan_of, spots
from assessments.desk.states import states_of
from assessments.evidence import queries as evidence
from assessments.evidence.models import Document, Photo
from assessments.kit import as_of
from assessments.kit.actor import Actor
from assessments.people.authentication import actor_of
from assessments.people.queries import with_display_names
from assessments.register import ground, policy
from assessments.register import queries as register
from assessments.register.models import Monument
from assessments.register.roles import May
from assessments.restoration import queries as restoration
from assessments.templatetags.zenobia import in_language

MAX_OPEN_PHOTOS = 24
MAX_PHOTOS = 6
MAX_DOCUMENTS = 5
MAX_EVENTS = 5
MAX_ON_LOCATOR = 150
"""Limits the size of the small locator map; the main map shows all monuments."""


def _head(request: HttpRequest, found: Monument) -> dict[str, Any]:
    """What stands at the top of each page of a monument: names, what may be done, whether one may go there."""
    actor, site_id = actor_of(request), found.site_id
    moment = as_of.viewpoint(request, found.site.time_zone)
    is_member, may_record = policy.is_member(actor, site_id), policy.may(actor, May.RECORD, site_id)
    return {
        "monument": found,
        "label": register.display_label(found),
        "moment": moment,
        "is_member": is_member,
        "access": ground.gate_answer(found, moment.on, known_at=moment.known_at) if is_member else None,
        "may_record": may_record,
        "people": register.people_of(site_id, May.RECORD) if may_record else [],
        "may_keep": policy.may(actor, May.KEEP_REGISTER, site_id),
    }


@require_GET
def monument(request: HttpRequest, id: UUID) -> HttpResponse:
    """The overview: its best picture, its state, where it stands, what happened last."""
    actor = actor_of(request)
    found = register.monument(actor, id)
    if found.merged_into_id:
        return redirect("monument", id=found.merged_into_id)
    head = _head(request, found)
    moment, is_member = head["moment"], head["is_member"]
    photos = _newest_photographs(actor, found, moment) if is_member else []
    around = list(register.monuments(actor, site=found.site_id).select_related("site").order_by("id")[:MAX_ON_LOCATOR])
    state = damage.damage_state(actor, found, moment.on, moment.known_at)
    locations = register.locations_of(actor, found) if is_member and found.movable else []
    context = head | {
        "state": state,
        "age": damage.age_of(actor, found, state, moment.on),
        "in_other_scales": crosswalks.in_other_scales(state.grade),
        "parts": damage.part_states(actor, found, moment.on, moment.known_at),
        "photos": photos,
        "cover": damage.cover_pictures(actor, [found]).get(found.id)
        if moment.is_now
        else next((one for one in photos if one.shown_at.date() <= moment.on), None),
        "pair": evidence.pairs(actor, monument=found.id).order_by("-id").first() if moment.is_now else None,
        "opened": []
        if is_member
        else evidence.open_pictures(actor, found.id, most=MAX_OPEN_PHOTOS, received_by=moment.known_at),
        "locator": locator.draw(
            spots(around, states_of(request, around), found.id),
            hazards(actor, [found.site], moment.known_at),
            plan=plan_of(actor, found.site, moment),
        ),
        "events": chronicle.of_place(actor, found.site, moment, monument=found, most=MAX_EVENTS).events[:MAX_EVENTS],
        "locations": locations,
        "documents": evidence.readable_documents(actor, {one.document_id for one, _withheld in locations}),
        "papers": _newest_documents(actor, found, moment) if is_member else [],
        "counts": register.block_counts(found.id) if is_member else None,
        "split_from": register.labels_of(actor, {found.split_from_id}).get(found.split_from_id, "")
        if found.split_from_id
        else "",
        "may_propose": policy.may(actor, May.PROPOSE, found.site_id),
        "others": SimpleLazyObject(lambda: register.monuments_beside(found)),
        "is_merging": "merge" in request.GET,
    }
    return render(request, "register/monument_detail.html", context)


def _newest_photographs(actor: Actor, monument: Monument, moment: as_of.Viewpoint) -> list[Photo]:
    """The newest photographs of a monument that were on record at the moment looked at."""
    rows = evidence.gallery(actor, site=monument.site_id, monument=monument.id, received_by=moment.known_at)
    return list(rows.filter(state="ready").prefetch_related("derivatives")[:MAX_PHOTOS])


def _newest_documents(actor: Actor, monument: Monument, moment: as_of.Viewpoint) -> list[Document]:
    rows = evidence.documents(actor, monument=monument.id).filter(withdrawn_at__isnull=True, erased_at__isnull=True)
    if moment.known_at:
        rows = rows.filter(received_at__lte=moment.known_at)
    return list(rows.exclude(state="registered").order_by("-id")[:MAX_DOCUMENTS])


@require_GET
def reports(request: HttpRequest, id: UUID) -> HttpResponse:
    """All reports on a monument, newest seen first."""
    actor = actor_of(request)
    found = register.monument(actor, id)
    if found.merged_into_id:
        return redirect("monument-reports", id=found.merged_into_id)
    head = _head(request, found)
    rows = [one for one in damage.reports_of(actor, found.id) if head["moment"].was_on_record(one.submitted_at)]
    return render(request, "register/monument_reports.html", head | {"reports": rows})


@require_GET
def restoration_of(request: HttpRequest, id: UUID) -> HttpResponse:
    """The plans that name a monument, with what is planned, decided and done."""
    actor = actor_of(request)
    found = register.monument(actor, id)
    if found.merged_into_id:
        return redirect("monument-restoration", id=found.merged_into_id)
    head = _head(request, found)
    rows = restoration.plans(actor, site=found.site_id).filter(monuments=found).order_by("-updated_at")
    context = head | {
        "plans": restoration.as_known(rows, head["moment"].known_at),
        "may_plan": policy.may(actor, May.PLAN, found.site_id),
    }
    return render(request, "register/monument_restoration.html", context)


@require_GET
def history_of_monument(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its damage over time as a drawing, and everything that happened there in one list."""
    actor = actor_of(request)
    found = register.monument(actor, id)
    if found.merged_into_id:
        return redirect("monument-history", id=found.merged_into_id)
    head = _head(request, found)
    moment, is_member = head["moment"], head["is_member"]
    states = damage.timeline(actor, found, verified_by=moment.known_at)
    states = [one for one in states if one.seen_on <= moment.horizon]
    happened = found.incidents.order_by("first_day", "id") if is_member else []
    incidents = [one for one in happened if moment.was_on_record(one.created_at)]
    context = head | chronicle.asked_for(request, found.site, moment, monument=found) | {
        "timeline": states,
        "drawing": _drawing(states, incidents, moment),
        "entry_history": with_display_names(history_of("monument", found.id, limit=30)) if is_member else [],
    }  # fmt: skip
    return render(request, "register/monument_history.html", context)


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
