"""Errors raised by imports and exports."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import Conflict, Invalid


class FileUnreadable(Invalid):
    code = "file_unreadable"
    title = gettext_noop("The file cannot be imported, and nothing was changed.")
    help = gettext_noop("Mend the file and import it again.")


class BackupUnusable(Invalid):
    code = "backup_unusable"
    title = gettext_noop("This backup cannot be used: %(reason)s.")
    help = gettext_noop("Nothing was changed.")


class NotEmpty(Conflict):
    code = "not_empty"
    title = gettext_noop("%(folder)s is not empty.")
    help = gettext_noop("Back up into an empty folder or an earlier backup; restore into an installation without data.")


class RowsUnreadable(Invalid):
    code = "rows_unreadable"
    title = gettext_noop("%(n)s rows of the file cannot be read, so nothing was changed.")
    help = gettext_noop("Mend the file and import it again.")
