"""Exceptions of the damage package."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.kit.errors import Conflict, FieldError, Forbidden, Invalid


class Incomplete(Invalid):
    code = "incomplete"
    title = gettext_noop("The report cannot be submitted as it stands.")
    help = gettext_noop("Everything is kept. Mend the fields named and submit again.")


class ConfirmationNeeded(Invalid):
    code = "confirmation_needed"
    title = gettext_noop("Some of this is unusual. Look again, then confirm it.")

    def __init__(self, doubts: Iterable[FieldError]) -> None:
        found = list(doubts)
        sentences = " ".join(one.detail for one in found)
        codes = ", ".join(one.code for one in found)
        super().__init__(f"{_(self.title)} {sentences} (confirm: {codes})", errors=found)


class NotWritable(Conflict):
    code = "not_writable"
    title = gettext_noop("The report is '%(status)s' and is not edited any more.")
    help = gettext_noop(
        "A returned report can be mended; a verified one is corrected by a new report that supersedes it."
    )


class OwnVisit(Forbidden):
    code = "own_visit"
    title = gettext_noop("You took part in what this report saw, so somebody else has to judge it.")
    help = gettext_noop("Any other verifier of the site can.")


class NotTheAuthor(Forbidden):
    code = "not_the_author"
    title = gettext_noop("Only its author can do this with a report.")
    help = gettext_noop("Ask them, or return it to them with a note.")


class NothingToAdjudicate(Conflict):
    code = "nothing_to_adjudicate"
    title = gettext_noop("No verified report of this monument disagrees with this one.")
    help = gettext_noop("Name the reports that it stands against, all on the same monument.")


class NotYoursToMove(Forbidden):
    code = "not_yours_to_move"
    title = gettext_noop("Only a verifier moves a report that was submitted.")
    help = gettext_noop("Ask one, and say on which monument it belongs.")


class TiedToOthers(Conflict):
    code = "tied_to_others"
    title = gettext_noop("This report replaces another one on its monument, or was replaced there.")
    help = gettext_noop("Retract the newer one first, or log a new report on the right monument.")


class SealedInClear(Forbidden):
    code = "sealed_in_clear"
    title = gettext_noop("This submission is from before the ground's answer was sealed apart from the rest.")
    help = gettext_noop("Its author, a safety officer or a verifier can hand it out; what it says you can read here.")
