"""Request bodies of imports and exports."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec


class BundleIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The subject of an evidence bundle: exactly one of report, monument and plan. Or what is wanted as PDF, in which
    language: the dossier of a plan, or the annex of a site's state-of-conservation report."""

    id: UUID
    report: UUID | None = None
    monument: UUID | None = None
    plan: UUID | None = None
    dossier: UUID | None = None
    conservation: UUID | None = None
    language: Annotated[str, msgspec.Meta(pattern="^(en|fr|ar)$")] = "en"
