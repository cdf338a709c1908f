"""Importing monuments from a file: a dry run that lists invalid rows, then an all-or-nothing import."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.evidence.errors import OriginalMissing
from assessments.exchange import operations as exchange
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, TooLarge, invalid_field
from assessments.kit.store import store
from assessments.people.authentication import signed_in
from assessments.register import operations, policy, queries
from assessments.register.models import Site
from assessments.register.roles import May

MAX_MEGABYTES = 20
MAX_ROWS_SHOWN = 300


def _require_register_keeper(request: HttpRequest, site_id: UUID) -> tuple[Actor, Site]:
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.KEEP_REGISTER, site.id)
    return by, site


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Upload a file. It is stored as received, as the source of the imported register entries."""
    by, site = _require_register_keeper(request, site_id)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            kept = operations.receive_document(
                operations.staged_document(chosen_file(request, MAX_MEGABYTES)), site_id=site.id, by=by
            )
        except Problem as refusal:
            problem = refusal
        else:
            return redirect("import-preview", site_id=site.id, id=kept.id)
    context = {"site": site, "problem": problem}
    return render(request, "desk/import.html", context, status=problem.status if problem else 200)


def chosen_file(request: HttpRequest, megabytes: int) -> Any:
    """The file that a form sent. Raises `Invalid` without one, and `TooLarge`."""
    file: Any = request.FILES.get("file")
    if file is None or not file.size:
        raise invalid_field("/file", "missing", _("Choose a file that is not empty."))
    if file.size > megabytes * 1_000_000:
        raise TooLarge(limit=f"{megabytes} MB")
    return file


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, site_id: UUID, id: UUID) -> HttpResponse:
    """Preview of the import, row by row; POST runs it."""
    by, site = _require_register_keeper(request, site_id)
    file = queries.own_file(by, site.id, id)
    try:
        with store().open(file.sha256) as kept:
            data = kept.read()
    except FileNotFoundError:
        raise OriginalMissing from None
    problem: Problem | None = None
    if request.method == "POST":
        try:
            exchange.import_monuments(
                data, site, by=by, source=file.filename, skip_bad_rows="skip_bad_rows" in request.POST
            )
        except Problem as refusal:
            problem = refusal
        else:
            return redirect("site", id=site.id)
    context: dict[str, Any] = {"site": site, "file": file, "problem": problem, "max_rows_shown": MAX_ROWS_SHOWN}
    try:
        context["found"] = exchange.import_monuments(data, site, by=by, source=file.filename, dry_run=True)
    except Problem as refusal:
        context["problem"] = problem = problem or refusal
    return render(request, "desk/import_preview.html", context, status=problem.status if problem else 200)
