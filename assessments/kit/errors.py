"""The one family of refusals: a stable code, a status, a sentence of fact and a sentence of help.

Views need no `try`: the API turns a `Problem` into RFC 9457 JSON, pages into a page or a line beside the field.
What one may not see is 404; visible but not one's to do 403; wrong moment 409; wrong words 422; too fast 429.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `pointer` is a JSON Pointer (RFC 6901) into the body."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """An error for the caller (RFC 9457). Subclasses define the sentences; instances carry the facts that fill them."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "problem"
    title: ClassVar[str] = gettext_noop("This could not be done.")
    help: ClassVar[str] = ""
    help_page: ClassVar[str] = ""
    """The URL name of a page that helps, if there is one; shown as a button labelled `help_page_label`."""
    help_page_label: ClassVar[str] = ""

    def __init__(self, detail: str = "", *, errors: Iterable[FieldError] = (), **facts: object) -> None:
        self.detail = detail
        self.errors = list(errors)
        self.facts = facts
        super().__init__(detail or self.title)

    def sentence(self) -> str:
        """What happened and what to do, in the reader's language."""
        fact = self.detail or _(self.title) % self.facts
        help_ = _(self.help) % self.facts if self.help else ""
        return f"{fact} {help_}".strip()

    def help_page_text(self) -> str:
        return _(self.help_page_label)

    def as_json(self) -> dict[str, object]:
        body: dict[str, object] = {
            "type": f"urn:zenobia:problem:{self.code}",
            "title": _(self.title) % self.facts,
            "status": self.status,
            "detail": self.sentence(),
            "code": self.code,
        }
        if self.errors:
            body["errors"] = [{"pointer": one.pointer, "code": one.code, "detail": one.detail} for one in self.errors]
        return body


class BadRequest(Problem):
    status = 400
    code = "bad_request"
    title = gettext_noop("The request could not be read.")
    help = gettext_noop("Correct it and send it again.")


class UnknownFilter(BadRequest):
    code = "unknown_filter"
    title = gettext_noop("There is no filter or parameter called '%(name)s' here.")
    help = gettext_noop("Known here: %(known)s.")


class UnknownHost(BadRequest):
    code = "unknown_host"
    title = gettext_noop("This server does not answer under the name in the request's 'Host' header.")
    help = gettext_noop("Use the address that you were given; its administrator lists the names in ALLOWED_HOSTS.")


class NotSignedIn(Problem):
    status = 401
    code = "not_signed_in"
    title = gettext_noop("You are not signed in.")
    help = gettext_noop("Sign in, or send a device token as 'Authorization: Bearer …'.")


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = gettext_noop("This is not yours to do.")
    help = gettext_noop("Ask an administrator which role it needs.")


class FieldMasked(Forbidden):
    code = "field_masked"
    title = gettext_noop("You see this field masked, so you cannot write it.")
    help = gettext_noop("Leave the field out, or ask a member of the site's team.")


class NotFound(Problem):
    status = 404
    code = "not_found"
    title = gettext_noop("There is nothing here, or nothing that you may see.")
    help = gettext_noop("Check the address, or sign in with an account that may see it.")


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = gettext_noop("This does not fit the present state.")
    help = gettext_noop("Load it again and look at what changed.")


class IdTaken(Conflict):
    code = "id_taken"
    title = gettext_noop("This id already stands for other content.")
    help = gettext_noop("Send changes as an update, or make a new id for a new thing.")


def refused_by_database(failure: Exception) -> Conflict:
    """What an `IntegrityError` means: a constraint's name is a sentence, and that is what the person reads."""
    diagnosis = getattr(failure.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or "a rule of the database"
    if name.endswith("_pkey"):
        return IdTaken()
    return Conflict(_("The database refused it: %(rule)s.") % {"rule": name.replace("_", " ")})


class WrongState(Conflict):
    code = "wrong_state"
    title = gettext_noop("It is '%(state)s' now, so '%(move)s' is not possible.")
    help = gettext_noop("Possible from: %(possible)s.")


class SomebodyWasFaster(Conflict):
    code = "somebody_was_faster"
    title = gettext_noop("Somebody else changed this while you were looking at it.")
    help = gettext_noop("Load it again; your words are kept where you typed them.")


class Stale(Problem):
    status = 412
    code = "stale"
    title = gettext_noop("It has changed since you read it: you have version %(yours)s, it is now %(now)s.")
    help = gettext_noop("Read it again and repeat your change on the newer version.")


class VersionNeeded(Problem):
    status = 428
    code = "version_needed"
    title = gettext_noop("A change must say which version it was made on.")
    help = gettext_noop("Send the ETag that you read in the header 'If-Match'.")


class LengthNeeded(Problem):
    status = 411
    code = "length_needed"
    title = gettext_noop("The upload does not say how long it is.")
    help = gettext_noop("Send the header 'Content-Length'.")


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = gettext_noop("This is larger than this server accepts (%(limit)s).")
    help = gettext_noop("GET /api/v1/limits names every limit; send it in smaller pieces.")


class Unsupported(Problem):
    status = 415
    code = "unsupported_media_type"
    title = gettext_noop("This kind of content is not accepted here.")
    help = gettext_noop("GET /api/v1/limits names the accepted types.")


class Invalid(Problem):
    status = 422
    code = "invalid"
    title = gettext_noop("Something in it is not right.")
    help = ""  # what to do is said with each field


class TooFast(Problem):
    status = 429
    code = "too_fast"
    title = gettext_noop("Too many attempts in a short time.")
    help = gettext_noop("Wait %(seconds)s seconds, then try again.")


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = gettext_noop("A part of the server does not answer: %(part)s.")
    help = gettext_noop("Nothing was lost; try again in a minute.")


class StorageFull(Problem):
    status = 507
    code = "storage_full"
    title = gettext_noop("The server's disk is nearly full, so no photograph can be taken in.")
    help = gettext_noop("Keep your copy; tell the administrator, and send it again later.")


class KeyTaken(Conflict):
    code = "key_taken"
    title = gettext_noop("This Idempotency-Key already stands for another request.")
    help = gettext_noop("Use a new key for a new request.")


class MethodNotAllowed(Problem):
    status = 405
    code = "method_not_allowed"
    title = gettext_noop("This address does not take this method.")
    help = gettext_noop("The header 'Allow' and the documentation name those it takes.")


class NotAcceptable(Problem):
    status = 406
    code = "not_acceptable"
    title = gettext_noop("This address cannot answer in the form asked for.")
    help = gettext_noop("Ask for 'application/json', or leave the header 'Accept' out.")


class ServerFailed(Problem):
    status = 500
    code = "failure"
    title = gettext_noop("Something broke on our side, and it was written to the log.")
    help = gettext_noop(
        "What was saved before stands. Try again; if it stays, tell the administrator the time and what you did."
    )


def invalid_field(pointer: str, code: str, detail: str) -> Invalid:
    """A 422 about one field."""
    return Invalid(detail, errors=[FieldError(pointer, code, detail)])
