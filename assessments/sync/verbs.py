"""Display text of the history verbs of sync."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import describe_verb

describe_verb(
    {
        "sync.conflict.opened": gettext_noop("sent values that stand against others"),
        "sync.conflict.resolved": gettext_noop("decided a conflict"),
        "sync.operation.replayed": gettext_noop("had an operation judged again that waited"),
        "sync.operation.dismissed": gettext_noop("dismissed an operation that waited"),
    }
)
