"""Pages of conflicts: values from the field beside what stands on the server, decided field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.damage import differences
from assessments.damage import queries as damage
from assessments.desk import conflict_words
from assessments.desk.entries.crumbs import METHODS
from assessments.kit import pagination, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.register import queries as register
from assessments.sync import operations, queries
from assessments.sync.messages import Choice
from assessments.sync.models import Conflict

PAGES = {"report": "report", "photo": "photo", "document": "document", "visit": "visit", "incident": "incident",
         "monument": "monument", "block": "block"}  # fmt: skip
"""The page of each kind that has one."""


@dataclass(frozen=True, slots=True)
class FieldBeside:
    """One field of a conflict in words, with both values and who wrote them."""

    path: str
    label: str
    ours: str
    theirs: str
    ours_by: str
    ours_device: str
    ours_at: datetime | None
    choice: str | None
    may_be_noted: bool


@require_GET
def conflicts(request: HttpRequest) -> HttpResponse:
    """Those that wait for a decision, and the last that were decided."""
    by = signed_in(request)
    rows, cursor = pagination.page_of(
        queries.conflicts(by), cursor=request.GET.get("cursor", ""), limit=pagination.DEFAULT_LIMIT
    )
    decided = list(queries.conflicts(by, is_open=False).order_by("-resolved_at", "-id")[:20])
    context = {"open": _lines(by, rows), "next": cursor, "decided": _lines(by, decided)}
    return render(request, "desk/conflicts.html", context)


def _lines(by: Actor, rows: list[Conflict]) -> list[dict[str, Any]]:
    titles = titles_of(by, rows)
    return [
        {"conflict": one, "title": titles[one.thing], "labels": [_label(one.kind, path) for path in one.fields]}
        for one in queries.conflicts_out(rows)
    ]


def titles_of(by: Actor, rows: list[Conflict]) -> dict[UUID, str]:
    """What each conflict is about, as its reader may call it."""
    reports = {one.id: one for one in damage.reports(by).filter(pk__in=[row.subject_id for row in rows])}
    places = register.labels_of(by, {one.monument_id for one in reports.values()} | {row.subject_id for row in rows})
    found: dict[UUID, str] = {}
    for row in rows:
        report = reports.get(row.subject_id)
        place = places.get(report.monument_id if report else row.subject_id, "")
        found[row.subject_id] = " · ".join(
            one for one in (conflict_words.kind_label(row.kind), place, report.reference if report else "") if one
        )
    return found


@require_http_methods(METHODS)
def conflict(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found = queries.conflict(by, id)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            version = parsing.version_read(request.POST, found.version)
            found = operations.resolve(id, _chosen(request, found), by=by, expected_version=version)
        except Problem as refusal:
            problem = refusal
            found = queries.conflict(by, id)
        else:
            return redirect("conflict", id=id) if found.is_open else redirect("conflicts")
    told = queries.conflict_out(found)
    context = {
        "conflict": told, "title": titles_of(by, [found])[found.subject_id], "problem": problem,
        "fields": [_beside(told, path) for path in told.fields], "page": _page_of(found), "typed": request.POST,
    }  # fmt: skip
    return render(request, "desk/conflict.html", context, status=problem.status if problem else 200)


def _chosen(request: HttpRequest, found: Conflict) -> dict[str, Choice]:
    """What was chosen for each field; a field without a choice stays open."""
    chosen: dict[str, Choice] = {}
    for index, path in enumerate(found.fields):
        match request.POST.get(f"choice-{index}"):
            case "ours" | "theirs" | "both" as choice:
                chosen[path] = choice
    return chosen


def _page_of(found: Conflict) -> str | None:
    return reverse(PAGES[found.kind], args=[found.subject_id]) if found.kind in PAGES else None


def _label(kind: str, path: str) -> str:
    return differences.path_label(path) if kind == "report" else conflict_words.field_label(path)


def _beside(found: queries.ConflictOut, path: str) -> FieldBeside:
    one = found.fields[path]
    in_words = differences.path_value if found.kind == "report" else conflict_words.value
    label = _label(found.kind, path)
    if found.kind == "report" and (where := _where(one.ours, one.theirs)):
        label = f"{label} · {where}"
    return FieldBeside(
        path, label, in_words(path, one.ours), in_words(path, one.theirs), one.ours_by or _("Somebody"),
        one.ours_device or "", datetime.fromisoformat(one.ours_at) if one.ours_at else None, one.choice,
        path != "deleted",
    )  # fmt: skip


def _where(*values: Any) -> str:
    """The part that a finding is about."""
    return next((one["part_label"] for one in values if isinstance(one, dict) and one.get("part_label")), "")
