"""Authorities, organisations, and what others stated."""

from __future__ import annotations

from uuid import UUID

from django.db.models import (
    Prefetch,
)

from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.people.models import Organisation
from assessments.register import policy
from assessments.register.models import (
    Authority,
    Site,
    Statement,
)


def statement(actor: Actor, id: UUID) -> Statement:
    rows = Statement.objects.filter(policy.member_rows(actor, "site_id")).select_related("site")
    found: Statement = get_visible(rows, id)
    return found


def authorities(actor: Actor) -> list[Authority]:
    """Who decides, advises or controls, with the sites of each that the actor may see."""
    own = Prefetch("sites", policy.visible_sites(actor).only("names", "code").order_by("sort_key"))
    return list(Authority.objects.prefetch_related(own).order_by("sort_key", "id")[:500])


def authorities_of(site: Site) -> list[Authority]:
    return list(Authority.objects.filter(sites=site).order_by("mandate", "sort_key", "id"))


def authority(actor: Actor, id: UUID) -> Authority:
    policy.require_account(actor)
    found: Authority = get_visible(Authority.objects.all(), id)
    return found


def organisations(actor: Actor) -> list[Organisation]:
    policy.require_account(actor)
    return sorted(Organisation.objects.all()[:500], key=lambda one: (one.label.casefold(), one.pk))


def organisation(actor: Actor, id: UUID) -> Organisation:
    policy.require_account(actor)
    found: Organisation = get_visible(Organisation.objects.all(), id)
    return found


def statements_about(site: Site) -> list[Statement]:
    return list(Statement.objects.filter(site=site).order_by("said_on", "id"))
