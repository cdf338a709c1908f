"""How the history verbs of exchanges read."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import says

says(
    {
        "exchange.bundle.asked": gettext_noop("asked for a bundle of evidence"),
        "exchange.bundle.made": gettext_noop("made a bundle of evidence"),
    }
)
