"""Errors raised by evidence."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import BadRequest, Conflict, Forbidden, Invalid, Problem, Unavailable


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
    help = gettext_noop("What arrived is kept. Ask with HEAD where to go on, or send it again.")


class AlreadyArriving(Conflict):
    code = "already_arriving"
    title = gettext_noop("The same photograph is being uploaded through another connection.")
    help = gettext_noop("Wait until that one ends, then look at its state.")


class EmptyFile(Invalid):
    code = "empty_file"
    title = gettext_noop("The file '%(name)s' is empty.")
    help = gettext_noop("Choose it again from the camera or the card.")


class WrongOffset(Conflict):
    code = "wrong_offset"
    title = gettext_noop("The upload stands at byte %(offset)s, not where you went on.")
    help = gettext_noop("Ask with HEAD where it stands and go on from there.")


class PieceDamaged(Problem):
    status = 460
    code = "piece_damaged"
    title = gettext_noop("The piece arrived other than its checksum says; it was thrown away.")
    help = gettext_noop("Send the same piece again.")


class UploadGone(Problem):
    status = 410
    code = "upload_gone"
    title = gettext_noop("This upload was ended or already completed.")
    help = gettext_noop("Look at the state of its photograph or document.")


class OtherProtocol(Problem):
    status = 412
    code = "other_protocol"
    title = gettext_noop("Uploads here speak tus 1.0.0, and the request names another version.")
    help = gettext_noop("Send 'Tus-Resumable: 1.0.0', or the whole file with PUT.")


class IsHeld(Conflict):
    code = "is_held"
    title = gettext_noop("A verified report rests on this photograph, so it cannot be withdrawn.")
    help = gettext_noop("Retract the report first. Where it endangers somebody, two verifiers can erase it.")


class NotAsked(Conflict):
    code = "erasure_not_asked"
    title = gettext_noop("Nobody has asked for this to be erased.")
    help = gettext_noop("One person asks and says why, another one erases.")


class AskedByYou(Forbidden):
    code = "asked_by_you"
    title = gettext_noop("Erasing takes two people, and you are the one who asked.")
    help = gettext_noop("Ask somebody else of this site who may.")


class OpensGround(Conflict):
    code = "certificate_opens_ground"
    title = gettext_noop("Ground is open on the strength of this certificate, so it stays.")
    help = gettext_noop("If the certificate is wrong, close that ground first. Then it can be withdrawn or erased.")


class OriginalKept(Forbidden):
    code = "original_kept"
    title = gettext_noop(
        "The original stays with the site's team: its place is sensitive, or parts of it were covered."
    )
    help = gettext_noop("Look at the smaller picture, or ask a verifier of the site.")


class OriginalMissing(Unavailable):
    code = "original_missing"
    title = gettext_noop("The stored file of this photograph or document cannot be found.")
    help = gettext_noop("Tell an administrator; its registration, digest and custody are on file.")


class BeingTurned(Conflict):
    code = "being_turned"
    title = gettext_noop("The picture is being turned.")
    help = gettext_noop("Wait a moment, look at it again, and draw on it as it lies then.")


class NothingToTurn(Conflict):
    code = "nothing_to_turn"
    title = gettext_noop("There is no picture of this file to turn.")
    help = gettext_noop("Wait until it is read; a file that cannot be read is not shown.")


class NotYours(Forbidden):
    code = "not_yours"
    title = gettext_noop("Only who drew this mark, or a verifier of the site, changes it.")
    help = gettext_noop("Draw a mark of your own beside it.")


class PairedAlready(Conflict):
    code = "paired_already"
    title = gettext_noop("These two photographs are a pair already.")
    help = gettext_noop("Open the pair that is there.")
