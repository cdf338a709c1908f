"""Forms of what stands around plans: standing requests, money, the works of a package."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.register.forms.entries import EntryForm, external_ids_field
from assessments.register.forms.fields import Choice, Choices, Day, Number, Term, Text, When, Yes
from assessments.restoration import rules, vocabulary


class StandingRequestForm(EntryForm):
    authority = Choice(_("Body"))
    decision = Text(
        _("Decision"), most=60, needed=_("Give the number of the decision."), hint=_("such as 40 COM 7A.17")
    )
    paragraph = Text(_("Paragraph"), most=20)
    text = Text(_("What it asks"), most=20_000, rows=4, needed=_("Give the words of the request."))
    tracks = Choices(_("It restricts plans of"))
    since = Day(_("Since"), needed=_("Give the day of the decision."))
    until = Day(_("Until"), hint=_("empty while it stands"))
    done = Text(_("What was done about it"), most=50_000, rows=4)
    source = Text(_("Source"), most=2_000)
    language = Text(_("Language"), most=12, needed=_("Say in which language it is written, such as en."))
    external_ids = external_ids_field()
    folded = ("source", "language", "external_ids")
    columns: ClassVar = {"authority": "authority_id"}


class DeputationForm(EntryForm):
    deputy = Choice(_("Deputy"), hint=_("a reviewer of the same authority"))
    first_day = Day(_("From"), needed=_("Say from which day."))
    last_day = Day(_("Until"), needed=_("Say through which day."))

    def clean_deputy(self) -> str:
        if not self.cleaned_data["deputy"]:
            raise ValidationError(_("Choose who acts for you."))
        return str(self.cleaned_data["deputy"])


class FundingForm(EntryForm):
    funder = Text(_("From whom"), needed=_("Say from whom it is."))
    stage = Term(_("Stage"), vocabulary.FUNDING_STAGE, needed=_("Say how far it is."))
    amount = Number(_("Amount"), most_of_all=rules.MAX_RATE, needed=_("A number is needed here."))
    stated_on = Day(_("As of"), needed=_("Give the day on which it was said or paid."))
    restrictions = Text(_("Restrictions"), most=20_000, rows=2, hint=_("what it may not be spent on, sanctions"))
    source = Text(_("Source"), most=2_000)
    external_ids = external_ids_field()
    folded = ("external_ids",)


class FoundWorksForm(EntryForm):
    title = Text(_("Title"), needed=_("Give it a title."))
    monuments = Choices(_("Monuments"))
    begun = When(_("Begun"), needed=_("Say since when, as exactly as it is known."))
    description = Text(_("What was found"), most=20_000, rows=5, needed=_("Describe what was found."))
    statements = Choices(_("Who says what"), hint=_("statements on file; record further ones on the site's page"))
    is_exercise = Yes(_("An exercise, no plan of any real authority"))


class WorksForm(EntryForm):
    progress_percent = Number(_("Done"), unit="%", whole=True, most_of_all=100, needed=_("A number is needed here."))
    began_on = Day(_("Began on"))
    ended_on = Day(_("Ended on"))
    actual_cost = Number(_("Cost so far"), most_of_all=rules.MAX_RATE)
    works_note = Text(_("Note"), most=20_000, rows=3)
