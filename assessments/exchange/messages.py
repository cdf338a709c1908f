"""Request bodies of imports and exports."""

from __future__ import annotations

from uuid import UUID

import msgspec


class BundleIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The subject of an evidence bundle: exactly one of report, monument and plan."""

    id: UUID
    report: UUID | None = None
    monument: UUID | None = None
    plan: UUID | None = None
