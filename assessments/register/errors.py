"""Errors of the register."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import Conflict, Forbidden


class NotAMember(Forbidden):
    code = "role_needed"
    title = gettext_noop("Your roles on this site do not let you %(what)s.")
    help = gettext_noop("An administrator of the site can give you the role.")


class SecondOfficerNeeded(Conflict):
    code = "second_officer_needed"
    title = gettext_noop("Ground is opened by two safety officers, and you entered this clearance.")
    help = gettext_noop("Ask another safety officer to read the certificate and confirm it.")


class CertificateMissing(Conflict):
    code = "certificate_missing"
    title = gettext_noop("This clearance has no certificate file, or one that was taken back, so it opens nothing.")
    help = gettext_noop("Add the certificate, then have it confirmed.")


class WithdrawnAlready(Conflict):
    code = "withdrawn_already"
    title = gettext_noop("This was withdrawn, so nothing about it can be changed.")
    help = gettext_noop("Enter a new one if it was withdrawn by mistake.")


class SecondAdministratorNeeded(Conflict):
    code = "second_administrator_needed"
    title = gettext_noop("A deciding role is granted by two administrators.")
    help = gettext_noop("Ask another administrator to confirm it.")


class NotProvisional(Conflict):
    code = "not_provisional"
    title = gettext_noop("This monument is on the list already.")
    help = gettext_noop("There is nothing to accept.")


class MergedAlready(Conflict):
    code = "merged_already"
    title = gettext_noop("This monument was merged into another.")
    help = gettext_noop("Its id answers with `merged_into`; go on there.")
