"""The filterable list of reports, paginated as HTML or exported as CSV: a line a report, or a line a finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.damage import queries as damage
from assessments.damage.models import DamageReport
from assessments.exchange.csv_export import csv_lines
from assessments.kit import pagination, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.people.authentication import signed_in
from assessments.register import ground
from assessments.register import queries as register
from assessments.register.models import Incident
from assessments.templatetags.zenobia import term, when

MORE_FILTERS = ("stage", "scope", "certainty", "cause", "effect", "factor", "incident", "photographs", "disputed")
"""Those that are folded away on the page until one of them is used."""
ORDERS = {"": ("-id",), "seen": ("-last_seen", "-id")}
CHUNK_SIZE = 500


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The list of reports. An invalid filter is reported and the list is empty."""
    by = signed_in(request)
    problem: Problem | None = None
    order = request.GET.get("order", "")
    try:
        rows = _filtered(by, request.GET.dict())
        found, cursor = pagination.page_of(
            _with_names(rows), order=ORDERS.get(order, ORDERS[""]), cursor=request.GET.get("cursor", "")
        )
    except Problem as refusal:
        problem, found, cursor = refusal, [], ""
    sites = register.sites_with_monuments(by)
    context = {
        "reports": found,
        "next": cursor,
        "typed": request.GET,
        "sites": sites,
        "site": next((one for one in sites if str(one.id) == request.GET.get("site")), None),
        "incidents": _incidents(by, request.GET.get("site", "")),
        "is_more_filtered": any(request.GET.get(name) for name in MORE_FILTERS),
        "is_filtered": any(value for name, value in request.GET.items() if name != "cursor"),
        "problem": problem,
    }
    return render(request, "desk/reports.html", context, status=problem.status if problem else 200)


def _filtered(by: Actor, filters: dict[str, str]) -> QuerySet[DamageReport]:
    rows = damage.reports(
        by, site=_id(filters, "site"), incident=_id(filters, "incident"),
        author=by.user_id if filters.get("mine") else None,
        terms={name: filters.get(name, "") for name in damage.TERM_FILTERS},
        seen_from=_day(filters, "seen_from"), seen_to=_day(filters, "seen_to"), hazards=bool(filters.get("hazards")),
        disputed=bool(filters.get("disputed")), with_photographs=_with_photographs(filters.get("photographs", "")),
        monument_name=filters.get("q", ""),
    )  # fmt: skip
    return rows.filter(last_seen__isnull=False) if filters.get("order") == "seen" else rows


def _incidents(by: Actor, site: str) -> list[Incident]:
    """The incidents to choose from: those of the site that is filtered by, else of all of one's own sites."""
    try:
        sites = [parsing.id_(site, "/site")] if site else [one.id for one in ground.own_sites(by)]
    except Problem:
        return []  # told beside the filters already
    return register.incidents_to_choose(by, sites)


def _with_photographs(choice: str) -> bool | None:
    if choice not in damage.PHOTOGRAPHS:
        raise invalid_field("/photographs", "unknown_value", _("Choose one of those offered."))
    return damage.PHOTOGRAPHS[choice]


def _id(filters: dict[str, str], name: str) -> UUID | None:
    given = filters.get(name, "")
    return parsing.id_(given, f"/{name}") if given else None


def _day(filters: dict[str, str], name: str) -> date | None:
    return parsing.day(filters.get(name, ""), f"/{name}")


def _with_names(rows: QuerySet[DamageReport]) -> QuerySet[DamageReport]:
    return rows.select_related("monument", "site", "author")


@require_GET
def findings_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The findings of the listed reports as CSV, a line a finding; each term as code and in the reader's language."""
    by = signed_in(request)
    rows = _filtered(by, request.GET.dict())
    answer = StreamingHttpResponse(
        csv_lines(_finding_header(), _findings(rows)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="findings.csv"'
    return answer


TERMS_OF_FINDINGS = (
    ("element", "element_type"), ("material", "material"), ("extent", "extent"), ("stone_pattern", "stone_pattern"),
)  # fmt: skip
MEASURED = ("length_mm", "width_mm", "depth_mm", "area_m2", "volume_m3", "number")


def _finding_header() -> list[str]:
    return [
        "report", _("Reference"), _("Site"), _("Monument"), _("Seen until"), _("Damage"), "finding", _("Part"),
        "effects", _("Effect"), "causes", _("Cause"),
        "element", _("Element"), "material", _("Material"), "extent", _("Extent"), "stone_pattern", _("Stone pattern"),
        *MEASURED, "recommendations", _("Recommendation"), _("Urgent measure"), _("Place on a plan or grid"),
        _("When it happened"), _("Note"),
    ]  # fmt: skip


def _findings(rows: QuerySet[DamageReport]) -> Iterator[list[Any]]:
    for page in _pages(rows.prefetch_related("findings__part")):
        for report in page:
            for one in report.findings.all():
                effects, causes = _codes(one.effects, "effect"), _codes(one.causes, "cause")
                advice = _codes(one.recommendations, "recommendation")
                terms = [getattr(one, name) for name, _list in TERMS_OF_FINDINGS]
                labels = [term(value, name) for value, (_field, name) in zip(terms, TERMS_OF_FINDINGS, strict=True)]
                yield [
                    report.id, report.reference, report.site.label, report.monument.label, report.last_seen,
                    report.damage, one.id, one.part.label if one.part else one.part_label,
                    "; ".join(effects), _labels(effects, "effect_type"), "; ".join(causes),
                    _labels(causes, "damage_cause"),
                    *(value for both in zip(terms, labels, strict=True) for value in both),
                    *(one.measurements.get(name) for name in MEASURED), "; ".join(advice),
                    _labels(advice, "recommendation"), one.urgent_measure, one.plan_reference,
                    when(one.occurred) if one.occurred else "", one.note,
                ]  # fmt: skip


def _codes(items: list[dict[str, Any]], name: str) -> list[str]:
    return [str(one[name]) for one in items]


def _labels(codes: list[str], vocabulary: str) -> str:
    return "; ".join(term(one, vocabulary) for one in codes)


@require_GET
def reports_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole list as CSV with translated headings, streamed to keep memory use constant."""
    by = signed_in(request)
    rows = _filtered(by, request.GET.dict())
    answer = StreamingHttpResponse(csv_lines(_header(), _rows(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reports.csv"'
    return answer


def _header() -> list[str]:
    return [
        "id", _("Reference"), _("Site"), _("Monument"), _("State"), _("Seen from"), _("Seen until"), _("How"),
        _("What it covers"), _("Damage"), _("Extent"), _("Certainty"), _("Priority"), _("Hazards to people"),
        _("Intervention needed"), _("Author"), _("Submitted"), _("Verified"),
    ]  # fmt: skip


def _rows(rows: QuerySet[DamageReport]) -> Iterator[list[Any]]:
    for page in _pages(rows):
        for one in page:
            yield [
                one.id, one.reference, one.site.label, one.monument.label, one.status, one.first_seen, one.last_seen,
                one.method, one.scope, one.damage, one.extent, one.certainty, one.priority or one.priority_computed,
                one.safety_hazards, one.intervention_required, one.author.display_name, one.submitted_at,
                one.verified_at,
            ]  # fmt: skip


def _pages(rows: QuerySet[DamageReport]) -> Iterator[list[DamageReport]]:
    """The reports newest first, some hundreds at a time, so that memory stays constant."""
    last: UUID | None = None
    while True:
        page = list(_with_names(rows.filter(id__lt=last) if last else rows).order_by("-id")[:CHUNK_SIZE])
        yield page
        if len(page) < CHUNK_SIZE:
            return
        last = page[-1].id
