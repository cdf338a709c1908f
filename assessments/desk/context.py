"""Template context processor for all pages: the actor, their permissions, the as-of date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from assessments.demo.days import DAYS_TO_LOOK_BACK_AT
from assessments.demo.people import CARDS
from assessments.kit import as_of
from assessments.kit.actor import OUTSIDER, Actor
from assessments.people.authentication import actor_of
from assessments.register import ground, policy
from assessments.register.roles import May
from assessments.sync import queries as sync
from assessments.sync.models import Conflict


def _conflicts_of(request: HttpRequest, actor: Actor) -> list[Conflict]:
    """The open conflicts of the thing that the page is about."""
    match = request.resolver_match
    thing = match.kwargs.get("id") if match else None
    return list(sync.conflicts(actor, thing=thing)[:5]) if thing else []


def common_context(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    context: dict[str, Any] = {
        "actor": actor,
        "is_rtl": get_language_bidi(),
        "demo": settings.DEMO,
        "theme": request.COOKIES.get("theme", "auto"),
        "asof_choices": DAYS_TO_LOOK_BACK_AT,
        "viewpoint": as_of.chosen(request) if hasattr(request, "session") else None,
    }
    if settings.DEMO and not actor.user_id:
        context["demo_roles"] = CARDS
    if actor.user_id and actor != OUTSIDER:
        standing = policy.standing(actor)
        context["may_record"] = standing.sites_where(May.RECORD) != []
        context["may_verify"] = standing.sites_where(May.VERIFY) != []
        context["may_plan"] = standing.sites_where(May.PLAN) != []
        context["may_decide"] = standing.sites_where(May.REVIEW_NATIONALLY) != []
        context["own_sites"] = SimpleLazyObject(lambda: ground.own_sites(actor))
        context["in_conflict"] = SimpleLazyObject(lambda: _conflicts_of(request, actor))
        context["may_keep_people"] = standing.sites_where(May.KEEP_PEOPLE) != []
    return context
