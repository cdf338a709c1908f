"""The states of a plan as a table (`domain.md` 3.3), from the first draft to the verified works, good news and bad.

Outside bodies write letters: their moves are recorded from documents, and the World Heritage Centre keeps no gate of
completeness, it forwards (field practice A18; decision 0035).
"""

from assessments.kit.workflow import Workflow

BEFORE_PERMIT = (
    "draft | internal_review | national_review | revision_requested | nationally_endorsed | transmitted_whc"
    " | advisory_review | advice_received | committee_pending | review_concluded"
)
AUTHORISED = "nationally_endorsed | review_concluded | permit_issued | in_progress | suspended"
"""States that rest on an authorisation or a concluded review, which its body can revoke and a date can end."""

PLAN = Workflow(
    "status",
    "draft",
    [
        ("draft | revision_requested", "submit", "internal_review"),
        ("revision_requested", "resubmit", "national_review"),
        ("internal_review", "send_back", "draft"),
        ("internal_review", "pass", "national_review"),
        ("national_review | advice_received | committee_pending", "request_revision", "revision_requested"),
        ("national_review", "endorse", "nationally_endorsed"),
        ("national_review | committee_pending", "reject", "rejected"),
        ("national_review", "emergency_authorise", "permit_issued"),
        ("nationally_endorsed", "transmit", "transmitted_whc"),
        ("nationally_endorsed | committee_pending", "conclude", "review_concluded"),
        ("transmitted_whc", "forward", "advisory_review"),
        ("transmitted_whc", "request_information", "transmitted_whc"),
        ("transmitted_whc", "give_information", "transmitted_whc"),
        ("advisory_review", "request_information", "advisory_review"),
        ("advisory_review", "give_information", "advisory_review"),
        ("advisory_review", "advise", "advice_received"),
        ("advisory_review", "object", "advice_received"),
        ("advice_received", "accept", "review_concluded"),
        ("advice_received", "refer", "committee_pending"),
        ("committee_pending", "defer", "committee_pending"),
        ("review_concluded", "permit", "permit_issued"),
        ("permit_issued", "confirm_oral", "permit_issued"),
        ("in_progress", "confirm_oral", "in_progress"),
        ("suspended", "confirm_oral", "suspended"),
        ("permit_issued", "extend", "permit_issued"),
        ("in_progress", "extend", "in_progress"),
        ("suspended", "extend", "suspended"),
        ("permit_issued", "start", "in_progress"),
        ("in_progress", "suspend", "suspended"),
        ("suspended", "resume", "in_progress"),
        ("in_progress", "complete", "completed"),
        ("completed", "reopen", "in_progress"),
        ("completed", "close", "closed"),
        (AUTHORISED, "revoke", "revoked"),
        (AUTHORISED, "lapse", "lapsed"),
        ("begun_without_authorisation", "stop", "begun_without_authorisation"),
        ("begun_without_authorisation", "take_up", "draft"),
        (BEFORE_PERMIT, "withdraw", "withdrawn"),
        (
            f"{BEFORE_PERMIT} | permit_issued | suspended | completed | rejected | revoked | lapsed",
            "supersede",
            "superseded",
        ),
    ],
)

ENTRY = Workflow("status", "waiting", [("waiting", "confirm", "confirmed"), ("waiting", "refuse", "refused")])
"""A decision that was entered from its document."""

STIPULATION = Workflow(
    "status", "open", [("open | answered", "answer", "answered"), ("open | answered", "close", "closed")]
)

WRITABLE = ("draft", "revision_requested")
ENDED = ("rejected", "withdrawn", "superseded", "revoked", "lapsed", "closed")
"""States in which nothing more is expected of anybody."""
AT_WORK = ("permit_issued", "in_progress", "suspended")
"""States in which works are authorised, have begun, or stand still."""

PATHS = {
    "emergency": ("draft", "internal_review", "national_review", "permit_issued", "in_progress", "completed", "closed"),
    "national": ("draft", "internal_review", "national_review", "nationally_endorsed", "review_concluded",
                 "permit_issued", "in_progress", "completed", "closed"),
    "world_heritage": ("draft", "internal_review", "national_review", "nationally_endorsed", "transmitted_whc",
                       "advisory_review", "advice_received", "review_concluded", "permit_issued", "in_progress",
                       "completed", "closed"),
}  # fmt: skip
"""The states of each way, in their order."""
