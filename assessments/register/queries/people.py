"""Who works where."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import (
    Q,
)

from assessments.kit.actor import Actor
from assessments.people.models import User
from assessments.register import policy
from assessments.register.models import (
    Membership,
)
from assessments.register.roles import ROLES_BY_PERMISSION, May, Role


def recorders_of(site_ids: set[UUID], people: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Which of these people record on which of these sites, as (person, site)."""
    if not people:
        return set()
    recording = [role for role in Role if role in ROLES_BY_PERMISSION[May.RECORD]]
    rows = Membership.objects.filter(user__in=people, is_active=True, user__is_active=True, role__in=recording)
    rows = rows.filter(Q(site_id=None) | Q(site_id__in=site_ids))
    return {
        (person, site)
        for person, own in rows.values_list("user_id", "site_id")
        for site in (site_ids if own is None else {own})
    }


def working_people(ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people hold an active role on any site."""
    wanted = list(ids)
    if not wanted:
        return set()
    rows = Membership.objects.filter(user__in=wanted, is_active=True, user__is_active=True)
    return set(rows.values_list("user_id", flat=True))


def people_named(actor: Actor, words: str, *, most: int) -> list[User]:
    """Members of one's sites by the name under which they are shown; protected people only by their alias."""
    if not (policy.standing(actor).sees_all or policy.standing(actor).site_ids):
        return []
    own = Membership.objects.filter(policy.member_rows(actor, "site_id") | Q(site_id=None), is_active=True)
    shown = Q(is_protected=False, full_name__icontains=words) | Q(is_protected=True, alias__icontains=words)
    rows = User.objects.filter(shown, pk__in=own.values("user"), is_active=True)
    return sorted(rows[:200], key=lambda one: one.display_name)[:most]


def people_of(site_id: UUID, what: May = May.SEE) -> list[User]:
    """People with a permission at a site, sorted by display name."""
    roles = [role for role in Role if role in ROLES_BY_PERMISSION[what]]
    working = Membership.objects.filter(Q(site_id=site_id) | Q(site_id=None), is_active=True, role__in=roles)
    found = User.objects.filter(pk__in=working.values("user"), is_active=True)
    return sorted(found, key=lambda one: one.display_name)
