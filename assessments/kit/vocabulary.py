"""Closed lists with labels in three languages. Ids are lower-case ASCII and never change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Meta

from assessments.kit.errors import invalid_field
from assessments.kit.names import reader_language

LANGUAGES = ("en", "fr", "ar")


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    en: str
    fr: str
    ar: str

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        language = reader_language()
        return str(getattr(self, language, self.en) if language in LANGUAGES else self.en)


class Vocabulary:
    """An ordered list of terms under one name."""

    def __init__(self, name: str, rows: str) -> None:
        """`rows`: one term a line, `id · English · French · Arabic`."""
        self.name = name
        self.terms: dict[str, Term] = {}
        for line in rows.strip().splitlines():
            id_, en, fr, ar = (one.strip() for one in line.split("·"))
            self.terms[id_] = Term(id_, en, fr, ar)
        catalogue[name] = self

    def __contains__(self, id_: object) -> bool:
        return id_ in self.terms

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    @property
    def ids(self) -> list[str]:
        return list(self.terms)

    def label(self, id_: str | None) -> str:
        term = self.terms.get(id_ or "")
        return term.label if term else (id_ or "")

    def id_of(self, text: str) -> str | None:
        """The term that is meant by its id, or by its label in any of the languages; None if there is none."""
        wanted = text.casefold().strip()
        found = (one for one in self if wanted in (one.id, one.en.casefold(), one.fr.casefold(), one.ar))
        return next((one.id for one in found), None)

    def require(self, id_: object, pointer: str) -> None:
        """Raises `Invalid` for a value that is not in the list."""
        if id_ not in self.terms:
            detail = f"'{id_}' is not in the list '{self.name}'. Known: {', '.join(self.terms)}."
            raise invalid_field(pointer, "unknown_value", detail)

    @property
    def documented(self) -> Meta:
        """For the annotation of a message's field: the OpenAPI document names the terms, the operation judges them."""
        return Meta(extra_json_schema={"enum": self.ids})

    @property
    def documented_or_empty(self) -> Meta:
        """The same for a field that may stay empty."""
        return Meta(extra_json_schema={"enum": ["", *self.ids]})

    def choices(self) -> list[tuple[str, str]]:
        return [(term.id, term.label) for term in self.terms.values()]


catalogue: dict[str, Vocabulary] = {}
"""Every list of the product under its name, for `GET /vocabulary`."""
