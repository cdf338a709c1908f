"""How each history verb reads to a person. Packages register theirs; a verb without words is a mistake."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

_words: dict[str, str] = {}


def says(words: Mapping[str, str]) -> None:
    """Register the words of a package's verbs: `{"damage.report.verified": gettext_noop("verified the report")}`."""
    _words.update(words)


def words_of(verb: str) -> str:
    return gettext(_words[verb]) if verb in _words else verb


def known() -> frozenset[str]:
    return frozenset(_words)


says({"audit.entry.erased": gettext_noop("erased private values of an entry")})
