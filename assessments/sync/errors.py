"""Errors raised by sync."""

from typing import ClassVar

from django.utils.translation import gettext_noop

from assessments.kit.errors import BadRequest, Conflict, Forbidden, Invalid, Problem


class CursorExpired(Problem):
    status: ClassVar[int] = 410
    code = "cursor_expired"
    title = gettext_noop("This cursor is from before the server was restored.")
    help = gettext_noop("Start again without a cursor; what you have stays yours until you replaced it.")


class CursorUnreadable(BadRequest):
    code = "cursor_unreadable"
    title = gettext_noop("This cursor is not one of ours.")
    help = gettext_noop("Start again without it.")


class CursorOfAnother(BadRequest):
    code = "cursor_of_another"
    title = gettext_noop("This cursor was made for somebody else, or with other filters.")
    help = gettext_noop("Repeat the filters that it was made with, or start again without it.")


class KindNotPushable(Forbidden):
    code = "kind_not_pushable"
    title = gettext_noop("'%(kind)s' is not taken in by push.")
    help = gettext_noop("Use its own address, or the browser.")


class ActionNotKnown(Invalid):
    code = "unknown_action"
    title = gettext_noop("There is no action '%(action)s' on '%(kind)s'.")
    help = gettext_noop("Known here: %(known)s.")


class TooManyHeld(Conflict):
    code = "too_many_held"
    title = gettext_noop("Too many operations of this device wait for things that have not arrived (%(limit)s).")
    help = gettext_noop("Send what they wait for first; your copy is kept.")


class DeletedMeanwhile(Conflict):
    code = "deleted_meanwhile"
    title = gettext_noop("What this changes was deleted meanwhile.")
    help = gettext_noop("Your change is kept; an administrator can read it. Begin anew if it is still needed.")


class NothingDecided(Invalid):
    code = "nothing_decided"
    title = gettext_noop("No decision names a field of this conflict that is still open.")
    help = gettext_noop("Open: %(fields)s.")


class ResolvedAlready(Conflict):
    code = "resolved_already"
    title = gettext_noop("This conflict has been resolved already.")
    help = gettext_noop("Change the thing itself if it should say something else.")


class OperationReused(Invalid):
    code = "operation_reused"
    title = gettext_noop("This operation id was used before with other content.")
    help = gettext_noop("Every operation needs an id of its own.")
