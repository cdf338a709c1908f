"""Deputies, positions that contradict each other, standing requests, works found already begun."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.kit import clock, ids
from assessments.kit.errors import Invalid, NotFound, WrongState
from assessments.register import operations as register
from assessments.register.errors import NotAMember
from assessments.register.messages import AuthorityPatch
from assessments.register.models import Authority
from assessments.restoration import operations, queries
from assessments.restoration.errors import DossierChanged, FoundWorksStay, GateWaits, LetterWaits
from assessments.restoration.messages import DeputationIn, FoundWorksIn, RequestAnswerIn, StandingRequestIn
from assessments.restoration.models import Deputation, EnteredDecision, Plan
from tests.product.url_map import signed_in
from tests.restoration import plans


@pytest.fixture(autouse=True)
def excused(django_settings: Any) -> None:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True


def test_a_deputy_acts_for_the_director_between_two_days(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency")
    plans.submitted(world, plan)
    today = world.site.today
    with pytest.raises(Invalid) as refusal:
        operations.depute(
            DeputationIn(world.site.id, world.users["planner"].id, today, today), by=world.by("national_director")
        )
    assert refusal.value.errors[0].code == "not_a_reviewer"
    made = operations.depute(
        DeputationIn(world.site.id, world.users["national_reviewer"].id, today, plans.in_days(3)),
        by=world.by("national_director"),
    )
    given = plans.decide(world, plan, "emergency_authorise", by="national_reviewer", measures=["cover"])
    assert given.acting_for == world.users["national_director"]
    with pytest.raises(NotFound):
        operations.end_deputation(made.id, by=world.by("national_reviewer"))
    operations.end_deputation(made.id, by=world.by("national_director"))
    with pytest.raises(NotAMember):
        plans.decide(world, plan, "revoke", by="national_reviewer", text="No.")


def test_two_bodies_contradict_each_other_and_both_stand(world: SimpleNamespace) -> None:
    owner = Authority.objects.create(names=[{"text": "Waqf", "language": "en"}], mandate="owner")
    owner.sites.add(world.site)
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    plans.submitted(world, plan)
    plans.decide(world, plan, "endorse", by="national_reviewer")
    said = plans.by_letter(
        world, plan, "state_position", authority=owner, position="against", kind="decision", by="national_reviewer",
        confirmed_by="national_reviewer2",
    )  # fmt: skip
    plan.refresh_from_db()
    assert (plan.status, said.level) == ("nationally_endorsed", "other")
    found = queries.contradictions(queries.decisions_on(plan))
    assert [(one.authority, other.authority) for one, other in found] == [(world.authority, owner)]


def test_a_body_with_a_place_in_the_review_decides_on_no_other(world: SimpleNamespace) -> None:
    bodies = plans.on_the_list(world)
    Authority.objects.filter(pk=bodies["Centre"].pk).update(level="centre")
    Authority.objects.filter(pk=bodies["ICOMOS"].pk).update(level="advisory")
    plan = plans.begun(world)
    plans.paper(world, plan, *plans.FULL, "notice_172")
    plans.submitted(world, plan)
    plans.decide(world, plan, "endorse", by="national_reviewer")
    plans.decide(world, plan, "transmit", by="state_party", instrument="12")
    with pytest.raises(Invalid) as refusal:
        plans.by_letter(world, plan, "forward", authority=bodies["ICOMOS"], instrument="1")
    assert refusal.value.errors[0].code == "unknown_authority"
    plans.by_letter(world, plan, "forward", authority=bodies["Centre"], instrument="1")
    with pytest.raises(Invalid):
        plans.by_letter(world, plan, "advise", authority=bodies["Centre"], text="No objection.")
    # A body without a stated place may write wherever its mandate reaches, as all could before.
    plans.by_letter(world, plan, "advise", authority=bodies["Committee"], text="No objection.")
    plan.refresh_from_db()
    assert plan.status == "advice_received"


def test_whoever_gave_an_authorisation_takes_it_back_from_another_place_too(world: SimpleNamespace) -> None:
    plan = plans.begun(world, track="emergency")
    plans.submitted(world, plan)
    given = plans.decide(world, plan, "emergency_authorise", by="national_director", measures=["cover"])
    Authority.objects.filter(pk=given.authority_id).update(level="state_party")
    plans.decide(world, plan, "revoke", by="national_director", authority=given.authority, text="The wall fell.")
    plan.refresh_from_db()
    assert plan.status == "revoked"


def test_a_place_in_the_review_rests_on_its_mandate(world: SimpleNamespace) -> None:
    body = Authority.objects.create(names=[{"text": "ICOMOS", "language": "en"}], mandate="international")
    with pytest.raises(Invalid) as refusal:
        register.change_authority(
            body.id, AuthorityPatch(level="national"), by=world.by("administrator"), expected_version=None
        )
    assert refusal.value.errors[0].detail == "'Competent national authority' rests on the mandate 'Legal'."
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.filter(pk=body.pk).update(level="national")


def test_one_letter_waits_at_a_time_and_can_be_refused(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    plans.submitted(world, plan)
    letter = plans.letter(world)
    more = {"taken": "recorded_from_document", "document": letter, "by": "national_reviewer"}
    entered = plans.decide(world, plan, "endorse", **more)
    assert isinstance(entered, EnteredDecision)
    plan.refresh_from_db()
    assert plan.status == "national_review"
    with pytest.raises(LetterWaits):
        plans.decide(world, plan, "reject", text="No.", **more)
    with pytest.raises(Invalid):
        operations.refuse_entry(entered.id, "", by=world.by("national_reviewer2"))
    operations.refuse_entry(entered.id, "It says the opposite.", by=world.by("national_reviewer2"))
    with pytest.raises(WrongState):
        operations.confirm(entered.id, by=world.by("national_reviewer2"))
    plans.decide(world, plan, "reject", text="No.", **more)


def test_a_letter_about_an_older_version_moves_nothing(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    plans.submitted(world, plan)
    entered = plans.decide(
        world, plan, "endorse", by="national_reviewer", taken="recorded_from_document", document=plans.letter(world)
    )
    plans.decide(world, plan, "request_revision", by="national_director", text="Once more.")
    operations.submit(plan.id, by=world.by("planner"), note="Nothing new.")
    with pytest.raises(DossierChanged):
        operations.confirm(entered.id, by=world.by("national_reviewer2"))


def test_a_standing_request_waits_for_a_written_answer(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    asked = operations.record_request(
        StandingRequestIn(
            id=ids.uuid7(), site=world.site.id, authority=world.authority.id, decision="40 COM 7A.17", paragraph="6",
            text="Limit works to first aid.", since=clock.today(), tracks=["restoration"],
        ),
        by=world.by("state_party"),
    )  # fmt: skip
    assert queries.standing_requests(plan) == [asked]
    plans.submitted(world, plan)
    with pytest.raises(GateWaits) as refusal:
        plans.decide(world, plan, "endorse", by="national_reviewer")
    assert [one.code for one in refusal.value.errors] == ["unanswered_requests"]
    plans.decide(world, plan, "request_revision", by="national_reviewer", text="Answer the Committee.")
    operations.answer_request(
        plan.id, RequestAnswerIn(asked.id, "Only what is loose is lifted."), by=world.by("planner")
    )
    again = operations.submit(plan.id, by=world.by("planner"), note="The Committee is answered.")
    assert again.status == "national_review"
    plans.decide(world, plan, "endorse", by="national_reviewer")


def test_works_found_already_begun_are_never_backdated(world: SimpleNamespace) -> None:
    found = operations.record_found_works(
        FoundWorksIn(
            id=ids.uuid7(), site=world.site.id, title="EXERCISE works in the necropolis", monuments=[world.arch.id],
            begun={"precision": "between", "from": "2016-04-01", "to": "2016-05-16"}, description="Graded ground.",
        ),
        by=world.by("verifier"),
    )  # fmt: skip
    assert (found.status, found.revision, bool(found.dossier_sha256)) == ("begun_without_authorisation", 1, True)
    plans.decide(world, found, "stop", by="national_reviewer", text="Stop at once.")
    taken = operations.take_up(found.id, by=world.by("planner"), note="Reviewed after the fact.")
    assert taken.status == "draft"
    assert Plan.objects.get(pk=found.pk).begun_on["from"] == "2016-04-01"
    # Whoever ordered them to stop still sees them, and nobody takes them back.
    assert queries.plan(world.by("national_reviewer"), found.id).id == found.id
    with pytest.raises(FoundWorksStay):
        operations.withdraw(found.id, by=world.by("planner"), note="Never happened.")
    for role in ("recorder", "planner", "state_party"):
        with pytest.raises(NotAMember):
            operations.record_found_works(
                FoundWorksIn(id=ids.uuid7(), site=world.site.id, title="X", begun={}, description="Y"),
                by=world.by(role),
            )


def test_a_director_names_a_deputy_on_a_page_and_others_read_it(world: SimpleNamespace) -> None:
    director, viewer = signed_in(world, "national_director"), signed_in(world, "viewer")
    address = f"/sites/{world.site.id}/deputies"
    reviewer, today = world.users["national_reviewer"], world.site.today
    assert f'value="{reviewer.id}"' in director.get(address).content.decode()
    nobody = director.post(address, {"first_day": str(today), "last_day": str(today)})
    assert (nobody.status_code, "Choose who acts for you." in nobody.content.decode()) == (422, True)
    said = {"deputy": str(reviewer.id), "first_day": str(today), "last_day": str(today)}
    assert director.post(address, said).status_code == 302
    page = viewer.get(address).content.decode()
    assert reviewer.display_name in page
    assert "Name a deputy of mine" not in page
    assert viewer.post(address, said).status_code == 403
    assert signed_in(world, "outsider").get(address).status_code in (403, 404)
    made = Deputation.objects.get()
    assert signed_in(world, "national_reviewer").post(f"/deputations/{made.id}/end").status_code == 404
    assert director.post(f"/deputations/{made.id}/end").status_code == 302
    assert "ended" in viewer.get(address).content.decode()
