"""Operations that change reports, grouped by who performs them."""

from assessments.damage.operations.annotations import link_annotation
from assessments.damage.operations.condition import (
    change_incident,
    propose_incident,
    rebuild_all_conditions,
    rebuild_condition,
)
from assessments.damage.operations.correcting import begin_correction, revise
from assessments.damage.operations.drafts import (
    Change,
    attach_photographs,
    begin_report,
    change_report,
    change_reports,
    create_report,
    create_reports,
    delete_draft,
    require_writable,
)
from assessments.damage.operations.erasing import erase_from_submission
from assessments.damage.operations.moving import may_move, merge_monuments, move_report, split_monument
from assessments.damage.operations.review import adjudicate, claim, comment, require_reviewer, retract, return_, verify
from assessments.damage.operations.submission import Submission, submit, submit_reports, withdraw

__all__ = [
    "Change",
    "Submission",
    "adjudicate",
    "attach_photographs",
    "begin_correction",
    "begin_report",
    "change_incident",
    "change_report",
    "change_reports",
    "claim",
    "comment",
    "create_report",
    "create_reports",
    "delete_draft",
    "erase_from_submission",
    "link_annotation",
    "may_move",
    "merge_monuments",
    "move_report",
    "propose_incident",
    "rebuild_all_conditions",
    "rebuild_condition",
    "require_reviewer",
    "require_writable",
    "retract",
    "return_",
    "revise",
    "split_monument",
    "submit",
    "submit_reports",
    "verify",
    "withdraw",
]
