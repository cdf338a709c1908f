"""Of two reviewers who decide the same plan at once, one succeeds; there is one decision and one new state."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from assessments.kit.errors import Problem
from assessments.restoration import operations
from assessments.restoration.messages import DecisionIn
from assessments.restoration.models import Decision, EnteredDecision, Plan
from tests import factories
from tests.races.test_two_at_once import at_once
from tests.restoration import plans


def _world(django_settings: Any) -> SimpleNamespace:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True
    return factories.make_world()


def _decision(world: SimpleNamespace, plan: Plan, outcome: str, **more: Any) -> DecisionIn:
    return DecisionIn(
        outcome=outcome, dossier_sha256=plan.dossier_sha256, authority=world.authority.id, signatory="A", text="B",
        **more,
    )  # fmt: skip


def test_of_two_who_decide_at_once_one_succeeds(own_database: str, django_settings: Any) -> None:
    world = _world(django_settings)
    for _round in range(4):
        plan = plans.begun(world, track="emergency")
        plan = plans.submitted(world, plan)
        outcomes = at_once(
            lambda p=plan: operations.decide(p.id, _decision(world, p, "reject"), by=world.by("national_reviewer")),
            lambda p=plan: operations.decide(
                p.id, _decision(world, p, "request_revision"), by=world.by("national_reviewer2")
            ),
        )
        assert sorted(isinstance(one, Problem) for one in outcomes) == [False, True]
        decided = Decision.objects.get(plan=plan)
        state = {"reject": "rejected", "request_revision": "revision_requested"}[decided.outcome]
        assert Plan.objects.get(pk=plan.pk).status == state


def test_a_letter_confirmed_by_two_at_once_is_one_decision(own_database: str, django_settings: Any) -> None:
    world = _world(django_settings)
    plan = plans.submitted(world, plans.begun(world, track="emergency"))
    said = {"taken": "recorded_from_document", "document": plans.letter(world)}
    entered = operations.decide(plan.id, _decision(world, plan, "reject", **said), by=world.by("national_reviewer"))
    assert isinstance(entered, EnteredDecision)
    outcomes = at_once(
        lambda: operations.confirm(entered.id, by=world.by("national_reviewer2")),
        lambda: operations.confirm(entered.id, by=world.by("national_director")),
    )
    assert sorted(isinstance(one, Problem) for one in outcomes) == [False, True]
    assert Decision.objects.filter(plan=plan).count() == 1
