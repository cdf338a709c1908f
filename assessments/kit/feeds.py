"""What the feed of field clients needs to know of one kind of resource; each package declares its own kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from assessments.kit.actor import Actor

Told = tuple[UUID, int, Any]
"""Id, version, document."""


def _nowhere(_row: Any) -> UUID | None:
    return None


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind.

    `rows`: what an actor may see, with everything that `tell` reads. `tell`: the documents of some of these rows, in
    their order. `site_path` leads to the id of the site. `has_age`: whether a client may leave out what did not change
    for long; never so for ground and register. `merged_into`: the id of what a row has become part of. `tell_by_id`:
    the documents as PostgreSQL writes them, of rows that the actor may see, for kinds that there may be many of.
    """

    kind: str
    rows: Callable[[Actor], QuerySet[Any]]
    tell: Callable[[Actor, Sequence[Any]], list[Any]]
    site_path: str = "site_id"
    has_age: bool = False
    merged_into: Callable[[Any], UUID | None] = _nowhere
    tell_by_id: Callable[[Actor, Sequence[UUID]], Mapping[UUID, Told]] | None = None
