"""The line table of an estimate as a spreadsheet: what goes out comes in again, and no file harms the server."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation

from assessments.exchange.errors import FileUnreadable, RowsUnreadable
from assessments.exchange.estimate_table import COLUMNS
from assessments.exchange.estimate_workbook import workbook
from assessments.exchange.operations import import_estimate_lines, import_monuments
from assessments.exchange.table_reading import NotATable, opened
from assessments.kit import ids
from assessments.register.models import Monument
from assessments.restoration import operations, queries
from assessments.restoration.messages import PlanIn
from assessments.restoration.models import EstimateLine, Plan
from tests.product.url_map import signed_in

FRAMES = (None, "Shoring", "shoring", "Frames", 6, "nr", 2500, 3800.5, 6500, "EUR", "=1+1", date(2016, 5, 1))
SURVEY = (None, "Survey", "Documentation et relevé", "Photogrammetry", 7.25, "jours", 320, 420, 640, "", "", None)
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    message = PlanIn(id=ids.uuid7(), site=world.site.id, title="EXERCISE Arch", monuments=[world.arch.id])
    return operations.create_plan(message, by=world.by("planner"))


def sheet(*rows: Iterable[Any], at: int = 0) -> bytes:
    """A workbook whose first sheet has these rows, as a spreadsheet program writes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet()
    for number, row in enumerate(rows, at):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, column, value, day)
            elif value not in (None, ""):
                page.write(number, column, value)
    book.close()
    return out.getvalue()


def with_sheet(pieces: Iterable[bytes]) -> bytes:
    """A workbook with these bytes as its first sheet."""
    out = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(sheet(["id"])))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in whole.namelist():
            with made.open(name, "w") as file:
                for piece in pieces if name.endswith("sheet1.xml") else [whole.read(name)]:
                    file.write(piece)
    return out.getvalue()


def run(world: SimpleNamespace, plan: Plan, data: bytes, **options: Any) -> Any:
    return import_estimate_lines(data, plan.id, by=world.by("planner"), **options)


def test_a_spreadsheet_comes_in_with_numbers_days_and_texts_as_they_are(world: SimpleNamespace, plan: Plan) -> None:
    assert run(world, plan, sheet(COLUMNS, FRAMES, SURVEY)).created == 2
    frames = EstimateLine.objects.get(element="Frames")
    assert (frames.quantity, frames.likely_rate, frames.rate_date) == (6, Decimal("3800.50"), date(2016, 5, 1))
    assert frames.rate_source == "=1+1"
    survey = EstimateLine.objects.get(element="Photogrammetry")
    assert (survey.category, survey.unit, survey.quantity) == ("documentation", "day", Decimal("7.25"))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_goes_out_comes_in_again_and_changes_nothing(world: SimpleNamespace, plan: Plan, language: str) -> None:
    run(world, plan, sheet(COLUMNS, FRAMES, SURVEY))
    with translation.override(language):
        data = workbook(queries.packages_of(plan))
    found = run(world, plan, data)
    assert (found.created, found.changed, found.unchanged) == (0, 0, 2)
    # No formula is in the file, whatever somebody typed.
    pages = zipfile.ZipFile(io.BytesIO(data))
    assert b"<f>" not in pages.read("xl/worksheets/sheet1.xml")


def test_a_day_before_spreadsheets_have_days_comes_back_as_it_was(world: SimpleNamespace, plan: Plan) -> None:
    run(world, plan, sheet(COLUMNS, FRAMES))
    EstimateLine.objects.update(rate_date=date(1216, 10, 1))
    assert run(world, plan, workbook(queries.packages_of(plan))).unchanged == 1


def test_bad_rows_are_told_by_the_number_that_stands_beside_them(world: SimpleNamespace, plan: Plan) -> None:
    bad = list(FRAMES)
    bad[4] = -1
    with pytest.raises(RowsUnreadable) as refusal:
        run(world, plan, sheet([], ["Our estimate"][:0], COLUMNS, [], FRAMES, bad, at=2))
    (row,) = refusal.value.facts["bad"]  # type: ignore[misc]
    assert (row.line, row.column) == (8, "quantity")


def test_cells_beyond_the_header_are_told(world: SimpleNamespace, plan: Plan) -> None:
    with pytest.raises(RowsUnreadable) as refusal:
        run(world, plan, sheet(COLUMNS, [*FRAMES, "who typed this?"]))
    assert "another number of columns" in refusal.value.facts["bad"][0].reason  # type: ignore[index]


def test_monuments_come_from_spreadsheets_too(world: SimpleNamespace) -> None:
    data = sheet(["name_en", "category", "height_m"], ["EXERCISE Tower", "tower_tomb", 12.5])
    assert import_monuments(data, world.site, by=world.by("verifier"), source="m.xlsx").created == 1
    assert Monument.objects.get(names__contains=[{"text": "EXERCISE Tower"}]).height_m == Decimal("12.5")


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param(
            [HEAD, b'<row r="1"><c r="A1"><v>1</v></c></row>', b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', TAIL],
            id="two cells at the far ends of a sheet",
        ),
        pytest.param(
            [HEAD, b'<row r="1"><c r="A1" t="inlineStr"><is><t>', *[b"x" * (1 << 24)] * 64, b"</t></is></c></row>", TAIL],
            id="a cell of a gigabyte",
        ),
    ],
)  # fmt: skip
def test_a_bomb_is_refused_with_a_sentence(world: SimpleNamespace, plan: Plan, pieces: list[bytes]) -> None:
    data = with_sheet(pieces)
    assert len(data) < 2_000_000
    with pytest.raises(FileUnreadable, match="more memory or time"):
        run(world, plan, data)
    assert run(world, plan, sheet(COLUMNS, FRAMES)).created == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"PK\x03\x04" + b"\x00" * 400, "cannot be read", id="junk"),
        pytest.param(sheet(), "is empty", id="empty"),
        pytest.param(sheet(["id"] * 301), "more than 300 columns", id="wide"),
        pytest.param(sheet(["id"], *[[]] * 25_000, ["x"]), "beyond row 25000", id="tall"),
        pytest.param(sheet(["id"], *[["é" * 30_000]] * 300), "more text", id="long"),
        pytest.param(with_sheet([HEAD, b"<row><c><v>1"]), "cannot be read|is empty", id="cut"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotATable, match=reason):
        opened(data)


def test_a_planner_takes_it_away_and_sends_it_back_on_a_page(world: SimpleNamespace, plan: Plan) -> None:
    run(world, plan, sheet(COLUMNS, FRAMES))
    client = signed_in(world, "planner")
    assert f"/plans/{plan.id}/lines.xlsx" in client.get(f"/plans/{plan.id}").content.decode()
    answer = client.get(f"/plans/{plan.id}/lines.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="estimate.xlsx"'
    assert opened(answer.content).names == list(COLUMNS)
    assert signed_in(world, "outsider").get(f"/plans/{plan.id}/lines.xlsx").status_code == 404
