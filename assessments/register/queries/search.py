"""Sites, monuments and parts by name: in any script, in another transliteration, misspelt. Only names that the reader
may see are searched.

Each word that is asked for must begin a word of the name, or sound like one. Where that finds little, words of names
that are written almost alike count too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, Func, QuerySet, Value

from assessments.kit.actor import Actor
from assessments.kit.names import folded, heard_together, words
from assessments.register import policy
from assessments.register.models import Monument, NameWord, Part, Site, WordsOf
from assessments.register.queries.places import exact_for, masked_monuments, on_file

CANDIDATES = 100
"""How many that fit are ranked: of a name that half of the register bears the best of these are as good as any."""
MAX_WORDS, MAX_ALIKE, MIN_LETTERS = 8, 6, 3


class PlaceSearch:
    """What one reader may find under a name: the best of each kind."""

    def __init__(self, actor: Actor, name: str, *, most: int) -> None:
        self.actor, self.most = actor, most
        self.asked, self.words = folded(name), words(name)[:MAX_WORDS]

    def sites(self) -> list[Site]:
        rows = policy.visible_sites(self.actor)
        return _in_order(rows, self._best(rows))

    def monuments(self, *, within: QuerySet[Site] | None = None) -> list[Monument]:
        """Monuments on the list by a name that the actor may see, masked as everywhere, with their sites; `within`:
        only of these sites."""
        known = on_file(policy.visible_monuments(self.actor)).filter(exact_for(self.actor))
        if within is not None:
            known = known.filter(site__in=within)
        return _in_order(masked_monuments(self.actor).select_related("site"), self._best(known))

    def parts(self) -> list[Part]:
        """Parts of monuments on the actor's own sites, with monument and site."""
        own = policy.member_rows(self.actor, "monument__site_id")
        rows = Part.objects.filter(own, monument__merged_into__isnull=True)
        return _in_order(rows.select_related("monument__site"), self._best(rows))

    def _best(self, rows: QuerySet[Any]) -> list[UUID]:
        if not self.words:
            return []
        found = _that_fit(rows, _all_of(self._spelt_or_heard))
        if len(found) < self.most:
            found = list(dict.fromkeys([*found, *_that_fit(rows, self._nearly)]))
        return [id_ for id_, *_text in sorted(found, key=self._rank)[: self.most]]

    @cached_property
    def _spelt_or_heard(self) -> list[str]:
        # A single letter begins half of all words.
        spelt = [_quoted(word) + (":*" if len(word) > 1 else "") for word, _heard in self.words]
        sounds = [_quoted(heard) if heard else "" for _word, heard in self.words]
        return [" | ".join(filter(None, both)) for both in zip(spelt, sounds, strict=True)]

    @cached_property
    def _nearly(self) -> str:
        """Each word as it is spelt, heard or written almost, of which two that follow each other may be one."""
        each = [
            " | ".join([one, *map(_quoted, _alike(word))])
            for one, (word, _heard) in zip(self._spelt_or_heard, self.words, strict=True)
        ]
        ways = [_all_of(each)]
        for place, sound in enumerate(heard_together(self.words)):
            if sound:
                ways.append(_all_of([*each[:place], _quoted(sound), *each[place + 2 :]]))
        return " | ".join(ways)

    def _rank(self, one: tuple[UUID, str, str]) -> tuple[int, int, int, str]:
        """Names that begin with what was asked, then those that contain it, then those with more of its words."""
        _id, search_text, sort_key = one
        text = f"| {search_text}"
        place = 0 if f"| {self.asked}" in text else 1 if f" {self.asked}" in text else 2
        return place, -sum(f" {word}" in text for word, _heard in self.words), len(text), sort_key


class _Matches(Func):
    """Whether words fit a query of words (`tsquery`)."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _all_of(each: Sequence[str]) -> str:
    return " & ".join(f"({one})" for one in each)


def _that_fit(rows: QuerySet[Any], query: str) -> list[tuple[UUID, str, str]]:
    found = rows.filter(_Matches(WordsOf("search_text"), Value(query))).order_by()
    return list(found.values_list("pk", "search_text", "sort_key")[:CANDIDATES])


def _in_order(rows: QuerySet[Any], ids: Sequence[UUID]) -> list[Any]:
    there = {one.pk: one for one in rows.filter(pk__in=ids)} if ids else {}
    return [there[one] for one in ids if one in there]  # one may have been merged since


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _alike(word: str) -> list[str]:
    """Words of names that are written almost like this one, the most alike first. Numbers are right or wrong."""
    if len(word) < MIN_LETTERS or word.isdigit():
        return []
    rows = NameWord.objects.filter(word__trigram_similar=word).annotate(alike=TrigramSimilarity("word", word))
    found = rows.order_by("-alike", "word").values_list("word", flat=True)[: 2 * MAX_ALIKE]
    return [one for one in dict.fromkeys(found) if one != word][:MAX_ALIKE]
