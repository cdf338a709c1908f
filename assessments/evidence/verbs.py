"""Display texts of the history verbs of evidence."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import describe_verb

describe_verb(
    {
        "evidence.photo.placed": gettext_noop("put the photograph on another monument"),
        "evidence.photo.registered": gettext_noop("registered a photograph"),
        "evidence.photo.received": gettext_noop("sent a photograph"),
        "evidence.photo.ready": gettext_noop("read a photograph"),
        "evidence.photo.rejected": gettext_noop("could not read a photograph"),
        "evidence.photo.set_aside": gettext_noop("set a photograph aside"),
        "evidence.photo.described": gettext_noop("described a photograph"),
        "evidence.photo.turned": gettext_noop("turned a photograph"),
        "evidence.photo.not_turned": gettext_noop("could not turn a photograph"),
        "evidence.photo.held": gettext_noop("put a hold on a photograph"),
        "evidence.photo.let_go": gettext_noop("let go of a photograph"),
        "evidence.photo.tried_again": gettext_noop("had a photograph read again"),
        "evidence.photo.covered": gettext_noop("covered parts of a photograph"),
        "evidence.photo.audience_decided": gettext_noop("decided who may see a photograph"),
        "evidence.photo.withdrawn": gettext_noop("withdrew a photograph"),
        "evidence.photo.restored": gettext_noop("restored a photograph"),
        "evidence.photo.erasure_asked": gettext_noop("asked that a photograph be erased"),
        "evidence.photo.erasure_dropped": gettext_noop("no longer asked that a photograph be erased"),
        "evidence.photo.erased": gettext_noop("erased a photograph"),
        "evidence.photo.found_changed": gettext_noop("found the stored bytes of a photograph changed"),
        "evidence.photo.found_missing": gettext_noop("found the stored file of a photograph missing"),
        "evidence.photo.found_sound": gettext_noop("found the stored file of a photograph sound again"),
        "evidence.document.registered": gettext_noop("registered a document"),
        "evidence.document.received": gettext_noop("sent a document"),
        "evidence.document.described": gettext_noop("described a document"),
        "evidence.document.withdrawn": gettext_noop("withdrew a document"),
        "evidence.document.restored": gettext_noop("restored a document"),
        "evidence.document.erasure_asked": gettext_noop("asked that a document be erased"),
        "evidence.document.erasure_dropped": gettext_noop("no longer asked that a document be erased"),
        "evidence.document.erased": gettext_noop("erased a document"),
        "evidence.document.found_changed": gettext_noop("found the stored bytes of a document changed"),
        "evidence.document.found_missing": gettext_noop("found the stored file of a document missing"),
        "evidence.document.found_sound": gettext_noop("found the stored file of a document sound again"),
        "evidence.georeference.made": gettext_noop("laid a picture on the map"),
        "evidence.georeference.changed": gettext_noop("moved a picture on the map"),
        "evidence.annotation.drawn": gettext_noop("drew a mark on a photograph"),
        "evidence.annotation.changed": gettext_noop("changed a mark on a photograph"),
        "evidence.annotation.turned": gettext_noop("turned a mark with its photograph"),
        "evidence.annotation.removed": gettext_noop("removed a mark from a photograph"),
        "evidence.pair.chosen": gettext_noop("paired two photographs"),
        "evidence.pair.removed": gettext_noop("took a pair of photographs apart"),
    }
)
