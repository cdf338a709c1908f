"""HTML views of reports: create, edit, read, review, and the review queue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.audit.queries import history_of
from assessments.damage import checks, crosswalks, differences, forms, operations, policy, queries, sentences
from assessments.damage.grade_drawings import signs
from assessments.damage.models import DamageReport, ReviewNote
from assessments.damage.operations.drafts import writable
from assessments.evidence import intake
from assessments.evidence import queries as evidence_queries
from assessments.evidence.models import Photo
from assessments.kit import clock, pagination
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, SomebodyWasFaster, Stale, WrongState
from assessments.kit.names import reader_language
from assessments.kit.sealed_response import VERIFIER, sealed_response
from assessments.people.authentication import signed_in
from assessments.people.queries import display_names, with_display_names
from assessments.register import ground
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.roles import May


@require_POST
def begin(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    """Create a draft dated today and open its form. With `author` it is the transcript of that person's paper form."""
    by = signed_in(request)
    monument = register.monument(by, monument_id)
    author = forms.person(request.POST.get("author", ""), "/author")
    report = operations.begin_report(monument.id, by=by, language=reader_language(), author=author)
    return redirect("report-write", id=report.id)


@require_POST
def correct(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open the form of a report that corrects a verified one, filled with it."""
    return redirect("report-write", id=operations.begin_correction(id, by=signed_in(request)).id)


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
    is_autosave = request.headers.get("X-Autosave") == "1"
    try:
        patch = forms.report_patch(request.POST.dict(), writable(id, by))
        report = operations.change_report(id, patch, by=by, expected_version=_version(request))
        if request.FILES:
            _receive_photographs(request, report, by)
        if "submit" in request.POST:
            confirmed = request.POST.getlist("confirm")
            operations.submit(id, by=by, confirm=confirmed, note=request.POST.get("note", ""))
            return redirect("report", id=id)
    except Problem as problem:
        if is_autosave:
            return JsonResponse(problem.as_json(), status=problem.status)
        return _form(request, queries.report(by, id), by, problem)
    if is_autosave:
        return JsonResponse({"version": report.version})
    return redirect("report-write", id=id)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def _form(request: HttpRequest, report: DamageReport, by: Actor, problem: Problem | None = None) -> HttpResponse:
    """The form. After a validation error it is redisplayed with the submitted values."""
    typed = request.POST.dict() if request.method == "POST" else {}
    errors = {one.pointer: one for one in (problem.errors if problem else [])}
    photos = queries.photographs_of(report, by)
    notes = queries.review_notes(report)
    context = {
        "report": report,
        "unsettled": _unsettled(photos),
        "arrival": queries.arrival_of(report),
        "monument": register.monument(by, report.monument_id),
        "fields": forms.form_values(report) | typed | _ticked(typed),
        "findings": _rows(report, typed),
        "photos": photos,
        "links": _links(report),
        "may_write": True,
        "obtained_from": intake.obtained_from(request),
        "factors": [*report.factors.all(), None, None],
        "signs": signs(report.monument.materials, report.monument.category),
        "earlier_reports": [one for one in queries.reports_of(by, report.monument_id) if one.id != report.id],
        "earlier_photos": evidence_queries.gallery(by, site=report.site_id, monument=report.monument_id)[:60],
        "last": queries.last_verified(report),
        "parts": report.monument.parts.order_by("sort_key", "id"),
        "visits": register.visits_around(by, report.site_id, report.last_seen),
        "people": register.people_of(report.site_id),
        "incidents": report.site.incidents.order_by("-first_day", "id")[:50],
        "access": ground.gate_answer(report.monument, report.last_seen or report.site.today),
        "problem": problem,
        "errors": errors,
        "doubts": problem.errors if problem and problem.code == "confirmation_needed" else [],
        "is_stale": isinstance(problem, (Stale, SomebodyWasFaster)),
        "notes": notes,
        "labels": _note_labels(notes),
    }
    return render(request, "damage/report_write.html", context, status=problem.status if problem else 200)


def _note_labels(notes: list[ReviewNote]) -> dict[str, str]:
    """The names of the fields that reviewers wrote notes on."""
    return {field: differences.field_label(field) for note in notes for field in note.fields}


def _ticked(typed: dict[str, str]) -> dict[str, Any]:
    """What was ticked in the form that comes back after an error."""
    found: dict[str, Any] = {}
    if "has_observers" in typed:
        found["observers"] = set(forms.observers(typed))
    if "has_parts" in typed:
        found["seen_parts"] = set(forms.seen_parts(typed))
    if "has_interventions" in typed:
        found["interventions"] = {one.removeprefix("intervention-") for one in typed if one.startswith("intervention-")}
    return found


def _rows(report: DamageReport, typed: dict[str, str]) -> list[dict[str, Any]]:
    """Rows of findings: the submitted ones, else the stored ones, followed by empty rows."""
    if typed.get("has_findings"):
        return forms.typed_rows(typed)
    return forms.finding_rows(report.findings.all())


# Photographs of a report


@require_POST
def add_photographs(request: HttpRequest, id: UUID) -> HttpResponse:
    """Upload photographs to a report. Each file is stored on its own, so a bad file does not affect the others."""
    by = signed_in(request)
    report = writable(id, by)
    refused = _receive_photographs(request, report, by)
    if request.headers.get("X-Requested-With") == "fetch":
        report = queries.report(by, id)
        body = {"refused": [one.sentence() for one in refused], "version": report.version}
        return JsonResponse(body, status=refused[0].status if refused else 200)
    if refused:
        return _form(request, queries.report(by, id), by, refused[0])
    return redirect("report-write", id=id)


def _receive_photographs(request: HttpRequest, report: DamageReport, by: Actor) -> list[Problem]:
    """Files of the form itself; or a photograph that the browser has sent by tus already, named by its id."""
    named = _photo_id(request)
    taken, refused = intake.receive_uploaded_photos(request, monument_id=report.monument_id, by=by, id=named)
    if not request.FILES and named:
        taken.append(named)
    if taken:
        operations.attach_photographs(report.id, taken, by=by)
        try:
            intake.describe_batch(taken, request.POST, by=by)
        except Problem as problem:
            refused.append(problem)
    return refused


def _photo_id(request: HttpRequest) -> UUID | None:
    """The id under which the browser keeps the photograph; several files at once have none."""
    text = request.POST.get("photo_id", "")
    try:
        return UUID(text) if text and len(request.FILES.getlist("photos")) <= 1 else None
    except ValueError:
        return None


@require_GET
def photographs(request: HttpRequest, id: UUID) -> HttpResponse:
    """The strip of photographs with their progress; the browser polls it until all are processed."""
    by = signed_in(request)
    report = queries.report(by, id)
    photos = queries.photographs_of(report, by)
    context = {
        "report": report,
        "photos": photos,
        "links": _links(report),
        "may_write": policy.may_write(report, by),
        "unsettled": _unsettled(photos),
        "arrival": queries.arrival_of(report),
    }
    return render(request, "damage/_photographs.html", context)


def _links(report: DamageReport) -> dict[UUID, Any]:
    """The link of each photograph; {} when a photograph has several findings, which a select cannot represent."""
    links = list(report.photo_links.all())
    found = {one.photo_id: one for one in links}
    return found if len(found) == len(links) else {}


def _unsettled(photos: list[Photo]) -> bool:
    return any(not photo.is_settled for photo in photos)


# Reading and judging


@require_GET
def read(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    return _read(request, queries.report(by, id), by)


def _read(request: HttpRequest, report: DamageReport, by: Actor, problem: Problem | None = None) -> HttpResponse:
    photos = queries.photographs_of(report, by)
    notes = queries.review_notes(report)
    last = queries.last_verified(report)
    judging = report.status == "submitted" and policy.may_review(report, by)
    snapshots = queries.revisions_of(report)
    sees_gate = policy.may_see_gate(report, by)
    observers = display_names([UUID(one) for one in report.observers])
    context = {
        "report": report,
        "monument": register.monument(by, report.monument_id),
        "photos": photos,
        "arrival": (arrival := queries.arrival_of(report)),
        "hidden_photographs": arrival.arrived - sum(one.state != "registered" for one in photos),
        "marks": queries.marks_by_finding(by, report),
        "last": last,
        "differences": differences.from_last_verified(report, last),
        "between": differences.between_submissions(snapshots),
        "last_photos": queries.photographs_of(last, by)[:6] if last and judging else [],
        "checks": checks.machine_checks(report, photos, last) if judging else [],
        "in_other_scales": crosswalks.in_other_scales(report.damage),
        "observers": list(observers.values()),
        "notes": notes,
        "labels": _note_labels(notes),
        "history": with_display_names(history_of("report", report.id)),
        "snapshots": snapshots,
        "may_write": policy.may_write(report, by),
        "may_withdraw": report.status in ("submitted", "returned") and policy.is_author(report, by),
        "may_review": judging,
        "may_retract": report.status in ("verified", "superseded") and policy.may_review(report, by),
        "reader": queries.current_reviewer(report, by) if judging else None,
        "may_move": operations.may_move(report, by),
        "others": SimpleLazyObject(lambda: register.monuments_beside(report.monument)),
        "is_moving": "move" in request.GET,
        "may_adjudicate": report.status == "verified" and policy.may_review(report, by),
        "may_reveal": register_policy.may(by, May.REVEAL, report.site_id),
        "disagreeing": queries.disagreeing_with(report),
        "rulings": queries.adjudications_of(report),
        "sees_gate": sees_gate,
        "sees_breach": report.outside_released_area and sees_gate,
        "problem": problem,
        "typed": request.POST,
        "signs": signs(report.monument.materials, report.monument.category),
        "note_fields": differences.noteable_fields() if judging else [],
        "confirmed_doubts": [sentences.issue(one["code"], one.get("pointer", "")) for one in report.warnings],
        "assessors": {
            str(id_): name
            for id_, name in display_names(
                [UUID(c["assessor"]) for one in report.findings.all() for c in one.causes if c.get("assessor")]
            ).items()
        },
        "seen_labels": queries.names_of_parts(report),
        "documents": list(evidence_queries.documents(by, monument=report.monument_id).order_by("-created_at")[:40]),
        "successors": list(report.superseded_by.exclude(status="draft").order_by("id")),
        "may_correct": report.status == "verified" and register_policy.may(by, May.RECORD, report.site_id),
        "compared_report": queries.compared_report(by, report),
    }
    return render(request, "damage/report_read.html", context, status=problem.status if problem else 200)


@require_GET
def submission(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """What was submitted, read again whole; with `?beside=` next to another submission of the same report."""
    by = signed_in(request)
    report = queries.report(by, id)
    found = queries.revision_of(report, number)
    beside = request.GET.get("beside", "")
    earlier = queries.revision_of(report, int(beside)) if beside.isdecimal() and len(beside) < 6 else None
    context = {
        "report": report,
        "monument": register.monument(by, report.monument_id),
        "found": found,
        "earlier": earlier,
        "others": [one for one in queries.revisions_of(report) if one.number != number],
        "sections": differences.submission_in_words(
            queries.submission(found, by), queries.submission(earlier, by) if earlier else None
        ),
        "verifier": VERIFIER.read_text(),
    }
    return render(request, "damage/submission.html", context)


@require_GET
def submission_file(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    by = signed_in(request)
    found = queries.revision_of(queries.report(by, id), number)
    return sealed_response(queries.submission_file(found, by), f"{found.report.reference}-{number}")


@require_POST
def change_status(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
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
    except (WrongState, SomebodyWasFaster, Stale) as conflict:
        return _read(request, queries.report(by, id), by, _saved_as_comment(conflict, id, note, by))
    except Problem as problem:
        return _read(request, queries.report(by, id), by, problem)
    if request.POST.get("and_next") and (following := queries.reports_awaiting(by).first()):
        return redirect("report", id=following.id)
    return redirect("queue") if request.POST.get("and_next") else redirect("report", id=id)


def _saved_as_comment(conflict: Problem, id: UUID, note: str, by: Actor) -> Problem:
    """Somebody else decided first: their decision stands, and this reviewer's note is saved as a comment."""
    if not note.strip():
        return conflict
    operations.comment(id, by=by, note=note)
    return SomebodyWasFaster(_("%(fact)s Your note is kept as a comment.") % {"fact": conflict.sentence()})


@require_POST
def claim(request: HttpRequest, id: UUID) -> HttpResponse:
    """Renew the review claim, once a minute while the page is open; the response names another reviewer, if any."""
    by = signed_in(request)
    held = operations.claim(id, by=by)
    context = {"reader": held.claimed_by if held.claimed_by_id != by.user_id else None}
    return render(request, "damage/_current_reviewer.html", context)


@require_POST
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    operations.delete_draft(id, by=signed_in(request), expected_version=_version(request))
    return redirect("outbox")


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Reports awaiting review, oldest first; grouped by visit or by monument on request."""
    by = signed_in(request)
    rows = queries.reports_awaiting(by).prefetch_related("photo_links")
    found, cursor = pagination.page_of(rows, order=("submitted_at", "id"), cursor=request.GET.get("cursor", ""))
    together = request.GET.get("together", "")
    context = {
        "groups": _grouped(found, together),
        "together": together,
        "ways": [("", _("Oldest first")), ("visit", _("By visit")), ("monument", _("By monument"))],
        "now": clock.recorded_now(),
        "next": cursor,
    }
    return render(request, "damage/queue.html", context)


def _grouped(reports: list[DamageReport], together: str) -> list[tuple[Any, list[DamageReport]]]:
    """Reports under what they share, in the order of the oldest of each group."""
    groups: dict[Any, list[DamageReport]] = {}
    for one in reports:
        shared = {"visit": one.visit, "monument": one.monument}.get(together)
        groups.setdefault(shared, []).append(one)
    return list(groups.items())
