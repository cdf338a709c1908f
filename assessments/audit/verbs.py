"""The display text of each history verb. Packages register theirs; a test finds verbs without text."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

_texts: dict[str, str] = {}


def describe_verb(texts: Mapping[str, str]) -> None:
    """Register the texts of a package's verbs: `{"damage.report.verified": gettext_noop("verified the report")}`."""
    _texts.update(texts)


def verb_text(verb: str) -> str:
    return gettext(_texts[verb]) if verb in _texts else verb


def known() -> frozenset[str]:
    return frozenset(_texts)


describe_verb(
    {
        "audit.entry.erased": gettext_noop("erased private values of an entry"),
        "audit.recipient.added": gettext_noop("named somebody who gets the head of the ledger each day"),
        "audit.recipient.removed": gettext_noop("took somebody off the daily mail of the ledger's head"),
    }
)
