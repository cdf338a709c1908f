"""Which body takes which decision in which state, what kind of act it is, and what it needs.

The permit is national; UNESCO and ICOMOS advise, the Committee decides under the Convention, and letters that neither
authorise nor advise are notices (`domain.md` 3.2). Plain values only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessments.restoration.workflow import PLAN


class Level(StrEnum):
    """The bodies of the order of authority (`domain.md` 3.2)."""

    NATIONAL = "national"
    STATE_PARTY = "state_party"
    CENTRE = "centre"
    ADVISORY = "advisory"
    COMMITTEE = "committee"


OUTSIDE = frozenset({Level.CENTRE, Level.ADVISORY, Level.COMMITTEE})
"""Bodies that write letters: what they say is recorded from its document by one person, confirmed by another."""


@dataclass(frozen=True, slots=True)
class Act:
    """One decision of a body. `by_director`: not by a reviewer alone. `by_two`: confirmed by a second person even when
    it is taken here. `needs`: fields without which it says too little. `is_gate`: it waits while the basis of the plan
    changed or stipulations that are due are open; bad news and letters from outside never wait."""

    kind: str
    needs: tuple[str, ...] = ()
    is_gate: bool = False
    by_director: bool = False
    by_two: bool = False


AUTHORISATION, ADVICE, DECISION, NOTICE = "authorisation", "advice", "decision", "notice"

ACTS: dict[Level, dict[str, Act]] = {
    Level.NATIONAL: {
        "endorse": Act(AUTHORISATION, is_gate=True),
        "request_revision": Act(AUTHORISATION, needs=("text",)),
        "reject": Act(AUTHORISATION, needs=("text",)),
        "emergency_authorise": Act(AUTHORISATION, needs=("measures",), is_gate=True, by_director=True),
        "confirm_oral": Act(AUTHORISATION, needs=("measures", "instrument"), by_director=True),
        "conclude": Act(NOTICE, is_gate=True),
        "permit": Act(AUTHORISATION, needs=("instrument", "valid_until"), is_gate=True, by_director=True),
        "extend": Act(AUTHORISATION, needs=("text", "valid_until"), by_director=True),
        "revoke": Act(AUTHORISATION, needs=("text",), by_director=True),
        "close": Act(NOTICE, needs=("text",), is_gate=True, by_two=True),
        "reopen": Act(NOTICE, needs=("text",)),
        "stop": Act(NOTICE, needs=("text",)),
    },
    Level.STATE_PARTY: {
        "transmit": Act(NOTICE, needs=("instrument",), is_gate=True),
        "conclude": Act(NOTICE, is_gate=True),
        "give_information": Act(NOTICE, needs=("text",)),
        "accept": Act(NOTICE, needs=("text",), is_gate=True),
        "request_revision": Act(NOTICE, needs=("text",)),
        "refer": Act(NOTICE, needs=("text",)),
        "revoke": Act(NOTICE, needs=("text",)),
    },
    Level.CENTRE: {
        "request_information": Act(NOTICE, needs=("text",)),
        "forward": Act(NOTICE, needs=("instrument",)),
    },
    Level.ADVISORY: {
        "request_information": Act(NOTICE, needs=("text",)),
        "advise": Act(ADVICE, needs=("text",)),
        "object": Act(ADVICE, needs=("text",)),
    },
    Level.COMMITTEE: {
        "conclude": Act(DECISION, needs=("instrument", "text")),
        "request_revision": Act(DECISION, needs=("instrument", "text")),
        "reject": Act(DECISION, needs=("instrument", "text")),
        "defer": Act(DECISION, needs=("instrument", "next_day")),
        "revoke": Act(DECISION, needs=("instrument", "text")),
    },
}

HOLDERS: dict[str, tuple[Level, ...]] = {
    "national_review": (Level.NATIONAL,),
    "nationally_endorsed": (Level.STATE_PARTY, Level.NATIONAL),
    "transmitted_whc": (Level.CENTRE, Level.STATE_PARTY),
    "advisory_review": (Level.ADVISORY, Level.STATE_PARTY),
    "advice_received": (Level.STATE_PARTY,),
    "committee_pending": (Level.COMMITTEE,),
    "review_concluded": (Level.NATIONAL, Level.STATE_PARTY, Level.COMMITTEE),
    "permit_issued": (Level.NATIONAL,),
    "in_progress": (Level.NATIONAL,),
    "suspended": (Level.NATIONAL,),
    "completed": (Level.NATIONAL,),
    "begun_without_authorisation": (Level.NATIONAL,),
}
"""The bodies that may decide in a state; the first one holds the plan."""


def acts_in(state: str) -> list[tuple[Level, str]]:
    """What may be decided in a state by whom, whatever else is needed."""
    return [(level, name) for level in HOLDERS.get(state, ()) for name in ACTS[level] if PLAN.find(state, name)]


POSITION = "state_position"
"""What a body holds of a plan without moving it: an owner, a de facto authority, anybody in any state. Two that
contradict each other both stand."""
