"""How the history verbs of evidence read."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import says

says(
    {
        "evidence.photo.placed": gettext_noop("put the photograph on another monument"),
        "evidence.photo.registered": gettext_noop("registered a photograph"),
        "evidence.photo.received": gettext_noop("sent a photograph"),
        "evidence.photo.ready": gettext_noop("read a photograph"),
        "evidence.photo.rejected": gettext_noop("could not read a photograph"),
        "evidence.photo.set_aside": gettext_noop("set a photograph aside"),
        "evidence.photo.described": gettext_noop("described a photograph"),
        "evidence.photo.held": gettext_noop("put a hold on a photograph"),
    }
)
