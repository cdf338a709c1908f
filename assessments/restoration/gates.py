"""What a gate of the state machine still needs, on plain values (`domain.md` 3.3, column "needs").

Each check is a code; `sentences.gate` says it in words. Emergency plans skip the rules on class, studies and money.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

EMERGENCY_CATEGORIES = frozenset(
    {"access_security", "explosive_clearance", "documentation", "shoring", "debris_blocks", "study_tests",
     "scaffolding", "museum_objects", "monitoring", "training_labour", "fees", "contingency", "inflation"}
)  # fmt: skip
"""Budget lines of reversible first aid; conservation, new stone and anastylosis wait for the full review."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a plan when a gate is asked for. `money`: committed and received, as a share of what the works
    are expected to cost."""

    is_emergency: bool
    is_world_heritage: bool
    estimate_class: int | None
    documents: frozenset[str]
    blocks_recorded: int
    categories: frozenset[str]
    photographs: int
    unanswered_requests: int
    open_stipulations: frozenset[str]
    """Before what those are due that are not closed: of `stipulation_before`."""
    unanswered_stipulations: int
    basis_changed: bool
    money: Decimal
    has_owner: bool
    ground_released: bool
    authorisation_holds: bool
    packages_without_actuals: int


Check = tuple[str, Callable[[Facts], bool]]
"""A code, and whether what it names is missing."""


def _lacks(kind: str) -> Check:
    return f"no_{kind}", lambda of: kind not in of.documents


def _in_full(check: Check) -> Check:
    """Asked of plans in the full review only."""
    code, missing = check
    return code, lambda of: not of.is_emergency and missing(of)


def _of_the_list(check: Check) -> Check:
    """Asked of World Heritage properties only."""
    code, missing = check
    return code, lambda of: of.is_world_heritage and missing(of)


def _rougher_than(level: int) -> Check:
    return f"class_above_{level}", lambda of: of.estimate_class is None or of.estimate_class > level


_BASIS: Check = ("basis_changed", lambda of: of.basis_changed)
_DUE: Check = ("open_stipulations", lambda of: "next_gate" in of.open_stipulations)
_REQUESTS: Check = ("unanswered_requests", lambda of: of.unanswered_requests > 0)
_FIRST_AID: Check = ("beyond_first_aid", lambda of: of.is_emergency and not of.categories <= EMERGENCY_CATEGORIES)
_GROUND: Check = ("ground_not_released", lambda of: not of.ground_released)
_HOLDS: Check = ("authorisation_over", lambda of: not of.authorisation_holds)

GATES: dict[str, tuple[Check, ...]] = {
    "endorse": (
        _BASIS,
        _DUE,
        _REQUESTS,
        _FIRST_AID,
        _in_full(_lacks("structural_study")),
        _in_full(("no_block_inventory", lambda of: "block_inventory" not in of.documents and not of.blocks_recorded)),
        _in_full(_of_the_list(_lacks("impact_assessment"))),
        _in_full(_rougher_than(3)),
    ),
    "emergency_authorise": (
        _BASIS,
        _DUE,
        _REQUESTS,
        ("not_an_emergency", lambda of: not of.is_emergency),
        _FIRST_AID,
        ("no_photographs_before", lambda of: not of.photographs),
    ),
    "transmit": (_BASIS, _DUE, _lacks("notice_172"), ("not_on_the_list", lambda of: not of.is_world_heritage)),
    "conclude": (_BASIS, _DUE, ("goes_to_the_centre", lambda of: of.is_world_heritage)),
    "accept": (_BASIS, ("unanswered_stipulations", lambda of: of.unanswered_stipulations > 0)),
    "permit": (
        _BASIS,
        _DUE,
        _FIRST_AID,
        _in_full(_rougher_than(2)),
        _in_full(("no_money", lambda of: of.money < 1)),
        ("no_owner_consent", lambda of: of.has_owner and "owner_consent" not in of.documents),
    ),
    "start": (
        _BASIS,
        _HOLDS,
        _FIRST_AID,
        ("stipulations_before_works", lambda of: bool(of.open_stipulations & {"next_gate", "works"})),
        _GROUND,
        _lacks("safety_plan"),
        _in_full(_lacks("insurance")),
    ),
    "resume": (_BASIS, _HOLDS, _GROUND),
    "complete": (_lacks("completion_report"), ("no_actual_costs", lambda of: of.packages_without_actuals > 0)),
    "close": (
        _BASIS,
        ("stipulations_before_closing", lambda of: bool(of.open_stipulations)),
        _lacks("monitoring_plan"),
        _of_the_list(_lacks("whc_report")),
    ),
}  # fmt: skip


def missing_at(gate: str, facts: Facts) -> list[str]:
    """The codes of what a gate still needs, in the order of the rule; none for moves that wait for nothing."""
    return [code for code, is_missing in GATES.get(gate, ()) if is_missing(facts)]
