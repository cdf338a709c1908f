"""The look at the store, day and night: a share of the originals is hashed anew; what changed or is missing is
named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from assessments.evidence import custody
from assessments.evidence.models import Document, Photo, Received
from assessments.evidence.operations.telling import tell
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.checksums import sha256_of_file
from assessments.kit.store import store

ROUND = timedelta(days=30)
"""Within this time every original is hashed once."""


SHARE = 200
"""How many of each kind one look takes: with a look every half hour, 288,000 originals within the round."""


@dataclass
class Found:
    """How many were looked at, and which are not what they were: (kind, id, state)."""

    checked: int = 0
    troubles: list[tuple[str, str, str]] = field(default_factory=list)


def check_files(*, by: Actor, most: int | None = None, every: bool = False) -> Found:
    """Hash those whose turn it is: never looked at, or longest ago; `every` takes all. Writes what it finds into
    custody.
    """
    found = Found()
    for model in (Photo, Document):
        rows = model._default_manager.filter(erased_at__isnull=True).exclude(state="registered")
        if not every:
            before = clock.recorded_now() - ROUND
            rows = rows.exclude(bytes_checked_at__gt=before)
        rows = rows.order_by(F("bytes_checked_at").asc(nulls_first=True), "id")
        for item in rows[:most] if most else rows.iterator(chunk_size=500):
            state = _look_at(item)
            found.checked += 1
            if state != "sound":
                found.troubles.append((item.kind, str(item.id), state))
            _write_down(item, state, by=by)
    return found


def _look_at(item: Received) -> str:
    try:
        with store().open(item.sha256) as file:
            return "sound" if sha256_of_file(file) == item.sha256 else "changed"
    except FileNotFoundError:
        return "missing"


def _write_down(item: Received, state: str, *, by: Actor) -> None:
    before = item.bytes_state
    with transaction.atomic():
        rows = type(item)._default_manager.filter(pk=item.pk, erased_at__isnull=True)
        if not rows.update(bytes_checked_at=clock.recorded_now(), bytes_state=state):
            return  # it was erased while we looked
        if state != before:
            custody.append(item, f"found_{state}", by=by)
            tell(item, f"found_{state}", {}, by=by)
