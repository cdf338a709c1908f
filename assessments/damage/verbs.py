"""Display text of the history verbs of damage."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import describe_verb

describe_verb(
    {
        "damage.report.drafted": gettext_noop("began a report"),
        "damage.report.changed": gettext_noop("changed the report"),
        "damage.report.deleted": gettext_noop("deleted a draft"),
        "damage.report.submitted": gettext_noop("submitted the report"),
        "damage.report.returned": gettext_noop("returned the report with a note"),
        "damage.report.verified": gettext_noop("verified the report"),
        "damage.report.withdrawn": gettext_noop("withdrew the report"),
        "damage.report.superseded": gettext_noop("replaced the report by a newer one"),
        "damage.report.moved": gettext_noop("put the report on another monument"),
        "damage.report.commented": gettext_noop("left a comment"),
        "damage.report.adjudicated": gettext_noop("settled a disagreement in favour of this report"),
        "damage.mark.tied": gettext_noop("said which findings a mark shows"),
        "damage.report.retracted": gettext_noop("retracted the verification"),
        "damage.submission.erased": gettext_noop("erased private values of a submission"),
    }
)
