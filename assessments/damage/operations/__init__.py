"""Verbs that change reports, filed by who does them."""

from assessments.damage.operations.condition import rebuild_condition
from assessments.damage.operations.drafts import (
    change_report,
    create_report,
    create_reports,
    delete_draft,
    tie_photographs,
)
from assessments.damage.operations.review import adjudicate, require_judge, retract, return_, verify
from assessments.damage.operations.submission import submit, withdraw

__all__ = [
    "adjudicate",
    "change_report",
    "create_report",
    "create_reports",
    "delete_draft",
    "rebuild_condition",
    "require_judge",
    "retract",
    "return_",
    "submit",
    "tie_photographs",
    "verify",
    "withdraw",
]
