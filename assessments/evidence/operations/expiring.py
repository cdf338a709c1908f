"""Uploads that were begun and left."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from django.conf import settings

from assessments.kit.store import store

DAY_S = 86_400


def expires_at(last_byte: float) -> datetime:
    """When an upload whose last byte came at that moment (seconds since the epoch) is let go."""
    return datetime.fromtimestamp(last_byte + settings.UPLOAD_DAYS * DAY_S, UTC)


def clear_uploads() -> int:
    """Remove unfinished uploads past their day; their registrations stay and may be sent anew. Returns how many."""
    gone = 0
    for file, last_byte in store().unfinished():
        if last_byte < time.time() - settings.UPLOAD_DAYS * DAY_S:
            file.unlink(missing_ok=True)
            gone += 1
    return gone
