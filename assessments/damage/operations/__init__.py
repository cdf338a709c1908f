"""Verbs that change reports, filed by who does them."""

from assessments.damage.operations.condition import (
    change_incident,
    propose_incident,
    rebuild_all_conditions,
    rebuild_condition,
)
from assessments.damage.operations.drafts import (
    begin_report,
    change_report,
    create_report,
    create_reports,
    delete_draft,
    require_writable,
    tie_photographs,
)
from assessments.damage.operations.marking import tie_mark
from assessments.damage.operations.moving import may_move, merge_monuments, move_report, split_monument
from assessments.damage.operations.review import adjudicate, claim, comment, require_judge, retract, return_, verify
from assessments.damage.operations.submission import submit, withdraw

__all__ = [
    "adjudicate",
    "begin_report",
    "change_incident",
    "change_report",
    "claim",
    "comment",
    "create_report",
    "create_reports",
    "delete_draft",
    "may_move",
    "merge_monuments",
    "move_report",
    "propose_incident",
    "rebuild_all_conditions",
    "rebuild_condition",
    "require_judge",
    "require_writable",
    "retract",
    "return_",
    "split_monument",
    "submit",
    "tie_mark",
    "tie_photographs",
    "verify",
    "withdraw",
]
