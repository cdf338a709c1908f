"""Something happens under a plan: its next gate waits, its works stand still, and bad news still gets through."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from assessments.audit.queries import history_of
from assessments.damage import operations as damage
from assessments.kit import clock, ids
from assessments.kit.errors import Invalid
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Incident, Membership
from assessments.register.roles import Role
from assessments.restoration import operations, queries
from assessments.restoration.errors import ChangedAgain, GateWaits, OwnPlan, PlanIncomplete
from assessments.restoration.messages import PlanPatch
from assessments.restoration.models import Plan
from tests import factories
from tests.restoration import plans


@pytest.fixture(autouse=True)
def excused(django_settings: Any) -> None:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    made = plans.begun(world)
    plans.paper(world, made, "structural_study", "block_inventory")
    return plans.submitted(world, made)


def blast(world: SimpleNamespace) -> None:
    said = m.IncidentIn(id=ids.uuid7(), site=world.site.id, monuments=[world.arch.id], title={"en": "Blast"})
    register.record_incident(said, by=world.by("verifier"))


def codes(plan: Plan) -> list[str]:
    return [one.code for one in queries.basis_changes(Plan.objects.get(pk=plan.pk))]


def test_an_incident_holds_the_next_gate_until_somebody_says_that_the_plan_stands(
    world: SimpleNamespace, plan: Plan
) -> None:
    assert codes(plan) == []
    blast(world)
    assert codes(plan) == ["incident"]
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "endorse", by="national_reviewer")
    assert [one.code for one in refusal.value.errors] == ["basis_changed"]
    Membership.objects.create(user=world.users["planner"], site=world.site, role=Role.VERIFIER)
    with pytest.raises(OwnPlan):
        operations.confirm_basis(plan.id, by=world.by("planner"), note="Fine.", seen="")
    with pytest.raises(Invalid):
        operations.confirm_basis(plan.id, by=world.by("verifier"), note=" ", seen="")
    seen = queries.seen_changes(queries.basis_changes(plan))
    blast(world)
    with pytest.raises(ChangedAgain):  # the second one was not on the page that was read
        operations.confirm_basis(plan.id, by=world.by("verifier"), note="Another part of the arch.", seen=seen)
    seen = queries.seen_changes(queries.basis_changes(plan))
    operations.confirm_basis(plan.id, by=world.by("verifier"), note="Another part of the arch.", seen=seen)
    assert codes(plan) == []
    plans.decide(world, plan, "endorse", by="national_reviewer")
    blast(world)
    with pytest.raises(GateWaits):
        plans.decide(world, plan, "conclude", by="national_reviewer")


def test_an_older_incident_counts_from_when_it_is_said_to_touch_a_monument_of_the_plan(
    world: SimpleNamespace, plan: Plan
) -> None:
    said = m.IncidentIn(id=ids.uuid7(), site=world.site.id, monuments=[], title={"en": "Blast"})
    incident = register.record_incident(said, by=world.by("verifier"))
    before = clock.now() - timedelta(days=400)
    Incident.objects.filter(pk=incident.pk).update(created_at=before)
    assert codes(plan) == []
    tied = m.IncidentPatch(monuments=[world.arch.id])
    register.change_incident(incident.id, tied, by=world.by("verifier"), expected_version=None)
    (change,) = queries.basis_changes(Plan.objects.get(pk=plan.pk))
    assert (change.code, change.id) == ("incident", incident.id)
    assert change.at > before + timedelta(days=399)
    # What is said again of the same monument is nothing new.
    confirmed = queries.seen_changes([change])
    operations.confirm_basis(plan.id, by=world.by("verifier"), note="It stands.", seen=confirmed)
    register.change_incident(incident.id, tied, by=world.by("verifier"), expected_version=None)
    assert codes(plan) == []


def test_who_confirms_has_read_every_tie_of_an_incident(world: SimpleNamespace, plan: Plan) -> None:
    blast(world)
    read = queries.seen_changes(queries.basis_changes(Plan.objects.get(pk=plan.pk)))
    other = factories.monument(world.site, "Theatre")
    plan.monuments.add(other)
    incident = Incident.objects.get()
    tied = m.IncidentPatch(monuments=[world.arch.id, other.id])
    register.change_incident(incident.id, tied, by=world.by("verifier"), expected_version=None)
    with pytest.raises(ChangedAgain):
        operations.confirm_basis(plan.id, by=world.by("verifier"), note="It stands.", seen=read)


def test_a_class_alone_goes_back_to_the_nation_whatever_follows_from_it(world: SimpleNamespace, plan: Plan) -> None:
    def change(**values: Any) -> None:
        operations.change_plan(plan.id, PlanPatch(**values), by=world.by("planner"), expected_version=None)

    def returned() -> None:
        plans.decide(world, plan, "request_revision", by="national_reviewer", text="Say more.")

    returned()
    change(contingency_rule="by_class")
    assert operations.submit(plan.id, by=world.by("planner"), note="A rule.").status == "internal_review"
    operations.pass_(plan.id, by=world.by("verifier"))
    returned()
    change(estimate_class=3)
    assert operations.submit(plan.id, by=world.by("planner"), note="The class.").status == "national_review"


def test_bad_news_does_not_wait(world: SimpleNamespace, plan: Plan) -> None:
    blast(world)
    plans.decide(world, plan, "reject", by="national_reviewer", text="Nothing stands any more.")


def test_a_report_that_was_taken_back_is_told(world: SimpleNamespace, plan: Plan) -> None:
    found = queries.verified_reports(plan)[0]
    damage.retract(found.id, by=world.by("verifier2"), note="Of another arch.")
    assert codes(plan) == ["retracted_report"]


@pytest.mark.parametrize(("before", "after", "told"), [("slight", "heavy", True), ("heavy", "slight", False)])
def test_a_worse_report_is_told_and_a_better_one_is_not(
    world: SimpleNamespace, before: str, after: str, told: bool
) -> None:
    day = clock.today().isoformat()
    seen = {"observed": {"precision": "on", "from": day}}
    factories.report(world, upto="verified", damage=before, extent="p11_30", **seen)
    made = plans.begun(world)
    # The plan's own report says "destroyed"; it goes, so that the grades of this test are the only ones.
    own = queries.verified_reports(made)
    for one in own:
        if one.damage == "destroyed":
            damage.retract(one.id, by=world.by("verifier2"), note="Not of this test.")
    plans.submitted(world, made)
    factories.report(
        world, upto="verified", by="recorder2", damage=after, extent="p11_30", change_reason="new_damage", **seen
    )
    assert (codes(made) == ["worse_report"]) is told


def test_works_stand_still_when_their_ground_is_no_longer_released(world: SimpleNamespace) -> None:
    plans.on_the_list(world)
    plan = plans.begun(world)
    plans.submitted(world, plan)
    plans.paper(world, plan, "safety_plan", "insurance", by="works_manager")
    Plan.objects.filter(pk=plan.pk).update(status="permit_issued")
    operations.start(plan.id, by=world.by("works_manager"))
    assert operations.suspend_on_lost_ground() == 0
    day = {"precision": "on", "from": clock.today().isoformat()}
    closed = m.AccessChangeIn(id=ids.uuid7(), site=world.site.id, kind="closed", happened=day)
    register.record_access_change(closed, by=world.by("safety_officer"))
    assert operations.suspend_on_lost_ground() == 1
    assert history_of("plan", plan.id)[0].verb == "restoration.plan.suspended_on_lost_ground"
    assert codes(plan) == ["ground_lapsed"]
    with pytest.raises(GateWaits) as refusal:
        operations.resume(plan.id, by=world.by("works_manager"))
    assert {one.code for one in refusal.value.errors} == {"basis_changed", "ground_not_released"}


def test_an_older_assessment_counts_when_the_director_says_why(world: SimpleNamespace) -> None:
    with factories.on("2026-01-10"):
        made = plans.begun(world)
    with factories.on("2027-06-10"):
        with pytest.raises(PlanIncomplete) as refusal:
            operations.submit(made.id, by=world.by("planner"))
        assert [one.code for one in refusal.value.errors] == ["assessment_too_old"]
        operations.override_age(made.id, by=world.by("verifier"), note="Nobody could reach it since.")
        sent = operations.submit(made.id, by=world.by("planner"))
    said = queries.opened_dossier(queries.dossier(sent, 1)).document
    assert said["age_override"] == "Nobody could reach it since."


def test_changes_read_in_one_language_are_the_same_in_another(world: SimpleNamespace, plan: Plan) -> None:
    said = {"en": "Blast", "fr": "Explosion"}
    row = m.IncidentIn(id=ids.uuid7(), site=world.site.id, monuments=[world.arch.id], title=said)
    register.record_incident(row, by=world.by("verifier"))
    seen = set()
    for language, title in said.items():
        with override(language):
            changes = queries.basis_changes(plan)
        assert [one.label for one in changes] == [title]
        seen.add(queries.seen_changes(changes))
    assert len(seen) == 1
