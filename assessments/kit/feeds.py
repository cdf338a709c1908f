"""What the feed of field clients needs to know of one kind of resource; each package declares its own kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from assessments.kit.actor import Actor

Told = tuple[UUID, int, Any]
"""Id, version, document."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by id: of some sites (None: all), changed since a moment (None: ever), after an id."""

    sites: Sequence[UUID] | None
    changed_since: datetime | None
    after: UUID | None
    limit: int


def _nowhere(_row: Any) -> UUID | None:
    return None


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind.

    `rows`: what an actor may see, with everything that `tell` reads. `tell`: the documents of some of these rows, in
    their order. `site_path` leads to the id of the site. `has_age`: whether a client may leave out what did not change
    for long; never so for ground and register. `merged_into`: the id of what a row has become part of. `by_id` and
    `by_page` give the documents that the actor may see as PostgreSQL writes them, for kinds that there may be many of.
    """

    kind: str
    rows: Callable[[Actor], QuerySet[Any]]
    tell: Callable[[Actor, Sequence[Any]], list[Any]]
    site_path: str = "site_id"
    has_age: bool = False
    merged_into: Callable[[Any], UUID | None] = _nowhere
    by_id: Callable[[Actor, Sequence[UUID]], Sequence[Told]] | None = None
    by_page: Callable[[Actor, Page], Sequence[Told]] | None = None
