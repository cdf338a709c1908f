"""Reads of damage with a purpose, scoped by policy."""

from assessments.damage.queries.documents import ReportOut, document_of, shown, shown_to, with_lists
from assessments.damage.queries.lists import (
    last_verified,
    photographs_of,
    report,
    reports,
    reports_awaiting,
    reports_of,
    returned_to,
    review_notes,
    revisions_of,
)
from assessments.damage.queries.state import (
    DamageState,
    Summary,
    damage_state,
    part_states,
    states_known,
    states_today,
    summary,
    timeline,
)

__all__ = [
    "DamageState",
    "ReportOut",
    "Summary",
    "damage_state",
    "document_of",
    "last_verified",
    "part_states",
    "photographs_of",
    "report",
    "reports",
    "reports_awaiting",
    "reports_of",
    "returned_to",
    "review_notes",
    "revisions_of",
    "shown",
    "shown_to",
    "states_known",
    "states_today",
    "summary",
    "timeline",
    "with_lists",
]
