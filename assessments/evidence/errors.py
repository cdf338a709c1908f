"""The refusals of evidence."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import BadRequest, Conflict, Invalid


class ChecksumMismatch(Invalid):
    code = "checksum_mismatch"
    title = gettext_noop("The bytes that arrived are not the ones that were registered; nothing of them was kept.")
    help = gettext_noop("Send the file again. If it was changed since, register it as a new photograph.")


class LengthMismatch(Invalid):
    code = "length_mismatch"
    title = gettext_noop("The registration speaks of %(registered)s bytes, the upload of %(sent)s.")
    help = gettext_noop("Send the file as it was registered, or register it anew.")


class CutOff(BadRequest):
    code = "cut_off"
    title = gettext_noop("The upload was cut off: %(arrived)s of %(size)s bytes arrived.")
    help = gettext_noop("Nothing is lost on your side; send it again.")


class AlreadyArriving(Conflict):
    code = "already_arriving"
    title = gettext_noop("The same photograph is being uploaded through another connection.")
    help = gettext_noop("Wait until that one ends, then look at its state.")


class EmptyFile(Invalid):
    code = "empty_file"
    title = gettext_noop("The file '%(name)s' is empty.")
    help = gettext_noop("Choose it again from the camera or the card.")
