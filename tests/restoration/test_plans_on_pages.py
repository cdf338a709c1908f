"""A plan is written on pages as over REST: packages that wait for each other, lines that are corrected, what came back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assessments.kit import ids
from assessments.restoration import operations, queries
from assessments.restoration.messages import PlanIn
from assessments.restoration.models import EstimateLine, Plan, WorkPackage
from tests import factories
from tests.browser_form import form_values
from tests.product.url_map import signed_in

LINE = {
    "element": "Frames", "category": "shoring", "quantity": "6,5", "unit": "nr", "low_rate": "10", "likely_rate": "20",
    "high_rate": "٣٥", "rate_source": "Quotation", "rate_date": "2016-05-01",
}  # fmt: skip


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    return operations.create_plan(
        PlanIn(id=ids.uuid7(), site=world.site.id, title="EXERCISE Arch", monuments=[world.arch.id], track="emergency"),
        by=world.by("planner"),
    )


def sent(client: Any, address: str, data: dict[str, Any], status: int = 302) -> str:
    answer = client.post(address, data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def written(world: SimpleNamespace, plan: Plan) -> Any:
    """A planner's browser, after one package with one line was added."""
    client = signed_in(world, "planner")
    days = {"low_days": "2", "likely_days": "3", "high_days": "5"}
    sent(client, f"/plans/{plan.id}/packages/new", {"title": "Shoring", **days})
    sent(client, f"/packages/{WorkPackage.objects.get().id}/lines/new", LINE)
    edit = form_values(client.get(f"/plans/{plan.id}/edit").content.decode())
    edit |= {
        "objectives": "Hold it.",
        "approach": "Timber.",
        "estimate_class": "4",
        "monuments": str(plan.monuments.get().pk),
    }
    sent(client, f"/plans/{plan.id}/edit", edit)
    return client


def test_a_plan_its_packages_and_lines_are_written_and_corrected(world: SimpleNamespace, plan: Plan) -> None:
    client = written(world, plan)
    plan.refresh_from_db()
    assert (plan.objectives, plan.estimate_class, plan.track) == ("Hold it.", 4, "emergency")
    line = EstimateLine.objects.get()
    assert (str(line.quantity), str(line.high_rate), line.rate_source) == ("6.500", "35.00", "Quotation")
    address = f"/lines/{line.id}/edit"
    form = form_values(client.get(address).content.decode())
    sent(client, address, form)
    line.refresh_from_db()
    assert line.version == 1  # nobody touched anything
    sent(client, address, form | {"likely_rate": "25"})
    line.refresh_from_db()
    assert (line.version, str(line.likely_rate), str(line.low_rate)) == (2, "25.00", "10.00")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"low_rate": "30"}, "Three points run low, likely, high"),
        ({"quantity": "0"}, "A quantity is more than nothing."),
        ({"quantity": "-3"}, "This is a number from 0"),
        ({"quantity": ""}, "A number is needed here."),
        ({"category": ""}, "Choose a category."),
    ],
)
def test_a_line_that_cannot_be_is_told_beside_its_field(
    world: SimpleNamespace, plan: Plan, typed: dict[str, str], sentence: str
) -> None:
    client = signed_in(world, "planner")
    sent(client, f"/plans/{plan.id}/packages/new", {"title": "Shoring"})
    page = sent(client, f"/packages/{WorkPackage.objects.get().id}/lines/new", LINE | typed, 422)
    assert sentence in page
    assert 'value="Frames"' in page
    assert not EstimateLine.objects.exists()


def test_packages_wait_for_each_other_but_not_in_a_circle(world: SimpleNamespace, plan: Plan) -> None:
    client = signed_in(world, "planner")
    sent(client, f"/plans/{plan.id}/packages/new", {"title": "Survey"})
    survey = WorkPackage.objects.get()
    sent(client, f"/plans/{plan.id}/packages/new", {"title": "Shoring", "depends_on": [str(survey.id)]})
    assert "Waits for: <bdi>Survey</bdi>" in " ".join(client.get(f"/plans/{plan.id}").content.decode().split())
    shoring = WorkPackage.objects.get(title="Shoring")
    form = form_values(client.get(f"/packages/{survey.id}/edit").content.decode())
    page = sent(client, f"/packages/{survey.id}/edit", form | {"depends_on": [str(shoring.id)]}, 422)
    assert "wait for each other in a circle" in page
    page = sent(client, f"/plans/{plan.id}/packages/new", {"title": "Roof", "low_days": "3"}, 422)
    assert "Give all three durations, or none." in page


def test_the_currency_stays_while_lines_are_priced_in_it(world: SimpleNamespace, plan: Plan) -> None:
    client = written(world, plan)
    form = form_values(client.get(f"/plans/{plan.id}/edit").content.decode())
    page = sent(client, f"/plans/{plan.id}/edit", form | {"currency": "syp"}, 422)
    assert "Lines are estimated in EUR." in page
    EstimateLine.objects.all().delete()
    sent(client, f"/plans/{plan.id}/edit", form | {"currency": "syp"})
    plan.refresh_from_db()
    assert plan.currency == "SYP"


def test_a_planner_is_told_that_a_plan_came_back_and_may_take_it_back(world: SimpleNamespace, plan: Plan) -> None:
    factories.report(world, upto="verified")
    client = written(world, plan)
    sent(client, f"/plans/{plan.id}/change", {"what": "submit"})
    assert "Plans that came back" not in client.get("/").content.decode()
    operations.send_back(plan.id, by=world.by("verifier"), note="Once more.")
    assert "Plans that came back" in client.get("/").content.decode()
    assert plan.title in client.get("/plans?waiting=returned").content.decode()
    assert list(queries.plans_returned_to(world.by("recorder"))) == []
    page = sent(client, f"/plans/{plan.id}/change", {"what": "withdraw"}, 422)
    assert "Say why it is taken back." in page
    sent(client, f"/plans/{plan.id}/change", {"what": "withdraw", "note": "Another plan covers it."})
    plan.refresh_from_db()
    assert plan.status == "withdrawn"
    assert client.get(f"/plans/{plan.id}/edit").status_code == 409
    assert 'value="withdraw"' not in client.get(f"/plans/{plan.id}").content.decode()


@pytest.mark.parametrize("address", ["/plans/{plan}/edit", "/plans/{plan}/packages/new"])
def test_others_do_not_write_it(world: SimpleNamespace, plan: Plan, address: str) -> None:
    assert signed_in(world, "recorder").get(address.format(plan=plan.id)).status_code == 404
    assert signed_in(world, "verifier").get(address.format(plan=plan.id)).status_code == 403


def test_a_version_that_is_no_number_breaks_nothing(world: SimpleNamespace, plan: Plan) -> None:
    answer = signed_in(world, "planner").post(f"/plans/{plan.id}/change", {"what": "submit", "version": "²"})
    assert answer.status_code == 412
    plan.refresh_from_db()
    assert plan.status == "draft"
