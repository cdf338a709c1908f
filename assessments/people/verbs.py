"""Texts of the history verbs of `people`."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import describe_verb

describe_verb(
    {
        "people.device.added": gettext_noop("added a device"),
        "people.device.revoked": gettext_noop("revoked a device"),
        "people.sign_in.lifted": gettext_noop("let a person try to sign in again"),
        "people.person.digits_chosen": gettext_noop("chose the digits of numbers"),
        "people.person.reminders_chosen": gettext_noop("switched reminders by e-mail on or off"),
        "people.person.invited": gettext_noop("invited a person"),
        "people.person.protected": gettext_noop("protected a person's name"),
        "people.person.revealed": gettext_noop("had a protected name revealed"),
    }
)
