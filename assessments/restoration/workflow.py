"""The states of a plan, as far as the national authority, as a table."""

from assessments.kit.workflow import Workflow

PLAN = Workflow(
    "status",
    "draft",
    [
        ("draft | revision_requested", "submit", "internal_review"),
        ("internal_review", "send_back", "draft"),
        ("internal_review", "pass", "national_review"),
        ("national_review", "request_revision", "revision_requested"),
        ("national_review", "endorse", "nationally_endorsed"),
        ("national_review", "reject", "rejected"),
        (
            "draft | internal_review | national_review | revision_requested | nationally_endorsed",
            "withdraw",
            "withdrawn",
        ),
    ],
)

WRITABLE = ("draft", "revision_requested")
