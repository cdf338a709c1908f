"""Display texts of the history verbs of exchange."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import describe_verb

describe_verb(
    {
        "exchange.bundle.asked": gettext_noop("asked for a bundle of evidence"),
        "exchange.bundle.made": gettext_noop("made a bundle of evidence"),
    }
)
