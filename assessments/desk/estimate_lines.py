"""The line table of a plan's estimate as a file: taken away as CSV or spreadsheet, and read back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assessments.desk.entries.crumbs import METHODS
from assessments.desk.imports import MAX_ROWS_SHOWN, chosen_file
from assessments.exchange import estimate_table
from assessments.exchange import operations as exchange
from assessments.exchange.errors import RowsUnreadable
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.restoration import operations, queries

MAX_MEGABYTES = 2
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def lines_csv(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    plan = queries.plan(signed_in(request), id)
    lines = estimate_table.written(queries.packages_of(plan))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="estimate.csv"'
    return answer


@require_GET
def lines_xlsx(request: HttpRequest, id: UUID) -> HttpResponse:
    from assessments.exchange import estimate_workbook  # twenty megabytes that few requests need

    plan = queries.plan(signed_in(request), id)
    answer = HttpResponse(estimate_workbook.workbook(queries.packages_of(plan)), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="estimate.xlsx"'
    return answer


@require_http_methods(METHODS)
def import_lines(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read a file of lines. With `try` it only tells what it would do; with bad rows nothing is changed."""
    by = signed_in(request)
    plan = operations.writable(queries.plan(by, id).id, by)
    context: dict[str, Any] = {"plan": plan, "columns": estimate_table.COLUMNS, "max_rows_shown": MAX_ROWS_SHOWN}
    problem: Problem | None = None
    if request.method == "POST":
        is_trial = "try" in request.POST
        try:
            data = chosen_file(request, MAX_MEGABYTES).read()
            context["found"] = exchange.import_estimate_lines(data, plan.id, by=by, dry_run=is_trial)
        except RowsUnreadable as refusal:
            problem, context["bad"] = refusal, refusal.facts["bad"]
        except Problem as refusal:
            problem = refusal
        else:
            if not is_trial:
                return redirect("plan", id=plan.id)
            context["bad"] = context["found"].bad
    context["problem"] = problem
    return render(request, "desk/import_lines.html", context, status=problem.status if problem else 200)
