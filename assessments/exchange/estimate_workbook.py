"""The line table of an estimate as an XLSX workbook: numbers and days as such, terms chosen from lists.

Texts are written as texts, never as formulas or links.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import get_language_bidi, gettext
from xlsxwriter import Workbook

from assessments.exchange.estimate_table import COLUMNS
from assessments.restoration import vocabulary
from assessments.restoration.models import EstimateLine, WorkPackage

LISTS = {"category": vocabulary.LINE_CATEGORY, "unit": vocabulary.UNIT}
WIDTHS = {"id": 12, "package": 32, "category": 28, "element": 36, "rate_source": 28}
FIRST_DAY = date(1900, 3, 1)
"""Earlier ones are another day to each spreadsheet program, or none: they are written as text."""
SPARE_ROWS = 1_000
"""Rows below the last line in which the lists are offered too."""


def workbook(packages: Iterable[WorkPackage]) -> bytes:
    """Work packages with their lines, in the plan's order; terms in the reader's language, which an import knows."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
        "quantity": book.add_format({"num_format": "#,##0.###"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet, terms = book.add_worksheet(gettext("Lines")), book.add_worksheet(gettext("Lists"))
    for one in (sheet, terms):
        one.freeze_panes(1, 0)
        if get_language_bidi():
            one.right_to_left()
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDTHS.get(name, 14))
        sheet.write_string(0, column, name, formats["head"])
    last = 0
    for last, (package, line) in enumerate(((one, line) for one in packages for line in one.lines.all()), 1):
        _write_line(sheet, last, package, line, formats)
    for column, (name, choices) in enumerate(LISTS.items()):
        terms.set_column(column, column, 40)
        terms.write_string(0, column, name, formats["head"])
        labels = [label for _id, label in choices.choices()]
        for row, label in enumerate(labels, 1):
            terms.write_string(row, column, label)
        letter, at = "AB"[column], COLUMNS.index(name)
        source = f"='{gettext('Lists')}'!${letter}$2:${letter}${len(labels) + 1}"
        sheet.data_validation(1, at, last + SPARE_ROWS, at, {"validate": "list", "source": source})
    book.close()
    return out.getvalue()


def _write_line(sheet: Any, row: int, package: WorkPackage, line: EstimateLine, formats: dict[str, Any]) -> None:
    texts = {
        "id": str(line.id), "package": package.title, "category": vocabulary.LINE_CATEGORY.label(line.category),
        "element": line.element, "unit": vocabulary.UNIT.label(line.unit), "currency": line.currency,
        "rate_source": line.rate_source,
    }  # fmt: skip
    for name, text in texts.items():
        sheet.write_string(row, COLUMNS.index(name), text)
    sheet.write_number(row, COLUMNS.index("quantity"), line.quantity, formats["quantity"])
    for name, rate in (("low", line.low_rate), ("likely", line.likely_rate), ("high", line.high_rate)):
        sheet.write_number(row, COLUMNS.index(name), rate, formats["amount"])
    if line.rate_date and line.rate_date < FIRST_DAY:
        sheet.write_string(row, COLUMNS.index("rate_date"), line.rate_date.isoformat())
    elif line.rate_date:
        sheet.write_datetime(row, COLUMNS.index("rate_date"), line.rate_date, formats["day"])
