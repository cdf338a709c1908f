"""Visits and incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import (
    F,
    QuerySet,
)

from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import policy
from assessments.register.models import (
    Incident,
    Visit,
)
from assessments.register.roles import May


def visits_on(actor: Actor, site_id: UUID, day: date) -> list[Visit]:
    """Who is on the ground on a day: the visits of that day with their teams, for safety officers."""
    rows = Visit.objects.filter(policy.rows_where(actor, May.KEEP_SAFETY, "site_id"), site_id=site_id)
    rows = rows.filter(first_day__lte=day, last_day__gte=day).order_by("first_day", "id")
    return list(rows.prefetch_related("members__user")[:50])


def visits_today(actor: Actor) -> list[Visit]:
    """The visits to one's sites that are going on today, as the day is there."""
    rows = Visit.objects.filter(policy.member_rows(actor, "site_id")).select_related("site")
    rows = rows.filter(first_day__lte=clock.latest_day(), last_day__gte=clock.today() - timedelta(days=1))
    return [one for one in rows.order_by("first_day", "id")[:20] if one.first_day <= one.site.today <= one.last_day]


def visits_around(actor: Actor, site_id: UUID, day: date | None) -> list[Visit]:
    """Visits to a site that a report of this day may belong to: those of that day first, then the newest."""
    rows = Visit.objects.filter(policy.member_rows(actor, "site_id"), site_id=site_id).order_by("-first_day", "-id")
    found = list(rows[:30])
    return sorted(found, key=lambda one: not (day and one.first_day <= day <= one.last_day))


def visits_at(actor: Actor, site_id: UUID) -> QuerySet[Visit]:
    return Visit.objects.filter(policy.member_rows(actor, "site_id"), site_id=site_id)


def visits_of(actor: Actor, site_id: UUID) -> list[Visit]:
    """The visits to a site, newest first."""
    return list(visits_at(actor, site_id).order_by("-first_day", "-id").prefetch_related("members__user")[:200])


def visit(actor: Actor, id: UUID) -> Visit:
    rows = Visit.objects.filter(policy.member_rows(actor, "site_id")).select_related("site", "organisation")
    found: Visit = get_visible(rows, id)
    return found


def incidents_on(actor: Actor, site_id: UUID) -> QuerySet[Incident]:
    return Incident.objects.filter(policy.member_rows(actor, "site_id"), site_id=site_id)


def incidents_of(actor: Actor, site_id: UUID) -> list[Incident]:
    """The incidents at a site, oldest first, those of unknown day last."""
    return list(
        incidents_on(actor, site_id)
        .order_by(F("first_day").asc(nulls_last=True), "id")
        .prefetch_related("monuments")[:500]
    )


def incidents_named(actor: Actor, words: str, *, most: int) -> list[Incident]:
    """Incidents on one's sites whose title, in any language, contains the words; newest first."""
    rows = Incident.objects.filter(policy.member_rows(actor, "site_id"), title__icontains=words)
    return list(rows.select_related("site").order_by(F("first_day").desc(nulls_last=True), "id")[:most])


def incidents_to_choose(actor: Actor, site_ids: Sequence[UUID]) -> list[Incident]:
    """The incidents of some sites, newest first, as far as the actor is a member."""
    rows = Incident.objects.filter(policy.member_rows(actor, "site_id"), site__in=site_ids).select_related("site")
    return list(rows.order_by(F("first_day").desc(nulls_last=True), "id")[:200])


def incidents_at(site_ids: set[UUID]) -> QuerySet[Incident]:
    """The incidents of sites, newest first, with the monuments that each touched. The caller judges membership."""
    rows = Incident.objects.filter(site__in=site_ids, proposed=False)
    return rows.order_by(F("first_day").desc(nulls_last=True), "id").prefetch_related("monuments")


def incident(actor: Actor, id: UUID) -> Incident:
    found: Incident = get_visible(
        Incident.objects.filter(policy.member_rows(actor, "site_id")).select_related("site"), id
    )
    return found


def visit_on(actor: Actor, site_id: UUID, day: date) -> Visit | None:
    """The visit that somebody is on at this site on a day, if it is just one."""
    rows = Visit.objects.filter(site_id=site_id, first_day__lte=day, last_day__gte=day, members__user_id=actor.user_id)
    found = list(rows.distinct()[:2])
    return found[0] if len(found) == 1 else None
