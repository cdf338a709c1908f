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
