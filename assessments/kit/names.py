"""Names as lists, and the normalised key by which names in several scripts are sorted and searched.

A name is searched by how it is written and by how it sounds, so that it is found in another transliteration or with a
wrong vowel: `Palmira` and `Palmyra` sound alike, as do `Qaws al-Nasr` and `قوس النصر`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
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


_ONE_SOUND = {
    "sch": "s", "sh": "s", "ch": "k", "kh": "k", "gh": "g", "th": "t", "dh": "d", "ph": "f", "ck": "k", "qu": "k",
}  # fmt: skip
_TOGETHER = re.compile("|".join(_ONE_SOUND))
_SOUNDS = str.maketrans("cqvzjبتثجخدذرزسشصضطظغفقكلمنپچژگ", "kkfsgbttgkddrssssdtsgfkklmnbksg") | dict.fromkeys(
    map(ord, "aeiouywhاحعهوي")
)
# The Arabic one stands before its noun in many guises, as in `an-Nasr` and `ash-Shaykh`.
_ARTICLES = frozenset(
    ["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "the", "of", "and", "de", "du", "des", "d", "la", "le",
     "les", "l", "et", "von", "der"]
)  # fmt: skip


def words(text: str) -> list[tuple[str, str]]:
    """The words of a name that tell it from others, folded, each with how it sounds: its consonants, the same for its
    spellings in Latin and Arabic letters, sounds that are written alike or mistaken for each other as one."""
    found = (one for one in re.findall(r"\w+", folded(text)))
    return [(one, _heard(one)) for one in found if one not in _ARTICLES]


def _heard(word: str) -> str:
    return _once(_TOGETHER.sub(lambda two: _ONE_SOUND[two[0]], word.removeprefix("ال")).translate(_SOUNDS))


def _once(heard: str) -> str:
    return re.sub(r"(.)\1+", r"\1", heard)


def heard_together(each: Sequence[tuple[str, str]]) -> list[str]:
    """How each of these `words` sounds with the next one: some write `Baal Shamin`, others `Baalshamin`."""
    return [_once(one + other) for (_word, one), (_next, other) in pairwise(each)]


def search_text(names: Sequence[dict[str, Any]]) -> str:
    """All names as they are written and as they sound, and words that punctuation hides in them, for the indexes."""
    texts = [folded(str(name["text"])) for name in names]
    each = [words(one) for one in texts]
    heard = [" ".join(filter(None, (sound for _word, sound in one))) for one in each]
    apart = {word for one in texts for word in one.split()}
    hidden = {word: None for one in each for word, _sound in one if word not in apart}
    together = {sound: None for one in each for sound in heard_together(one) if sound}
    return " | ".join(dict.fromkeys(filter(None, [*texts, *heard, " ".join([*hidden, *together])])))
