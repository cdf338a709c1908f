"""The digits in which a person reads numbers (field practice 33): European, Arabic or Persian.

References, file names, measures and quoted text stay as they are written, since they stand beside Latin letters or are
typed again somewhere else: pages isolate them in `<bdi>`, `<code>` or a `ref`.
"""

from __future__ import annotations

import re

SYSTEMS = {"latn": "0123456789", "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}
"""Digits by the name of their numbering system in Unicode CLDR."""

_AS_WRITTEN = frozenset({"bdi", "code", "pre", "script", "style", "textarea", "kbd", "svg"})
_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_TAG = re.compile(r"""(<!--.*?-->|</?[a-zA-Z!](?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
_OPENING = re.compile(r"<([a-zA-Z][\w-]*)")
_REF = re.compile(r"""class=["'][^"']*\bref\b""")
_DIGITS = re.compile(r"&#?\w+;|[0-9]+")


def text_in(text: str, system: str) -> str:
    """Plain text with its digits in this system."""
    return text.translate(str.maketrans(SYSTEMS["latn"], SYSTEMS[system]))


def page_in(html: str, system: str) -> str:
    """A page whose running text has its digits in this system. Tags and their attributes, character references and
    isolated texts are left alone.
    """
    digits = str.maketrans(SYSTEMS["latn"], SYSTEMS[system])
    out: list[str] = []
    kept, depth = "", 0  # the element whose content stays as it is written, and how deep inside it we are
    for number, piece in enumerate(_TAG.split(html)):
        opens = _OPENING.match(piece) if number % 2 else None
        if number % 2 and kept:
            depth += bool(opens and opens[1].lower() == kept) - piece.lower().startswith(f"</{kept}>")
            kept = kept if depth else ""
        elif opens and opens[1].lower() not in _EMPTY and (opens[1].lower() in _AS_WRITTEN or _REF.search(piece)):
            kept, depth = opens[1].lower(), 1
        elif not number % 2 and not kept:
            piece = _DIGITS.sub(lambda one: one[0] if one[0][0] == "&" else one[0].translate(digits), piece)
        out.append(piece)
    return "".join(out)
