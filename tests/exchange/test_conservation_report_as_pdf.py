"""The annex of a state-of-conservation report: paragraph by paragraph, in three languages, and nothing that must stay inside."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.exchange import operations as exchange
from assessments.exchange.models import Bundle
from assessments.exchange.operations import conservation_pdf
from assessments.exchange.operations.bundle_making import make_bundle
from assessments.kit import ids
from assessments.kit.actor import system
from assessments.kit.errors import NotFound
from assessments.register import operations as register
from assessments.register.messages import IncidentIn
from assessments.register.models import Monument
from assessments.restoration import operations
from assessments.restoration.messages import RequestAnswerIn, StandingRequestIn
from assessments.restoration.models import Plan
from tests import factories
from tests.product.url_map import drained, signed_in
from tests.restoration import plans


@pytest.fixture
def asked(world: SimpleNamespace) -> SimpleNamespace:
    """Two paragraphs of one decision, one of them answered by a plan, on a verified report of a destroyed arch."""
    bodies = plans.on_the_list(world)
    rows = {}
    for paragraph, done in (("5", "One project was sent."), ("6", "")):
        rows[paragraph] = operations.record_request(
            StandingRequestIn(
                id=ids.uuid7(), site=world.site.id, authority=bodies["Committee"].id, decision="EXERCISE 7A.1",
                paragraph=paragraph, text=f"Paragraph {paragraph} #[asks] $x$.", since=date(2016, 1, 1), done=done,
                tracks=["restoration"],
            ),
            by=world.by("state_party"),
        )  # fmt: skip
    plan = plans.begun(world)
    answer = RequestAnswerIn(rows["5"].id, "Only what is loose is lifted.")
    operations.answer_request(plan.id, answer, by=world.by("planner"))
    operations.submit(plan.id, by=world.by("planner"))
    draft = plans.begun(world)
    operations.answer_request(draft.id, answer, by=world.by("planner"))
    return SimpleNamespace(plan=plan, **{f"p{name}": row for name, row in rows.items()})


def values(world: SimpleNamespace, by: str = "viewer") -> dict[str, Any]:
    return conservation_pdf._values(world.site, world.by(by))


def test_every_paragraph_stands_with_what_was_done_and_what_plans_answer(
    world: SimpleNamespace, asked: SimpleNamespace
) -> None:
    (decision,) = values(world)["decisions"]
    assert decision["title"] == "EXERCISE 7A.1"
    fifth, sixth = decision["paragraphs"]
    assert "§5" in fifth["number"]
    assert "§6" in sixth["number"]
    assert "One project was sent." in fifth["done"]
    # Of the plan that was submitted, not of the draft beside it.
    (answer,) = fifth["plans"]
    assert "Only what is loose is lifted." in answer
    assert (sixth["done"], sixth["plans"]) == ("nothing recorded", [])


def test_grave_damage_and_incidents_since_the_last_decision_are_its_other_issues(
    world: SimpleNamespace, asked: SimpleNamespace
) -> None:
    blast = IncidentIn(id=ids.uuid7(), site=world.site.id, title={"en": "Blast"})
    register.record_incident(blast, by=world.by("verifier"))
    factories.monument(world.site, "Proposal", provisional=True)
    found = values(world)
    assert [title for _day, title, _mechanism in found["incidents"]] == ["\u2068Blast\u2069"]
    assert found["assessed"] == "Of 1 monument on the register 1 has a verified state."
    assert [row[1:2] for row in found["worst"]] == [["Destroyed"]]
    assert "1" in {count for _label, count in found["grades"]}


def test_nothing_of_a_guarded_monument_but_its_kind_leaves_the_house(
    world: SimpleNamespace, asked: SimpleNamespace
) -> None:
    Monument.objects.filter(pk=world.arch.pk).update(sensitivity="guarded")
    Plan.objects.update(title=f"EXERCISE {world.arch.label}")
    ((name, _grade, _seen),) = values(world, "verifier")["worst"]
    assert "name withheld" in name
    assert world.arch.label not in str(values(world, "verifier"))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_is_set_in_each_language_by_the_worker_for_whoever_asked(
    world: SimpleNamespace, asked: SimpleNamespace, language: str
) -> None:
    client = signed_in(world, "state_party")
    assert "State-of-conservation annex as PDF" in client.get(f"/sites/{world.site.id}/requests").content.decode()
    answer = client.post(f"/sites/{world.site.id}/conservation", {"language": language})
    made = Bundle.objects.get()
    make_bundle(made.id, by=system("bundle-worker"))
    made.refresh_from_db()
    assert (made.state, made.because) == ("ready", "")
    page = client.get(answer["Location"]).content.decode()
    assert "State-of-conservation annex as PDF" in page
    assert f"/sites/{world.site.id}" in page
    taken = drained(client.get(f"/bundles/{made.id}/file"))
    assert taken.headers["Content-Type"] == "application/pdf"
    with pytest.raises(NotFound):
        exchange.bundle(made.id, by=world.by("viewer"))
    assert signed_in(world, "outsider").post(f"/sites/{world.site.id}/conservation").status_code in (403, 404)
