"""Texts of the history verbs of `register`."""

from django.utils.translation import gettext_noop

from assessments.audit.verbs import describe_verb

describe_verb(
    {
        "register.site.created": gettext_noop("put the site on the register"),
        "register.site.changed": gettext_noop("changed the site's entry"),
        "register.site.imported": gettext_noop("imported the site"),
        "register.monument.created": gettext_noop("put the monument on the register"),
        "register.monument.changed": gettext_noop("changed the monument's entry"),
        "register.monument.imported": gettext_noop("imported the monument"),
        "register.monument.split": gettext_noop("split another monument off it"),
        "register.monument.accepted": gettext_noop("accepted the proposed monument"),
        "register.monument.merged": gettext_noop("merged it into another monument"),
        "register.monument.took_in": gettext_noop("merged another entry into this one"),
        "register.part.created": gettext_noop("added a part"),
        "register.part.changed": gettext_noop("changed a part"),
        "register.location.recorded": gettext_noop("recorded where it was"),
        "register.visit.created": gettext_noop("recorded a visit"),
        "register.visit.changed": gettext_noop("changed a visit"),
        "register.incident.recorded": gettext_noop("recorded an incident"),
        "register.incident.changed": gettext_noop("changed an incident"),
        "register.hazard_zone.recorded": gettext_noop("recorded a hazard zone"),
        "register.hazard_zone.changed": gettext_noop("changed a hazard zone"),
        "register.ground.closed": gettext_noop("closed ground because of a suspicious object"),
        "register.clearance.entered": gettext_noop("entered a clearance"),
        "register.hazard_regime.stated": gettext_noop("stated whether explosive hazards may be present"),
        "register.clearance.changed": gettext_noop("changed a clearance"),
        "register.clearance.withdrawn": gettext_noop("withdrew a clearance"),
        "register.entry_permit.recorded": gettext_noop("recorded leave to enter unknown ground under escort"),
        "register.entry_permit.withdrawn": gettext_noop("withdrew leave to enter unknown ground"),
        "register.clearance.confirmed": gettext_noop("confirmed a clearance as second officer"),
        "register.access.changed": gettext_noop("recorded a change of access"),
        "register.authority.recorded": gettext_noop("recorded an authority"),
        "register.authority.changed": gettext_noop("changed an authority"),
        "register.statement.recorded": gettext_noop("recorded a statement"),
        "register.statement.changed": gettext_noop("changed a statement"),
        "register.file.received": gettext_noop("received a document"),
        "register.person.protected": gettext_noop("protected a person's name"),
        "register.person.unprotected": gettext_noop("ended the protection of a person's name"),
        "register.person.revealed": gettext_noop("read the name of a protected person"),
        "register.role.granted": gettext_noop("granted a role"),
        "register.role.confirmed": gettext_noop("confirmed a role"),
        "register.role.ended": gettext_noop("ended a role"),
        "register.role.appointed": gettext_noop("appointed on the command line"),
    }
)
