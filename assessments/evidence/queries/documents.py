"""Documents that the actor may see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from assessments.evidence import policy
from assessments.evidence.models import (
    Document,
)
from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible


def documents(actor: Actor, *, site: UUID | None = None, monument: UUID | None = None) -> QuerySet[Document]:
    rows = policy.visible_documents(actor)
    if site:
        rows = rows.filter(site_id=site)
    if monument:
        rows = rows.filter(monument_id=monument)
    return rows


def readable_documents(actor: Actor, ids: set[UUID | None]) -> set[UUID]:
    """Which of these documents the actor may open; None stands for no document."""
    wanted = ids - {None}
    return set(policy.visible_documents(actor).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def document(actor: Actor, id: UUID | str) -> Document:
    return get_visible(policy.visible_documents(actor).select_related("site", "monument", "registered_by"), id)
