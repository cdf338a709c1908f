"""Errors raised by sync."""

from typing import ClassVar

from django.utils.translation import gettext_noop

from assessments.kit.errors import BadRequest, Forbidden, Invalid, Problem


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


class OperationReused(Invalid):
    code = "operation_reused"
    title = gettext_noop("This operation id was used before with other content.")
    help = gettext_noop("Every operation needs an id of its own.")
