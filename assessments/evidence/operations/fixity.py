"""Fixity check: at every run a batch of the stored originals is hashed again; changed or missing ones are
recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from assessments.evidence import custody
from assessments.evidence.models import Document, Photo, ReceivedFile
from assessments.evidence.operations.history import log_event
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.checksums import sha256_of_file
from assessments.kit.store import store

CHECK_INTERVAL = timedelta(days=30)
"""Within this time every original is hashed once."""


CHECK_BATCH = 200
"""Files of each kind checked per run: with a run every half hour, 288,000 originals within the interval."""


@dataclass
class FixityResult:
    """Number of files checked, and those changed or missing as (kind, id, state)."""

    checked: int = 0
    troubles: list[tuple[str, str, str]] = field(default_factory=list)


def check_files(*, by: Actor, most: int | None = None, every: bool = False) -> FixityResult:
    """Hash the originals that are due, those never or longest ago checked first; `every` checks all. Changes of state
    are recorded in custody.
    """
    found = FixityResult()
    for model in (Photo, Document):
        rows = model._default_manager.filter(erased_at__isnull=True).exclude(state="registered")
        if not every:
            before = clock.recorded_now() - CHECK_INTERVAL
            rows = rows.exclude(bytes_checked_at__gt=before)
        rows = rows.order_by(F("bytes_checked_at").asc(nulls_first=True), "id")
        for item in rows[:most] if most else rows.iterator(chunk_size=500):
            state = _state_of(item)
            found.checked += 1
            if state != "sound":
                found.troubles.append((item.kind, str(item.id), state))
            _record_state(item, state, by=by)
    return found


def _state_of(item: ReceivedFile) -> str:
    try:
        with store().open(item.sha256) as file:
            return "sound" if sha256_of_file(file) == item.sha256 else "changed"
    except FileNotFoundError:
        return "missing"


def _record_state(item: ReceivedFile, state: str, *, by: Actor) -> None:
    before = item.bytes_state
    with transaction.atomic():
        rows = type(item)._default_manager.filter(pk=item.pk, erased_at__isnull=True)
        if not rows.update(bytes_checked_at=clock.recorded_now(), bytes_state=state):
            return  # it was erased during the check
        if state != before:
            custody.append(item, f"found_{state}", by=by)
            log_event(item, f"found_{state}", {}, by=by)
