"""JSON objects written by PostgreSQL as text, for documents of which there are many.

`row_to_json` looks up the type of each column for each row; `concat` of the pieces is twice as fast. A field is its
name and an expression that gives JSON text; NULL is written as null.
"""

from __future__ import annotations

from collections.abc import Mapping

MOST_ARGUMENTS = 90
"""PostgreSQL's functions take at most 100."""


def text(expression: str) -> str:
    """A text, escaped."""
    return f"coalesce(to_json({expression}::text)::text, 'null')"


def word(expression: str) -> str:
    """A term of a vocabulary, or null where it is empty."""
    return quoted(f"nullif({expression}, '')")


def plain(expression: str) -> str:
    """A number, a truth value or JSON, which PostgreSQL writes as JSON does."""
    return f"coalesce({expression}::text, 'null')"


def quoted(expression: str) -> str:
    """A value without signs that need escaping: an id, a decimal, a term of a vocabulary."""
    return f"coalesce('\"' || {expression} || '\"', 'null')"


def moment(expression: str) -> str:
    """A moment, as RFC 3339 in UTC."""
    return quoted(f"to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")


def json_object(fields: Mapping[str, str]) -> str:
    """An expression that gives the object with these fields, in their order, as text."""
    pieces: list[str] = []
    for name, expression in fields.items():
        opening = "{" if not pieces else ","
        pieces += [f"'{opening}\"{name}\":'", expression]
    pieces.append("'}'")
    chunks = [pieces[start : start + MOST_ARGUMENTS] for start in range(0, len(pieces), MOST_ARGUMENTS)]
    return " || ".join(f"concat({', '.join(one)})" for one in chunks)


def json_list(item: str, *, order: str) -> str:
    """An aggregate that gives a list of such objects as text; NULL without any."""
    return f"'[' || string_agg({item}, ',' ORDER BY {order}) || ']'"
