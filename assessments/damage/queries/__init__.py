"""Reads of damage with a purpose, scoped by policy."""

from assessments.damage.queries.documents import ReportOut, document_of, shown, shown_to
from assessments.damage.queries.lists import (
    last_verified,
    photographs_of,
    report,
    reports,
    reports_awaiting,
    reports_of,
    returned_to,
    revisions_of,
    review_notes,
)
from assessments.damage.queries.state import DamageState, Summary, damage_state, summary, timeline

__all__ = [
    "DamageState",
    "ReportOut",
    "Summary",
    "damage_state",
    "document_of",
    "last_verified",
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
    "summary",
    "timeline",
]
