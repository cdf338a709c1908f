"""Forms of authorities, organisations and statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.kit import parsing
from assessments.register import queries, vocabulary
from assessments.register.forms.entries.entry import EntryForm, external_ids_field, language_column, names_field
from assessments.register.forms.fields import (
    Countries,
    Day,
    InLanguage,
    Lines,
    Term,
    Text,
    Yes,
)
from assessments.register.forms.rows import Column, Rows
from assessments.register.models import Authority, Statement


class AuthorityForm(EntryForm):
    names = names_field(_("An authority has at least one name."))
    mandate = Term(_("Mandate"), vocabulary.MANDATE, needed=_("Say on what its mandate rests."))
    level = Term(_("Place in the review of plans"), vocabulary.AUTHORITY_LEVEL,
                 hint=_("empty for a body that has none, or that may write for several"))  # fmt: skip
    territory = Text(_("Territory"))
    first_day = Day(_("From"))
    last_day = Day(_("Until"))
    sites = Lines(_("Sites"), most=20_000, rows=3, hint=_("their codes, one a line"))
    external_ids = external_ids_field()
    folded = ("external_ids",)

    def clean_sites(self) -> list[UUID]:
        """The ids of the sites whose codes were typed."""
        codes = [one.upper() for line in self.cleaned_data["sites"] for one in parsing.lines(line)]
        known = queries.sites_by_code(codes)
        for one in codes:
            if one not in known:
                detail = _("No site has the code '%(code)s'. The list of sites shows the codes.")
                raise forms.ValidationError(detail % {"code": one})
        return [known[one] for one in codes]

    @classmethod
    def stored(cls, row: Authority) -> dict[str, Any]:
        return super().stored(row) | {"sites": list(row.sites.order_by("code").values_list("code", flat=True))}


class OrganisationForm(EntryForm):
    names = names_field(_("An organisation has at least one name."))
    country = Text(_("Country"), most=2, hint=_("two letters, such as SY; empty for an international one"))
    external_ids = external_ids_field()
    folded = ("external_ids",)

    def clean_country(self) -> str:
        codes = Countries(self.fields["country"].label).read(str(self.cleaned_data["country"]))
        return codes[0] if codes else ""


class StatementForm(EntryForm):
    """A new statement. What was said cannot be changed later; its source and our explanation can."""

    who = Text(_("Who said it"), needed=_("Name who said it."))
    office = Text(_("Office"))
    said_on = Day(_("Said on"), needed=_("Say on which day it was said."))
    about = Text(_("About"), most=40, needed=_("Say in a word what it is about."))
    words = Text(_("What was said"), most=20_000, rows=4, needed=_("Write what was said."),
                 hint=_("in your own words; only a quotation has quotation marks"))  # fmt: skip
    language = Text(_("Language"), most=12, needed=_("Say in which language, such as en."))
    translations = Rows(
        _("In other languages"),
        (
            Column("text", _("Words"), most=20_000, rows=3),
            language_column(most=12),
            Column("by", _("Who said it, with the office"), most=400),
        ),
        once="language",
    )
    is_preliminary = Yes(_("Preliminary"), hint=_("said to be so when it was said"))
    figure = Text(_("Figure"), most=40, hint=_("as it was said: 80 percent, five years"))
    source = Text(_("Source"), most=20_000, rows=2, needed=_("Say where it is written."))
    difference = InLanguage(_("Why our figure differs"), most=20_000, rows=3)
    external_ids = external_ids_field()
    folded = ("translations", "external_ids")

    def values(self) -> dict[str, Any]:
        return _translated(super().values())


class StatementCorrection(EntryForm):
    """What of a statement may be corrected."""

    translations = StatementForm.base_fields["translations"]
    source = StatementForm.base_fields["source"]
    difference = StatementForm.base_fields["difference"]
    external_ids = external_ids_field()

    def values(self) -> dict[str, Any]:
        return _translated(super().values())

    @classmethod
    def stored(cls, row: Statement) -> dict[str, Any]:
        rows = [
            {"text": text, "language": one, "by": row.attributed_to.get(one, "")}
            for one, text in row.translations.items()
        ]
        return super().stored(row) | {"translations": rows}


def _translated(values: dict[str, Any]) -> dict[str, Any]:
    """Rows of translations as texts by language: the words, and who said them."""
    rows = values["translations"]
    return values | {
        "translations": {one["language"]: one["text"] for one in rows},
        "attributed_to": {one["language"]: one["by"] for one in rows if one.get("by")},
    }
