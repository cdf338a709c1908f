"""From draft to closed: through the site, the nation, the State Party, the Centre, ICOMOS, and the works themselves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assessments.kit import clock
from assessments.kit.errors import Invalid, WrongState
from assessments.register.errors import NotAMember
from assessments.register.models import Authority, Membership
from assessments.register.roles import Role
from assessments.restoration import operations, queries
from assessments.restoration.errors import GateWaits, OwnEntry, OwnInterest, OwnPlan
from assessments.restoration.messages import AnswerIn, ClosingIn, PlanPatch, StipulationIn
from assessments.restoration.models import EnteredDecision, Plan
from tests import factories
from tests.restoration import plans


@pytest.fixture(autouse=True)
def excused(django_settings: Any) -> None:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True


def waiting_for(refusal: GateWaits) -> set[str]:
    return {one.code for one in refusal.errors}


def test_a_plan_of_a_world_heritage_property_goes_all_the_way(world: SimpleNamespace) -> None:
    bodies = plans.on_the_list(world)
    plan = plans.begun(world)
    plans.paper(world, plan, *plans.FULL)
    plans.submitted(world, plan)
    endorsed = plans.decide(
        world, plan, "endorse", by="national_reviewer", stipulations=[StipulationIn("Show the joints.")]
    )
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "transmit", by="state_party", instrument="DGAM/12")
    assert waiting_for(refusal.value) == {"open_stipulations", "no_notice_172"}
    shown = endorsed.opened.get()
    operations.answer(shown.id, AnswerIn("Drawn on sheet 4."), by=world.by("planner"))
    operations.close(shown.id, ClosingIn("Seen."), by=world.by("national_reviewer"))
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "transmit", by="state_party", instrument="DGAM/12")
    assert waiting_for(refusal.value) == {"no_notice_172"}
    plans.paper(world, plan, "notice_172", by="state_party")
    plans.decide(world, plan, "transmit", by="state_party", instrument="DGAM/12")
    plans.by_letter(world, plan, "forward", authority=bodies["Centre"])
    advice = plans.by_letter(
        world, plan, "advise", authority=bodies["ICOMOS"], stipulations=[StipulationIn("Monitor cracks.", "closing")]
    )
    assert (advice.kind, advice.level) == ("advice", "advisory")
    with pytest.raises(GateWaits):
        plans.decide(world, plan, "accept", by="state_party", text="We accept.")
    cracks = advice.opened.get()
    operations.answer(cracks.id, AnswerIn("Gauges are ordered."), by=world.by("state_party"))
    plans.decide(world, plan, "accept", by="state_party", text="We accept.")
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "permit", by="national_director", instrument="P-1", valid_until=plans.in_days(300))
    assert waiting_for(refusal.value) == {"no_money"}
    plans.funded(world, plan)
    permit = plans.decide(
        world, plan, "permit", by="national_director", instrument="P-1", valid_until=plans.in_days(300)
    )
    assert permit.kind == "authorisation"
    with pytest.raises(GateWaits) as refusal:
        operations.start(plan.id, by=world.by("works_manager"))
    assert waiting_for(refusal.value) == {"no_safety_plan", "no_insurance"}
    plans.paper(world, plan, "safety_plan", "insurance", by="works_manager")
    operations.start(plan.id, by=world.by("works_manager"))
    with pytest.raises(GateWaits):
        operations.complete(plan.id, by=world.by("works_manager"))
    plans.worked(world, plan)
    plans.paper(world, plan, "completion_report", "monitoring_plan", "whc_report", by="works_manager")
    operations.complete(plan.id, by=world.by("works_manager"))
    operations.close(cracks.id, ClosingIn("Received.", plans.letter(world)), by=world.by("state_party2"))
    entered = plans.decide(world, plan, "close", by="national_reviewer", text="Verified on the ground.")
    assert isinstance(entered, EnteredDecision)
    with pytest.raises(OwnEntry):
        operations.confirm(entered.id, by=world.by("national_reviewer"))
    operations.confirm(entered.id, by=world.by("national_director"))
    plan.refresh_from_db()
    assert plan.status == "closed"
    decided = [one.outcome for one in queries.decisions_on(plan)]
    assert decided == ["endorse", "transmit", "forward", "advise", "accept", "permit", "close"]
    assert {one.dossier_sha256 for one in queries.decisions_on(plan)} == {plan.dossier_sha256}


def test_elsewhere_the_nation_concludes(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    plans.submitted(world, plan)
    plans.decide(world, plan, "endorse", by="national_reviewer")
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "transmit", by="state_party", instrument="1")
    assert waiting_for(refusal.value) == {"not_on_the_list", "no_notice_172"}
    plans.decide(world, plan, "conclude", by="national_reviewer")
    plan.refresh_from_db()
    assert plan.status == "review_concluded"


def test_what_the_endorsement_needs_is_named(world: SimpleNamespace) -> None:
    plans.on_the_list(world)
    plan = plans.begun(world, level=4)
    plans.submitted(world, plan)
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "endorse", by="national_reviewer")
    assert waiting_for(refusal.value) == {
        "no_structural_study", "no_block_inventory", "no_impact_assessment", "class_above_3"
    }  # fmt: skip
    # Bad news waits for nothing.
    plans.decide(world, plan, "request_revision", by="national_reviewer", text="Add the studies.")


def test_a_revision_goes_back_to_the_earliest_gate_whose_part_changed(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.submitted(world, plan)
    plans.decide(world, plan, "request_revision", by="national_reviewer", text="Add the studies.")
    plans.paper(world, plan, "structural_study", "block_inventory")
    with pytest.raises(Invalid) as refusal:
        operations.submit(plan.id, by=world.by("planner"))
    assert [one.code for one in refusal.value.errors] == ["no_change_log"]
    again = operations.submit(plan.id, by=world.by("planner"), note="Two studies were added.")
    assert (again.status, again.revision) == ("national_review", 2)
    plans.decide(world, plan, "request_revision", by="national_reviewer", text="Less mortar.")
    operations.change_plan(plan.id, PlanPatch(approach="Lime only."), by=world.by("planner"), expected_version=None)
    again = operations.submit(plan.id, by=world.by("planner"), note="Lime only.")
    assert (again.status, again.revision) == ("internal_review", 3)


def test_a_letter_of_the_committee_waits_for_no_gate(world: SimpleNamespace) -> None:
    bodies = plans.on_the_list(world)
    plan = plans.begun(world, level=4)
    plans.submitted(world, plan)
    Plan.objects.filter(pk=plan.pk).update(status="committee_pending")
    plans.by_letter(world, plan, "conclude", authority=bodies["Committee"], instrument="46 COM 7A.32")
    plan.refresh_from_db()
    assert plan.status == "review_concluded"


def test_works_that_do_not_stand_up_to_verification_go_back(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.submitted(world, plan)
    Plan.objects.filter(pk=plan.pk).update(status="completed")
    plans.decide(world, plan, "reopen", by="national_reviewer", text="The third course is loose.")
    plan.refresh_from_db()
    assert plan.status == "in_progress"


def test_two_reviewers_close_no_plan_without_a_director(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.submitted(world, plan)
    plans.paper(world, plan, "monitoring_plan")
    Plan.objects.filter(pk=plan.pk).update(status="completed")
    letter = {"taken": "recorded_from_document", "document": plans.letter(world), "text": "Verified."}
    entered = plans.decide(world, plan, "close", by="national_reviewer", **letter)
    with pytest.raises(NotAMember):
        operations.confirm(entered.id, by=world.by("national_reviewer2"))
    operations.confirm(entered.id, by=world.by("national_director"))


def test_a_decision_on_this_very_version_leaves_its_authors_its_authors(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    Membership.objects.create(user=world.users["planner"], site=world.site, role=Role.NATIONAL_REVIEWER)
    plans.submitted(world, plan)
    owner = Authority.objects.create(names=[{"text": "Waqf", "language": "en"}], mandate="owner")
    owner.sites.add(world.site)
    said = {"position": "for", "kind": "notice", "by": "national_reviewer", "confirmed_by": "national_reviewer2"}
    plans.by_letter(world, plan, "state_position", authority=owner, **said)
    with pytest.raises(OwnPlan):
        plans.decide(world, plan, "endorse", by="planner")


@pytest.mark.parametrize(("outcome", "ends"), [("object", "advice_received"), ("advise", "advice_received")])
def test_advice_never_authorises(world: SimpleNamespace, outcome: str, ends: str) -> None:
    bodies = plans.on_the_list(world)
    plan = plans.begun(world)
    plans.submitted(world, plan)
    Plan.objects.filter(pk=plan.pk).update(status="advisory_review")
    said = plans.by_letter(world, plan, outcome, authority=bodies["ICOMOS"])
    plan.refresh_from_db()
    assert (plan.status, said.kind) == (ends, "advice")
    plans.decide(world, plan, "refer", by="state_party", text="To the Committee.")
    plans.by_letter(world, plan, "defer", authority=bodies["Committee"], next_day=plans.in_days(200))
    decided = plans.by_letter(world, plan, "reject", authority=bodies["Committee"], instrument="46 COM 7A.32")
    plan.refresh_from_db()
    assert (plan.status, decided.kind) == ("rejected", "decision")


def test_outside_bodies_move_nothing_without_their_document(world: SimpleNamespace) -> None:
    bodies = plans.on_the_list(world)
    plan = plans.begun(world)
    plans.submitted(world, plan)
    Plan.objects.filter(pk=plan.pk).update(status="transmitted_whc")
    with pytest.raises(Invalid) as refusal:
        plans.decide(world, plan, "forward", by="whc_officer", authority=bodies["Centre"], instrument="CLT/7")
    assert refusal.value.errors[0].code == "needs_document"
    with pytest.raises(Invalid) as refusal:
        plans.decide(
            world, plan, "forward", by="whc_officer", authority=bodies["Centre"], instrument="CLT/7",
            taken="recorded_from_document",
        )  # fmt: skip
    assert refusal.value.errors[0].pointer == "/document"
    plan.refresh_from_db()
    assert plan.status == "transmitted_whc"


def test_while_a_body_waits_for_information_its_days_do_not_count(world: SimpleNamespace) -> None:
    bodies = plans.on_the_list(world)
    plan = plans.begun(world)
    plans.submitted(world, plan)
    with factories.on("2027-03-01"):
        Plan.objects.filter(pk=plan.pk).update(status="advisory_review", state_since=clock.now())
    with factories.on("2027-03-11"):
        plans.by_letter(world, plan, "request_information", authority=bodies["ICOMOS"])
    with factories.on("2027-04-11"):
        plan.refresh_from_db()
        held = queries.holder(plan)
        assert held is not None
        assert (held.role, held.days, held.is_stopped) == ("advisory", 10, True)
        plans.decide(world, plan, "give_information", by="state_party", text="Attached.")
    with factories.on("2027-04-16"):
        plan.refresh_from_db()
        held = queries.holder(plan)
        assert held is not None
        assert (held.days, held.is_stopped) == (15, False)


def test_nobody_decides_on_a_plan_they_wrote_or_have_an_interest_in(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    Membership.objects.create(user=world.users["planner"], site=world.site, role=Role.NATIONAL_REVIEWER)
    plans.submitted(world, plan)
    with pytest.raises(OwnPlan):
        plans.decide(world, plan, "reject", by="planner", text="No.")
    operations.declare_interest(plan.id, "My brother owns the quarry.", by=world.by("national_reviewer"))
    with pytest.raises(OwnInterest):
        plans.decide(world, plan, "reject", by="national_reviewer", text="No.")
    plans.decide(world, plan, "reject", by="national_reviewer2", text="No.")


def test_only_the_body_that_gave_it_revokes_it(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    plans.submitted(world, plan)
    plans.decide(world, plan, "endorse", by="national_reviewer")
    another = Authority.objects.create(names=[{"text": "Ministry", "language": "en"}], mandate="legal")
    another.sites.add(world.site)
    with pytest.raises(Invalid) as refusal:
        plans.decide(world, plan, "revoke", by="national_director", authority=another, text="Withdrawn.")
    assert refusal.value.errors[0].code == "not_the_giver"
    with pytest.raises(Invalid) as refusal:
        plans.decide(world, plan, "revoke", by="state_party", text="Withdrawn.")
    assert refusal.value.errors[0].code == "not_the_giver"
    plans.decide(world, plan, "revoke", by="national_director", text="Withdrawn.")
    plan.refresh_from_db()
    assert plan.status == "revoked"
    with pytest.raises(WrongState):
        operations.withdraw(plan.id, by=world.by("planner"), note="Too late.")
