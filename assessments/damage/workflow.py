"""The states of a damage report, as a table."""

from assessments.kit.workflow import Workflow

REPORT = Workflow(
    "status",
    "draft",
    [
        ("draft | returned", "submit", "submitted"),
        ("submitted", "return", "returned"),
        ("submitted", "verify", "verified"),
        ("submitted | returned", "withdraw", "withdrawn"),
        ("verified", "adjudicate", "verified"),
        ("verified", "supersede", "superseded"),
        ("verified | superseded", "retract", "retracted"),
    ],
)

WRITABLE = ("draft", "returned")
