"""Tolerant CSV reading: encodings mixed line by line, commas or semicolons, HTML in cells. No Django."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from assessments.exchange.table_reading.table import BadRow, NotATable, Table

_TAGS = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"<\s*(?:br|/p|/li)\s*/?\s*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u00a0]+")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
csv.field_size_limit(1 << 20)


def text_of(data: bytes) -> str:
    """Decode the file line by line, since single lines may have another encoding: UTF-8, else Windows-1252, and
    Latin-1 where a byte is undefined in that."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    return "".join(_line(one) for one in data.splitlines(keepends=True))


def _line(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def cleaned(text: str) -> str:
    """Text without HTML: tags gone, entities written out, spaces single, in NFC."""
    plain = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", text)))
    lines = (_SPACES.sub(" ", line).strip() for line in plain.replace("\x00", "").splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def csv_table(data: bytes) -> Table:
    """A CSV with commas, semicolons or tabs, whichever its header has most of. Raises `NotATable`."""
    if not data.strip():
        raise NotATable("The file is empty.")
    if b"\x00" in data[:4096] or data.startswith(OLD_OFFICE):
        raise NotATable("This is neither a text file nor a spreadsheet that can be read. Save it as XLSX or CSV.")
    text = text_of(data)
    header = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    try:
        names = next(rows, [])
    except csv.Error as failure:
        raise NotATable(f"The first line, which names the columns, is broken ({failure}).") from None
    return Table(names, _rows(rows))


def _rows(rows: Any) -> Iterator[tuple[int, list[str] | BadRow]]:
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as failure:
            yield line, BadRow(line, f"broken CSV ({failure}); everything after it is unread")
            return
        if cells:
            yield line, cells
