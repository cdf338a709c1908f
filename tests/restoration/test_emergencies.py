"""First aid may be authorised orally: paper follows within 72 hours, only reversible measures, 90 days at most."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.kit import clock
from assessments.kit.errors import Invalid
from assessments.register.errors import NotAMember
from assessments.register.models import Membership
from assessments.register.roles import Role
from assessments.restoration import operations
from assessments.restoration.errors import GateWaits, OwnPlan
from assessments.restoration.models import Plan
from tests.restoration import plans


@pytest.fixture(autouse=True)
def excused(django_settings: Any) -> None:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True


def heard(world: SimpleNamespace, plan: Plan, by: str = "works_manager", **more: Any) -> Any:
    said = {"heard_by": "K. Issa", "said_at": clock.now() - timedelta(hours=1), "measures": ["shoring"]} | more
    return plans.decide(world, plan, "emergency_authorise", by=by, taken="oral", **said)


def state_of(plan: Plan) -> str:
    return str(Plan.objects.values_list("status", flat=True).get(pk=plan.pk))


def test_what_was_said_holds_for_72_hours_and_then_lapses(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency", level=5)
    plans.submitted(world, plan)
    said = heard(world, plan)
    assert said.valid_until == said.said_at + timedelta(hours=72)
    assert operations.lapse_over(clock.now() + timedelta(hours=70)) == 0
    assert operations.lapse_over(clock.now() + timedelta(hours=72)) == 1
    assert state_of(plan) == "lapsed"


def test_paper_makes_it_ninety_days_from_when_it_was_said(world: SimpleNamespace) -> None:
    plans.on_the_list(world)
    plan = plans.begun(world, track="emergency")
    plans.submitted(world, plan)
    said = heard(world, plan)
    paper = {"instrument": "DGAM/99", "measures": ["shoring", "cover"]}
    with pytest.raises(Invalid) as refusal:
        plans.decide(world, plan, "confirm_oral", by="national_director", **paper)
    assert refusal.value.errors[0].pointer == "/notified_on"
    written = plans.decide(
        world, plan, "confirm_oral", by="national_director", notified_on=world.site.today, **paper
    )  # fmt: skip
    assert written.valid_until == said.said_at + timedelta(days=90)
    with pytest.raises(Invalid) as refusal:
        plans.decide(world, plan, "confirm_oral", by="national_director", notified_on=world.site.today, **paper)
    assert refusal.value.errors[0].code == "no_oral"
    assert operations.lapse_over(clock.now() + timedelta(days=91)) == 1


def test_an_emergency_is_not_extended_beyond_its_ninety_days(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency")
    plans.submitted(world, plan)
    heard(world, plan)
    with pytest.raises(Invalid) as refusal:
        plans.decide(
            world, plan, "extend", by="national_director", text="Longer.", valid_until=plans.in_days(300)
        )  # fmt: skip
    assert refusal.value.errors[0].code == "emergency"


def test_first_aid_by_the_long_way_is_still_first_aid(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency", level=5, category="anastylosis")
    plans.submitted(world, plan)
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "endorse", by="national_reviewer")
    assert [one.code for one in refusal.value.errors] == ["beyond_first_aid"]


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"said_at": None}, "/said_at"),
        ({"said_at": clock.recorded_now() + timedelta(hours=2)}, "/said_at"),
        ({"said_at": clock.recorded_now() - timedelta(hours=73)}, "/said_at"),
        ({"heard_by": " "}, "/heard_by"),
        ({"measures": []}, "/measures"),
    ],
)
def test_who_heard_it_and_when_is_said(world: SimpleNamespace, more: dict[str, Any], pointer: str) -> None:
    plan = plans.begun(world, track="emergency")
    plans.submitted(world, plan)
    with pytest.raises(Invalid) as refusal:
        heard(world, plan, **more)
    assert refusal.value.errors[0].pointer == pointer
    assert state_of(plan) == "national_review"


def test_only_first_aid_is_an_emergency(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency", category="anastylosis")
    plans.submitted(world, plan)
    with pytest.raises(GateWaits) as refusal:
        heard(world, plan)
    assert [one.code for one in refusal.value.errors] == ["beyond_first_aid"]


def test_an_emergency_is_authorised_by_the_director_and_heard_by_those_on_the_ground(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency")
    plans.submitted(world, plan)
    for role in ("recorder", "state_party", "viewer"):
        with pytest.raises(NotAMember):
            heard(world, plan, by=role)
    with pytest.raises(NotAMember):
        plans.decide(world, plan, "emergency_authorise", by="national_reviewer", measures=["shoring"])
    with pytest.raises(Invalid) as refusal:
        plans.decide(
            world, plan, "emergency_authorise", by="national_director", measures=["shoring"],
            valid_until=plans.in_days(120),
        )  # fmt: skip
    assert refusal.value.errors[0].code == "too_long"
    given = plans.decide(world, plan, "emergency_authorise", by="national_director", measures=["shoring"])
    assert given.valid_until is not None
    assert given.valid_until - clock.now() < timedelta(days=90, minutes=1)


def test_whoever_wrote_the_plan_heard_nothing(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency")
    Membership.objects.create(user=world.users["planner"], site=world.site, role=Role.WORKS_MANAGER)
    plans.submitted(world, plan)
    with pytest.raises(OwnPlan):
        heard(world, plan, by="planner")
