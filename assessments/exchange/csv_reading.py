"""Tolerant CSV reading: encodings mixed line by line, commas or semicolons, HTML in cells. No Django."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_TAGS = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"<\s*(?:br|/p|/li)\s*/?\s*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u00a0]+")
csv.field_size_limit(1 << 20)


class NotATable(Exception):
    """The file as a whole is no table of this kind; the message says why."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, by its line in the file, and the column at fault where there is one."""

    line: int
    reason: str
    column: str = ""


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


def opened(data: bytes) -> csv.DictReader[str]:
    """The rows of a CSV with commas, semicolons or tabs, whichever its header has most of. Raises `NotATable`."""
    if not data.strip():
        raise NotATable("The file is empty.")
    if b"\x00" in data[:4096] or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise NotATable("This is not a text file. Save the spreadsheet as CSV and import that.")
    text = text_of(data)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows.fieldnames  # noqa: B018 - reads the header
    except csv.Error as failure:
        raise NotATable(f"The first line, which names the columns, is broken ({failure}).") from None
    return rows


def numbered(rows: csv.DictReader[str], bad: list[BadRow]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the number of the line on which they begin; broken rows are appended to `bad`."""
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as failure:
            bad.append(BadRow(line, f"broken CSV ({failure}); everything after it is unread"))
            return
        if None in row or any(value is None for value in row.values()):
            bad.append(BadRow(line, "the row has another number of columns than the header"))
            continue
        yield line, row
