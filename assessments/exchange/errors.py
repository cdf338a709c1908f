"""Errors raised by imports and exports."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import Invalid


class FileUnreadable(Invalid):
    code = "file_unreadable"
    title = gettext_noop("The file cannot be imported, and nothing was changed.")
    help = gettext_noop("Mend the file and import it again.")


class RowsUnreadable(Invalid):
    code = "rows_unreadable"
    title = gettext_noop("%(n)s rows of the file cannot be read, so nothing was changed.")
    help = gettext_noop("Mend the file and import it again.")
