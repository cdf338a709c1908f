"""Forms of plans, work packages and estimate lines: the fields of the messages that REST clients send too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.kit import parsing
from assessments.kit.errors import Problem
from assessments.register.forms.entries import EntryForm, external_ids_field
from assessments.register.forms.fields import Choice, Choices, Day, Lines, Number, Term, Text, Yes
from assessments.register.forms.rows import Column, Rows
from assessments.restoration import additions, rules, vocabulary
from assessments.restoration.models import Plan, WorkPackage

DAYS = ("low_days", "likely_days", "high_days")
RATES = ("low_rate", "likely_rate", "high_rate")
DAY = r"(?:\d{4}-)?\d{2}-\d{2}"
WRONG_DAY = _("'%(value)s' is no day. Write 2026-12-01, or 12-01 for every year.")


class PlanForm(EntryForm):
    title = Text(_("Title"), needed=_("A plan needs a title."))
    track = Term(_("Track"), vocabulary.TRACK, needed=_("Say on which track it goes."))
    monuments = Choices(_("Monuments"))
    objectives = Text(_("Objectives"), most=50_000, rows=4)
    approach = Text(_("Method"), most=50_000, rows=5)
    estimate_class = Term(_("Definition level"), vocabulary.ESTIMATE_CLASS,
                          hint=_("how far the works are defined; it gives the usual accuracy"))  # fmt: skip
    basis_of_estimate = Text(_("Basis of the estimate"), most=50_000, rows=2)
    currency = Text(_("Currency"), most=3, needed=_("Give the currency, such as EUR."), hint=_("three letters"))
    price_date = Day(_("Prices of"))
    exchange_rates = Rows(
        _("Exchange rates"),
        (Column("currency", _("Currency"), most=3),
         Column("amount", _("So many of it"), most=40),
         Column("equals", _("are so many of the plan's"), most=40, default="1"),
         Column("kind", _("Kind of rate"), vocabulary="exchange_rate_kind", default="official"),
         Column("on", _("Of the day"), most=40), Column("source", _("Source"))),
        hint=_("for lines in other currencies than the plan's: 585.6 SYP are 1 EUR"), once="currency",
    )  # fmt: skip
    contingency_rule = Term(_("Contingency"), vocabulary.CONTINGENCY_RULE, needed=_("Say by which rule."))
    contingency_percent = Number(_("Contingency, a share of your own"), unit=_("percent of the lines"),
                                 most_of_all=additions.MAX_CONTINGENCY)  # fmt: skip
    contingency_reason = Text(_("What the contingency is for"), most=50_000, rows=2)
    escalation_percent = Number(_("Prices rise by"), unit=_("percent a year"), most_of_all=additions.MAX_ESCALATION,
                                hint=_("from the day of the prices"))  # fmt: skip
    escalation_until = Day(_("Until"), hint=_("the middle of the works"))
    escalation_source = Text(_("Why prices rise by that"), hint=_("an index, a forecast, earlier works"))
    crews = Rows(
        _("Crews"),
        (Column("name", _("Crew"), most=60),
         Column("teams", _("Teams"), most=3, pattern=r"(?![0٠])\d{1,2}", default="1",
                wrong=_("'%(value)s' is no number of teams. Write 1 to 99."))),
        hint=_("how many teams of each there are; packages of one team follow each other"), once="name",
    )  # fmt: skip
    stoppages = Rows(
        _("Seasons and stoppages"),
        (Column("since", _("From"), most=10, pattern=DAY, wrong=WRONG_DAY),
         Column("until", _("Until"), most=10, pattern=DAY, wrong=WRONG_DAY), Column("reason", _("Why"))),
        hint=_("when works stand still: 2026-12-01 for one year, 12-01 for every year"),
    )  # fmt: skip
    phases = Lines(_("Phases"), most=3_000, rows=3, hint=_("one a line; they group work packages"))
    options_appraisal = Text(
        _("Options considered"), most=50_000, rows=4,
        hint=_("from doing nothing to full reconstruction, and why they were not chosen"),
    )  # fmt: skip
    original_fabric_share = Number(
        _("Share of original fabric"), most_of_all=1, hint=_("from 0 to 1: how much of the finished work is original")
    )
    language = Text(_("Language"), most=12, needed=_("Say in which language it is written, such as en."))
    continues = Choice(
        _("Continues the plan"), hint=_("a phase that needs an approval of its own is a plan of its own")
    )
    is_exercise = Yes(_("An exercise, no plan of any real authority"))
    external_ids = external_ids_field()
    folded = (
        "exchange_rates",
        "contingency_rule",
        "contingency_percent",
        "contingency_reason",
        "escalation_percent",
        "escalation_until",
        "escalation_source",
        "crews",
        "stoppages",
        "phases",
        "options_appraisal",
        "original_fabric_share",
        "language",
        "continues",
        "is_exercise",
        "external_ids",
    )
    columns: ClassVar = {"continues": "continues_id"}

    def clean_stoppages(self) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = self.cleaned_data["stoppages"]
        if not all(one.get("until") for one in rows):
            raise forms.ValidationError(_("Say until when works stand still."))
        return [
            one | {name: one[name].translate(parsing.WESTERN_DIGITS) for name in ("since", "until")} for one in rows
        ]

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("contingency_percent") is not None and found.get("contingency_rule") not in (None, "stated"):
            self.add_error(
                "contingency_percent",
                _("A share of your own goes with the rule 'A stated share'. Choose it, or empty this."),
            )
        return found

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean_exchange_rates(self) -> list[dict[str, str]]:
        return [_exchange_rate(number, row) for number, row in enumerate(self.cleaned_data["exchange_rates"], 1)]

    def values(self) -> dict[str, Any]:
        found = super().values()
        crews = {one["name"]: int(one.get("teams") or 1) for one in found["crews"]}
        return found | {
            "crews": crews, "estimate_class": int(found["estimate_class"]) if found["estimate_class"] else None,
        }  # fmt: skip

    @classmethod
    def stored(cls, row: Plan) -> dict[str, Any]:
        return super().stored(row) | {
            "monuments": list(row.monuments.values_list("pk", flat=True)),
            "estimate_class": str(row.estimate_class or ""),
            "crews": [{"name": name, "teams": str(teams)} for name, teams in sorted(row.crews.items())],
        }


class PackageForm(EntryForm):
    title = Text(_("Title of the package"), needed=_("A work package needs a title."))
    description = Text(_("Description"), most=50_000, rows=3)
    low_days = Number(_("Days, low"), unit=_("working days"), most_of_all=99_999, hint=_("if all goes well"))
    likely_days = Number(_("Days, likely"), unit=_("working days"), most_of_all=99_999)
    high_days = Number(_("Days, high"), unit=_("working days"), most_of_all=99_999, hint=_("if much goes wrong"))
    phase = Choice(_("Phase"), hint=_("of the phases named on the plan"))
    crew = Text(_("Crew"), most=60, hint=_("who does it; packages of one crew follow each other"))
    depends_on = Choices(_("Waits for"), hint=_("packages that must be finished before it begins"))
    external_ids = external_ids_field()
    folded = ("external_ids",)
    made_of: ClassVar = {"duration_days": DAYS}

    def clean(self) -> dict[str, Any]:
        return _all_or_none(self, DAYS, _("Give all three durations, or none."))

    def values(self) -> dict[str, Any]:
        found = super().values()
        low, likely, high = (found.pop(one) for one in DAYS)
        days = None if low is None else {"low": low, "likely": likely, "high": high}
        return found | {"duration_days": days, "phase": found["phase"] or ""}

    @classmethod
    def stored(cls, row: WorkPackage) -> dict[str, Any]:
        return super().stored(row) | {"depends_on": list(row.depends_on.values_list("pk", flat=True))}


class LineForm(EntryForm):
    element = Text(_("Element"), needed=_("Say what is estimated."), hint=_("what is to be done or bought"))
    category = Term(_("Category"), vocabulary.LINE_CATEGORY, needed=_("Choose a category."))
    quantity = Number(_("Quantity"), most_of_all=rules.MAX_QUANTITY, needed=_("A number is needed here."))
    unit = Term(_("Unit"), vocabulary.UNIT, needed=_("Choose a unit."))
    low_rate = Number(_("Rate, low"), most_of_all=rules.MAX_RATE, needed=_("A number is needed here."))
    likely_rate = Number(_("Rate, likely"), most_of_all=rules.MAX_RATE, needed=_("A number is needed here."))
    high_rate = Number(_("Rate, high"), most_of_all=rules.MAX_RATE, needed=_("A number is needed here."))
    rate_source = Text(_("Source of the rate"), hint=_("a quotation, a price book, earlier works"))
    rate_date = Day(_("Rate of"), hint=_("the day of the price"))
    currency = Choice(_("Currency"), hint=_("those that the plan has exchange rates for"))
    external_ids = external_ids_field()
    folded = ("external_ids",)
    made_of: ClassVar = {"rate": (*RATES, "currency")}

    def offer(self, choices: Mapping[str, Iterable[tuple[Any, str]]], *, is_stored: bool) -> None:
        super().offer(choices, is_stored=is_stored)
        if len(list(choices["currency"])) == 1:
            del self.fields["currency"]

    def values(self) -> dict[str, Any]:
        found = super().values()
        low, likely, high = (found.pop(one) for one in RATES)
        currency = found.pop("currency", None) or self.initial["currency"]
        return found | {"rate": {"low": low, "likely": likely, "high": high, "currency": currency}}


def _exchange_rate(number: int, row: dict[str, str]) -> dict[str, str]:
    """A row as the message takes it: figures in our digits, the day in ISO 8601."""
    try:
        amount, equals = (parsing.number(row.get(one, ""), "/") for one in ("amount", "equals"))
        on = parsing.day(row.get("on", ""), "/")
    except Problem as problem:
        sentence = problem.errors[0].detail if problem.errors else problem.sentence()
        raise forms.ValidationError(_("Row %(row)s: %(sentence)s") % {"row": number, "sentence": sentence}) from None
    code = row["currency"].upper()
    if amount is None or equals is None or on is None or not re.fullmatch("[A-Z]{3}", code):
        raise forms.ValidationError(
            _("Row %(row)s: give three letters of the currency, both amounts and the day.") % {"row": number}
        )
    return {**row, "currency": code, "amount": str(amount), "equals": str(equals), "on": on.isoformat()}


def _all_or_none(form: EntryForm, names: tuple[str, ...], sentence: Any) -> dict[str, Any]:
    given = [one for one in names if form.cleaned_data.get(one) is not None]
    if given and len(given) < len(names) and not any(one in form.errors for one in names):
        form.add_error(next(one for one in names if one not in given), sentence)
    return form.cleaned_data
