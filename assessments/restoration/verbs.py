"""Display text of the history verbs of restoration."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import describe_verb

describe_verb(
    {
        "restoration.plan.drafted": gettext_noop("began a plan"),
        "restoration.plan.changed": gettext_noop("changed the plan"),
        "restoration.package.added": gettext_noop("added a work package"),
        "restoration.package.changed": gettext_noop("changed a work package"),
        "restoration.package.removed": gettext_noop("removed a work package"),
        "restoration.line.added": gettext_noop("added an estimate line"),
        "restoration.line.changed": gettext_noop("changed an estimate line"),
        "restoration.line.removed": gettext_noop("removed an estimate line"),
        "restoration.plan.submitted": gettext_noop("submitted the plan"),
        "restoration.plan.sent_back": gettext_noop("sent the plan back from internal review"),
        "restoration.plan.passed": gettext_noop("passed the plan from internal review"),
        "restoration.plan.revision_requested": gettext_noop("requested a revision of the plan"),
        "restoration.plan.endorsed": gettext_noop("endorsed the plan for the national authority"),
        "restoration.plan.rejected": gettext_noop("rejected the plan"),
        "restoration.plan.withdrawn": gettext_noop("withdrew the plan"),
        "restoration.forecast.asked": gettext_noop("asked for a forecast of the plan"),
        "restoration.dossier.erased": gettext_noop("erased private values of a dossier"),
    }
)
