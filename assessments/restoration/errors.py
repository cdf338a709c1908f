"""Exceptions of the restoration package."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import Conflict, Forbidden, Invalid


class PlanNotWritable(Conflict):
    code = "plan_not_writable"
    title = gettext_noop("The plan is in review or decided, and is not edited now.")
    help = gettext_noop("It can be edited again when a revision is requested.")


class DossierChanged(Conflict):
    code = "dossier_changed"
    title = gettext_noop("Another dossier replaced the one you read.")
    help = gettext_noop("Read the present one; your text is kept. Then decide again.")


class OwnPlan(Forbidden):
    code = "own_plan"
    title = gettext_noop("You wrote on this plan, so somebody else has to decide on it.")
    help = gettext_noop("Any other reviewer of the authority can.")


class PlanIncomplete(Invalid):
    code = "plan_incomplete"
    title = gettext_noop("The plan cannot be submitted as it stands.")
    help = gettext_noop("Everything is kept. Mend what is named and submit again.")


class OwnInterest(Forbidden):
    code = "own_interest"
    title = gettext_noop("You declared an interest in this plan, so somebody else has to decide on it.")
    help = gettext_noop("Any other reviewer of the authority can.")


class OwnEntry(Forbidden):
    code = "own_entry"
    title = gettext_noop("You entered this decision, so somebody else has to confirm it from its document.")
    help = gettext_noop("Anybody else who may record for the same body can. You can take your entry back.")


class LetterWaits(Conflict):
    code = "letter_waits"
    title = gettext_noop("A decision that was entered on this plan waits for a second person.")
    help = gettext_noop("Confirm or refuse that one first; your text is kept.")


class GateWaits(Conflict):
    code = "gate_waits"
    title = gettext_noop("This step waits for what is missing.")
    help = gettext_noop("Each thing that is missing is named. Nothing was changed.")


class DossierFrozen(Conflict):
    code = "dossier_frozen"
    title = gettext_noop("The documents that reviewers read are frozen with the version that was submitted.")
    help = gettext_noop(
        "They can be changed when a revision is requested. Papers of the works can be added at any time."
    )


class ChangedAgain(Conflict):
    code = "changed_again"
    title = gettext_noop("Something else changed under the plan since you read it.")
    help = gettext_noop("Read what changed; your text is kept. Then confirm again.")


class FoundWorksStay(Conflict):
    code = "found_works_stay"
    title = gettext_noop("Works that were begun without authorisation stay on record, and are not taken back.")
    help = gettext_noop("They can be submitted for review, or another plan can take their place.")
