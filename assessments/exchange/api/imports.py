"""REST API of imports: the file is the request body; a dry run is possible."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request

from assessments.exchange import operations
from assessments.exchange.errors import RowsUnreadable
from assessments.kit.api import JSONView, endpoint
from assessments.kit.errors import FieldError, TooLarge
from assessments.people.authentication import signed_in
from assessments.register import policy, queries
from assessments.register.roles import May
from assessments.restoration import operations as restoration

MAX_BYTES = 8 << 20


class ImportQuery(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`dry_run` reads everything and changes nothing; `skip_bad_rows` takes the rows that can be read."""

    dry_run: bool = False
    skip_bad_rows: bool = False
    filename: str = "upload"


class BadRowOut(msgspec.Struct):
    line: int
    column: str
    reason: str


class RowOut(msgspec.Struct):
    line: int
    label: str
    what: str
    fields: list[str]
    remark: str


class ImportedOut(msgspec.Struct):
    created: int
    changed: int
    unchanged: int
    bad: list[BadRowOut]
    rows: list[RowOut]


def _out(found: operations.Imported) -> ImportedOut:
    return ImportedOut(
        found.created, found.changed, found.unchanged,
        [BadRowOut(one.line, one.column, one.reason) for one in found.bad],
        [RowOut(one.line, one.label, one.what, list(one.fields), one.remark) for one in found.rows],
    )  # fmt: skip


@contextmanager
def _rows_by_pointer() -> Iterator[None]:
    """Bad rows are told as `/line/column`."""
    try:
        yield
    except RowsUnreadable as refusal:
        bad: Any = refusal.facts["bad"]
        refusal.errors = [FieldError(f"/{one.line}/{one.column}", "row", one.reason) for one in bad[:200]]
        raise


class ImportMonuments(JSONView):
    @endpoint(
        "Monuments of a site from a spreadsheet, CSV or GeoJSON", query=ImportQuery, response=ImportedOut, binary=True
    )
    def post(self, request: Request, id: UUID, query: ImportQuery) -> Any:
        by = signed_in(request)
        site = queries.site(by, id)
        policy.require(by, May.KEEP_REGISTER, site.id)
        data = request._request.body
        if len(data) > MAX_BYTES:
            raise TooLarge(limit="8 MiB")
        with _rows_by_pointer():
            return _out(
                operations.import_monuments(
                    data, site, by=by, source=query.filename[:200], dry_run=query.dry_run,
                    skip_bad_rows=query.skip_bad_rows,
                )
            )  # fmt: skip


class TrialQuery(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`dry_run` reads everything and changes nothing."""

    dry_run: bool = False


class ImportEstimateLines(JSONView):
    @endpoint(
        "Estimate lines of a plan from a spreadsheet (XLSX, ODS) or CSV",
        query=TrialQuery,
        response=ImportedOut,
        binary=True,
    )
    def post(self, request: Request, id: UUID, query: TrialQuery) -> Any:
        by = signed_in(request)
        restoration.writable(id, by)
        data = request._request.body
        if len(data) > MAX_BYTES:
            raise TooLarge(limit="8 MiB")
        with _rows_by_pointer():
            return _out(operations.import_estimate_lines(data, id, by=by, dry_run=query.dry_run))
