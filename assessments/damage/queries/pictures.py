"""The photograph that stands for a report or a monument in a list: one for each, as the actor may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from assessments.damage.models import ReportPhoto
from assessments.damage.queries.state import states_today
from assessments.evidence import queries as evidence
from assessments.evidence.models import Photo
from assessments.kit.actor import Actor
from assessments.register.models import Monument


def first_pictures(actor: Actor, report_ids: Collection[UUID]) -> dict[UUID, Photo]:
    """By report its first photograph that this reader may see and that has been read. Reports without one are left
    out."""
    if not report_ids:
        return {}
    links = ReportPhoto.objects.filter(report_id__in=report_ids).order_by("place_in_list", "id")
    named = list(links.values_list("report_id", "photo_id"))
    seen = evidence.pictures(actor, {photo for _report, photo in named})
    found: dict[UUID, Photo] = {}
    for report, photo in named:
        if photo in seen:
            found.setdefault(report, seen[photo])
    return found


def cover_pictures(
    actor: Actor, monuments: Collection[Monument], states: Mapping[UUID, Any] | None = None
) -> dict[UUID, Photo]:
    """By monument the photograph that stands for it: the first of the report that its damage state follows from, else
    the newest. Monuments without one are left out. `states`: those of today, where they are known already."""
    if not monuments:
        return {}
    if states is None:
        states = states_today(actor, list(monuments))
    of_reports = first_pictures(actor, {one.report_id for one in states.values()})
    found = {
        monument: of_reports[state.report_id] for monument, state in states.items() if state.report_id in of_reports
    }
    return found | evidence.newest_pictures(actor, [one for one in monuments if one.id not in found])
