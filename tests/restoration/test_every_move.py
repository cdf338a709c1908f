"""Every move × every state × every role: the committed table says who may do what where, and is read by people.

`y` may, `.` is refused for the role, `-` is refused for the state. What a gate still needs, or a message lacks, is not
asked here. Rewrite it with `WRITE_MOVES=1 make test ARGS=tests/restoration/test_every_move.py`, and read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from assessments.kit.errors import Conflict, Forbidden, Invalid, NotFound, Problem, WrongState
from assessments.register.roles import Role
from assessments.restoration import moves, operations, vocabulary
from assessments.restoration.messages import DecisionIn
from assessments.restoration.models import Plan
from assessments.restoration.workflow import PLAN
from tests import factories
from tests.restoration import plans

TABLE = Path(__file__).with_name("moves.txt")
ROLES = [one.value for one in Role]
SOME_ROLES = ("viewer", "planner", "national_director", "state_party")
"""Who is asked about moves that a state does not know, but by `make prove`, which asks everybody."""
PROVE = bool(os.environ.get("PROVE"))
BY_PEOPLE: dict[str, Callable[..., Any]] = {
    "submit": operations.submit, "send_back": operations.send_back, "pass": operations.pass_,
    "start": operations.start, "suspend": operations.suspend, "resume": operations.resume,
    "complete": operations.complete, "take_up": operations.take_up, "withdraw": operations.withdraw,
    "supersede": operations.supersede,
}  # fmt: skip
BY_BODIES = [one.id for one in vocabulary.OUTCOME if one.id != moves.POSITION]
BY_THE_PROGRAM = {"lapse", "resubmit"}


def test_every_move_of_the_machine_is_in_the_table() -> None:
    assert {*BY_PEOPLE, *BY_BODIES, *BY_THE_PROGRAM} == set(PLAN.names)


@pytest.fixture
def plan(world: SimpleNamespace, django_settings: Any) -> Plan:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True
    made = plans.begun(world, track="emergency")
    plans.submitted(world, made)
    world.letter = factories.document(world, by="verifier", document_kind="letter").id
    return made


def answer(world: SimpleNamespace, plan: Plan, move: str, role: str) -> str:
    by = world.by(role)
    try:
        with transaction.atomic():
            try:
                if move in BY_PEOPLE:
                    BY_PEOPLE[move](plan.id, by=by, note="Because.")
                else:
                    operations.decide(plan.id, decision(world, plan, move, role), by=by)
            finally:
                transaction.set_rollback(True)
    except WrongState:
        return "-"
    except (Forbidden, NotFound):
        return "."
    except (Invalid, Conflict):
        return "y"
    except Problem as other:
        raise AssertionError(other.code) from other
    return "y"


def decision(world: SimpleNamespace, plan: Plan, outcome: str, role: str) -> DecisionIn:
    outside = role in ("whc_officer", "advisory_reviewer", "committee_recorder", "state_party")
    return DecisionIn(
        outcome=outcome, dossier_sha256=plan.dossier_sha256, authority=world.authority.id, signatory="A", text="B",
        instrument="C", measures=["cover"], valid_until=plans.in_days(20), next_day=plans.in_days(20),
        notified_on=world.site.today, taken="recorded_from_document" if outside else "in_system",
        document=world.letter if outside else None,
    )  # fmt: skip


def test_who_may_do_what_where(world: SimpleNamespace, plan: Plan) -> None:
    lines = [f"{'move':20} {'state':28} {' '.join(ROLES)}"]
    for move in [*BY_PEOPLE, *BY_BODIES]:
        for state in PLAN.states:
            Plan.objects.filter(pk=plan.pk).update(status=state)
            is_possible = PLAN.find(state, move) is not None
            asked = ROLES if is_possible or PROVE else SOME_ROLES
            row = [answer(world, plan, move, role) for role in asked]
            if is_possible:
                lines.append(f"{move:20} {state:28} {' '.join(row)}")
            else:
                assert set(row) <= {".", "-"}, f"{move} in {state}: {row}"
    written = "\n".join(lines) + "\n"
    if os.environ.get("WRITE_MOVES"):
        TABLE.write_text(written)
    assert written == TABLE.read_text()
