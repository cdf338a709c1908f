"""Names as lists, and the normalised key by which names in several scripts are sorted and searched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARABIC = str.maketrans("أإآٱةىيؤئ", "ااااهييوي")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def folded(text: str) -> str:
    """For search and sorting: no accents, vowel marks or tatweel; hamza seats, ة/ه and ى/ي alike; Latin digits."""
    text = _MARKS.sub("", text.translate(_DIGITS)).translate(_ARABIC).replace("ء", "")
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.sub(r"[\s\-‐–'’`ʿʾ]+", " ", plain.casefold()).strip()


def reader_language() -> str:
    """The language in which the reader is answered: two letters, such as `en`."""
    return (get_language() or "en")[:2]


def label(names: Sequence[dict[str, Any]], language: str | None = None) -> str:
    """The name to display in `language`: in that language, else English, else the first; official names first."""
    wanted = language[:2] if language else reader_language()
    if not names:
        return "—"
    rank = {"official": 0, "local": 1, "scholarly": 2, "number": 3, "former": 4}

    def order(name: dict[str, Any]) -> tuple[int, int]:
        lang = str(name.get("language", ""))[:2]
        return (0 if lang == wanted else 1 if lang == "en" else 2, rank.get(str(name.get("kind", "official")), 5))

    return str(min(names, key=order)["text"])


def search_text(names: Sequence[dict[str, Any]]) -> str:
    """All names, folded, for the trigram index."""
    return " | ".join(dict.fromkeys(folded(str(name["text"])) for name in names))
