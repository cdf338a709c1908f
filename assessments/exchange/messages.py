"""The shapes of what comes in about exchanges."""

from __future__ import annotations

from uuid import UUID

import msgspec


class BundleIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What an evidence bundle is to be of: one of the three."""

    id: UUID
    report: UUID | None = None
    monument: UUID | None = None
    plan: UUID | None = None
