"""The cursor of the feed. Clients keep it as it is; what it holds may change with any version of the server."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

import msgspec

from assessments.sync.errors import CursorUnreadable

FOLLOWING, REMOVING, SENDING = 0, 1, 2
"""Stages: following the ledger; removing what is out of sight; sending what has come into sight, or all of it."""


class Cursor(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """Where a client stands: in which life of the database, for whom and with which filters, with which sight, and at
    which position of the ledger. During a stage before following, the kind and the id that were reached.
    """

    epoch: UUID
    asked: str
    """A digest of person and filters."""
    scope: str
    """The key of what the client may see at the end of this stage (`queries.scope`)."""
    position: int
    stage: int = FOLLOWING
    held: tuple[str, ...] = ()
    """The keys of the scopes of which the client may hold something; none for a client that starts from nothing."""
    is_whole: bool = False
    """Whether the client started from nothing and has not yet got everything once."""
    kind: int = 0
    after: UUID | None = None

    def text(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def read(text: str) -> Cursor:
    """Raises `CursorUnreadable` for what was never a cursor."""
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        raise CursorUnreadable from None
    if not (0 <= found.position < 1 << 63 and 0 <= found.stage <= SENDING and 0 <= found.kind < 1000):
        raise CursorUnreadable
    return found
