"""Pages of reports: begin, write, read, review, the queue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.audit.queries import history_of
from assessments.damage import checks, forms, operations, policy, queries
from assessments.damage.messages import ReportIn
from assessments.damage.models import DamageReport
from assessments.damage.operations.drafts import writable
from assessments.evidence import intake
from assessments.evidence.models import Photo
from assessments.kit import clock, ids, paging
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, SomebodyWasFaster, Stale
from assessments.people.doors import signed_in
from assessments.people.queries import named_lines, shown_names
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.roles import May


@require_POST
def begin(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    """A draft with today's date, opened for writing at once: no step in between."""
    by = signed_in(request)
    monument = register.monument(by, monument_id)
    message = ReportIn(
        id=ids.uuid7(),
        monument=monument.id,
        method="field_visual",
        observed={"precision": "on", "from": clock.today().isoformat()},
        observers=[by.user_id] if by.user_id else [],
        language=(get_language() or "en")[:2],
    )
    report = operations.create_report(message, by=by)
    return redirect("report-write", id=report.id)


# Writing


def write(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form. POST saves; with `submit` it also hands the report over."""
    by = signed_in(request)
    if request.method == "POST":
        return _save(request, id, by)
    report = queries.report(by, id)
    if not policy.may_write(report, by):
        return redirect("report", id=id)
    return _form(request, report, by)


def _save(request: HttpRequest, id: UUID, by: Actor) -> HttpResponse:
    quietly = request.headers.get("X-Autosave") == "1"
    try:
        report = operations.change_report(
            id, forms.report_patch(request.POST.dict()), by=by, expected_version=_version(request)
        )
        if request.FILES:
            _take_in(request, report, by)
        if "submit" in request.POST:
            confirmed = request.POST.getlist("confirm")
            operations.submit(id, by=by, confirm=confirmed, note=request.POST.get("note", ""))
            return redirect("report", id=id)
    except Problem as problem:
        if quietly:
            return JsonResponse(problem.as_json(), status=problem.status)
        return _form(request, queries.report(by, id), by, problem)
    if quietly:
        return JsonResponse({"version": report.version})
    return redirect("report-write", id=id)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() else None


def _form(request: HttpRequest, report: DamageReport, by: Actor, problem: Problem | None = None) -> HttpResponse:
    """The form with what was typed: after a refusal the person's words stand where they typed them."""
    typed = request.POST.dict() if request.method == "POST" else {}
    errors = {one.pointer: one for one in (problem.errors if problem else [])}
    photos = queries.photographs_of(report, by)
    context = {
        "report": report,
        "unsettled": _unsettled(photos),
        "monument": register.monument(by, report.monument_id),
        "fields": _fields(report) | typed,
        "findings": _rows(report, typed),
        "photos": photos,
        "last": queries.last_verified(report),
        "access": register.gate_answer(report.monument, report.last_seen or clock.today()),
        "problem": problem,
        "errors": errors,
        "doubts": problem.errors if problem and problem.code == "confirmation_needed" else [],
        "is_stale": isinstance(problem, (Stale, SomebodyWasFaster)),
        "notes": queries.review_notes(report),
    }
    return render(request, "damage/report_write.html", context, status=problem.status if problem else 200)


def _fields(report: DamageReport) -> dict[str, Any]:
    """The report's values under the names of the form."""
    values = {name: getattr(report, name) for name in (*forms.CHOICES, *forms.TEXTS)}
    values["cordon_m"] = report.cordon_m if report.cordon_m is not None else ""
    values["observed_from"] = report.first_seen.isoformat() if report.first_seen else ""
    between = report.observed.get("precision") == "between"
    values["observed_to"] = report.last_seen.isoformat() if between and report.last_seen else ""
    values["seen"], values["not_reached"] = "\n".join(report.seen), "\n".join(report.not_reached)
    return values


LEAST_ROWS = 2


def _rows(report: DamageReport, typed: dict[str, str]) -> list[dict[str, Any]]:
    """Rows of findings: what is kept or typed, then empty ones to fill."""
    messages = forms.findings(typed) if typed.get("has_findings") else []
    rows: list[dict[str, Any]] = []
    for one in messages or report.findings.all():
        measures = one.measurements
        area = measures.get("area_m2") if isinstance(measures, dict) else measures.area_m2
        cause = one.causes[0] if one.causes else None
        effect = one.effects[0] if one.effects else None
        rows.append(
            {
                "id": one.id,
                "part_label": one.part_label,
                "cause": _of(cause, "cause"),
                "effect": _of(effect, "effect"),
                "certainty": _of(effect or cause, "certainty"),
                "extent": one.extent,
                "area_m2": area if area is not None else "",
                "note": one.note,
            }
        )
    empty: dict[str, Any] = {"id": ""}
    return rows + [dict(empty) for _each in range(max(1, LEAST_ROWS - len(rows)))]


def _of(value: Any, name: str) -> str:
    if value is None:
        return ""
    return str(value.get(name, "") if isinstance(value, dict) else getattr(value, name))


# Photographs of a report


@require_POST
def add_photographs(request: HttpRequest, id: UUID) -> HttpResponse:
    """Files straight from the camera's card. Each is kept on its own: one bad file loses none of the others."""
    by = signed_in(request)
    report = writable(id, by)
    refused = _take_in(request, report, by)
    if request.headers.get("X-Requested-With") == "fetch":
        report = queries.report(by, id)
        body = {"refused": [one.sentence() for one in refused], "version": report.version}
        return JsonResponse(body, status=refused[0].status if refused else 200)
    if refused:
        return _form(request, queries.report(by, id), by, refused[0])
    return redirect("report-write", id=id)


def _take_in(request: HttpRequest, report: DamageReport, by: Actor) -> list[Problem]:
    taken, refused = [], []
    for file in request.FILES.getlist("photos"):
        try:
            photo = intake.take_in(file, monument_id=report.monument_id, obtained_from=_how(request), by=by)
        except Problem as problem:
            refused.append(problem)
        else:
            taken.append(photo.id)
    if taken:
        operations.tie_photographs(report.id, taken, by=by)
    return refused


def _how(request: HttpRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    return "phone_browser" if "Mobi" in agent else "camera_file"


@require_GET
def photographs(request: HttpRequest, id: UUID) -> HttpResponse:
    """The strip of photographs with their progress, asked for again and again until all are settled."""
    by = signed_in(request)
    report = queries.report(by, id)
    photos = queries.photographs_of(report, by)
    context = {"report": report, "photos": photos, "unsettled": _unsettled(photos)}
    return render(request, "damage/_photographs.html", context)


def _unsettled(photos: list[Photo]) -> bool:
    return any(not photo.is_settled for photo in photos)


# Reading and judging


@require_GET
def read(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    return _read(request, queries.report(by, id), by)


def _read(request: HttpRequest, report: DamageReport, by: Actor, problem: Problem | None = None) -> HttpResponse:
    photos = queries.photographs_of(report, by)
    last = queries.last_verified(report)
    judging = report.status == "submitted" and policy.may_judge(report, by)
    observers = shown_names([UUID(one) for one in report.observers])
    context = {
        "report": report,
        "monument": register.monument(by, report.monument_id),
        "photos": photos,
        "last": last,
        "differences": checks.differences(report, last),
        "checks": checks.machine_checks(report, photos, last) if judging else [],
        "observers": list(observers.values()),
        "notes": queries.review_notes(report),
        "history": named_lines(history_of("report", report.id)),
        "snapshots": queries.revisions_of(report),
        "may_write": policy.may_write(report, by),
        "may_withdraw": report.status in ("submitted", "returned") and policy.is_author(report, by),
        "may_judge": judging,
        "may_retract": report.status in ("verified", "superseded") and policy.may_judge(report, by),
        "may_adjudicate": report.status == "verified" and policy.may_judge(report, by),
        "may_reveal": register_policy.may(by, May.REVEAL, report.site_id),
        "disagreeing": queries.disagreeing_with(report),
        "rulings": queries.rulings_on(report),
        "sees_breach": report.outside_released_area and policy.may_see_breach(report, by),
        "problem": problem,
        "typed": request.POST,
        "note_fields": [("damage", _("Damage")), ("extent", _("Extent")), ("findings", _("Findings")),
                        ("photos", _("Photographs")), ("narrative", _("Narrative"))],
    }  # fmt: skip
    return render(request, "damage/report_read.html", context, status=problem.status if problem else 200)


@require_POST
def move(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """Verify, return, withdraw, adjudicate, retract. After verifying or returning, the next one in the queue opens."""
    by = signed_in(request)
    queries.report(by, id)
    note, version = request.POST.get("note", ""), _version(request)
    try:
        if name == "verify":
            operations.verify(id, by=by, basis=request.POST.get("basis", ""), note=note, expected_version=version)
        elif name == "return":
            fields = {
                key.removeprefix("field-"): text
                for key, text in request.POST.dict().items()
                if key.startswith("field-") and str(text).strip()
            }
            operations.return_(id, by=by, note=note, fields=fields, expected_version=version)
        elif name == "withdraw":
            operations.withdraw(id, by=by, note=note, expected_version=version)
        elif name == "adjudicate":
            operations.adjudicate(id, by=by, note=note, expected_version=version)
        else:
            operations.retract(id, by=by, note=note, expected_version=version)
    except Problem as problem:
        return _read(request, queries.report(by, id), by, problem)
    if request.POST.get("and_next") and (following := queries.reports_awaiting(by).first()):
        return redirect("report", id=following.id)
    return redirect("queue") if request.POST.get("and_next") else redirect("report", id=id)


@require_POST
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    operations.delete_draft(id, by=signed_in(request), expected_version=_version(request))
    return redirect("outbox")


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    rows = queries.reports_awaiting(by).prefetch_related("photo_links")
    found, cursor = paging.page_of(rows, order=("submitted_at", "id"), cursor=request.GET.get("cursor", ""))
    return render(request, "damage/queue.html", {"reports": found, "next": cursor, "title": _("To verify")})
