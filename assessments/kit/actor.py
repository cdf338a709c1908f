"""Who acts: one frozen value passed to every operation as `by`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Via(StrEnum):
    """The channel through which something was done."""

    WEB = "web"
    API = "api"
    SYNC = "sync"
    ADMIN = "admin"
    COMMAND = "command"
    WORKER = "worker"


@dataclass(frozen=True)
class Actor:
    """One person on one channel, or a named part of the system.

    `code` is the random person code that enters seals in place of a name; system actors carry their own name.
    """

    user_id: UUID | None
    via: Via
    code: str
    device_id: UUID | None = None
    second_factor_at: datetime | None = None
    """When this person last gave a second factor in this session."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Cache for one request: what higher layers computed about this actor, such as its roles."""

    @property
    def is_system(self) -> bool:
        return self.user_id is None and self.code != "outsider"


def system(name: str, via: Via = Via.WORKER) -> Actor:
    """A named part of the program, such as `system("photo-worker")`."""
    return Actor(user_id=None, via=via, code=f"system:{name}")


OUTSIDER = Actor(user_id=None, via=Via.WEB, code="outsider")
"""Somebody who has not signed in; may see only what the public may."""
