"""A plan's forecast: asked for, worked out by the worker, read on its page and over REST, counted from the approval."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from assessments.kit import ids
from assessments.kit.actor import system
from assessments.kit.errors import IdTaken, Invalid
from assessments.restoration import operations, queries
from assessments.restoration.messages import (
    Duration,
    ForecastIn,
    LineIn,
    PackageIn,
    PackagePatch,
    PlanIn,
    PlanPatch,
    Rate,
)
from assessments.restoration.models import Forecast, Plan, WorkPackage
from assessments.restoration.operations.forecasting import FORECAST_TASK, forecasts_due
from assessments.restoration.rules import MAX_PACKAGES
from tests import factories
from tests.browser_form import form_values
from tests.product.url_map import signed_in

PRINCIPAL = ("p10", "p50", "p80", "p90")


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    """Two packages of one crew, each with a line; ready to be submitted."""
    factories.report(world, upto="verified")
    planner = world.by("planner")
    made = operations.create_plan(
        PlanIn(
            id=ids.uuid7(), site=world.site.id, title="EXERCISE Arch", monuments=[world.arch.id],
            track="emergency", objectives="Hold it.", approach="Timber.", estimate_class=4,
        ),
        by=planner,
    )  # fmt: skip
    for title, likely in (("Survey", 10), ("Shoring", 20)):
        days = Duration(Decimal(likely - 5), Decimal(likely), Decimal(likely + 15))
        package = PackageIn(id=ids.uuid7(), title=title, duration_days=days, crew="masons")
        operations.add_package(made.id, package, by=planner)
        rate = Rate(low=Decimal(10), likely=Decimal(20), high=Decimal(50), currency="EUR")
        line = LineIn(
            id=ids.uuid7(), category="shoring", element="Frames", quantity=Decimal(6), unit="nr", rate=rate,
            rate_source="Quotation", rate_date=date(2016, 5, 1),
        )  # fmt: skip
        operations.add_line(package.id, line, by=planner)
    made.refresh_from_db()
    return made


def worked_out(world: SimpleNamespace, plan: Plan, **assumed: Any) -> Forecast:
    asked = operations.ask_forecast(plan.id, ForecastIn(id=ids.uuid7(), **assumed), by=world.by("planner"))
    operations.make_forecast(asked.id, by=system("forecaster"))
    asked.refresh_from_db()
    return asked


def test_percentiles_of_cost_and_duration_and_the_end_from_the_approval_awaited(
    world: SimpleNamespace, plan: Plan, api: Any
) -> None:
    worked_out(world, plan, seed=7)
    found = api("planner").get(f"/plans/{plan.id}/forecast").json
    assert found["state"] == "ready"
    assert found["assumes"] == "no interruption"
    assert found["assumptions"]["seed"] == 7
    for total in (found["cost"], found["days"]):
        points = [total[name] for name in PRINCIPAL]
        assert points == sorted(points)
        assert points[0] < points[-1]
    # Both packages are the masons', so one follows the other: at least 5 + 15 days, at most 25 + 35.
    assert 20 <= found["days"]["p10"] < found["days"]["p90"] <= 60
    assert 120 <= found["cost"]["p10"] < found["cost"]["p90"] <= 600
    assert found["approval_is_awaited"] is True
    assert found["counted_from"] == str(plan.site.today)
    later = date.fromisoformat(found["end_date"]["p80"]) - plan.site.today
    assert timedelta(days=found["days"]["p80"] * 1.4) <= later < timedelta(days=found["days"]["p80"] * 1.4 + 1)


def test_two_teams_of_a_crew_work_beside_each_other(world: SimpleNamespace, plan: Plan) -> None:
    one = worked_out(world, plan, seed=7)
    operations.change_plan(
        plan.id, PlanPatch(crews={"masons": 2}), expected_version=plan.version, by=world.by("planner")
    )
    both = worked_out(world, plan, seed=7)
    assert both.result is not None
    assert one.result is not None
    assert both.result["days"]["p50"] < one.result["days"]["p50"] - 5
    assert both.result["cost"] == one.result["cost"]


def test_one_of_an_earlier_estimate_says_so(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    worked_out(world, plan)
    assert api("planner").get(f"/plans/{plan.id}/forecast").json["is_of_this_estimate"] is True
    package = WorkPackage.objects.get(title="Survey")
    patch = PackagePatch(duration_days=Duration(Decimal(50), Decimal(60), Decimal(70)))
    operations.change_package(package.id, patch, expected_version=package.version, by=world.by("planner"))
    assert api("planner").get(f"/plans/{plan.id}/forecast").json["is_of_this_estimate"] is False
    page = signed_in(world, "planner").get(f"/plans/{plan.id}").content.decode()
    assert "The estimate has changed since this forecast was made." in page


def test_who_judges_a_submitted_plan_finds_its_forecast(world: SimpleNamespace, plan: Plan) -> None:
    operations.submit(plan.id, by=world.by("planner"))
    due = Forecast.objects.get()
    assert due.state == "due"
    assert (FORECAST_TASK, due.pk) in list(forecasts_due())
    operations.make_forecast(due.pk, by=system("forecaster"))
    page = signed_in(world, "verifier").get(f"/plans/{plan.id}").content.decode()
    assert "Forecast, assuming no interruption" in page
    assert "End, were it approved today" in page
    assert "P80" in page
    assert "The estimate has changed" not in page
    assert "Work it out" not in page


def test_once_works_are_authorised_the_end_counts_from_its_day(world: SimpleNamespace, plan: Plan) -> None:
    plan.status, plan.state_since = "permit_issued", datetime(2016, 5, 2, 10, tzinfo=UTC)
    start = queries.works_begin(plan)
    assert (start.day, start.is_awaited) == (date(2016, 5, 2), False)
    assert start.after(5) == date(2016, 5, 9)
    assert start.after(1) == date(2016, 5, 4)  # a part of a day is a day


def test_a_planner_asks_for_it_on_the_page_and_reads_what_moves_it(world: SimpleNamespace, plan: Plan) -> None:
    client = signed_in(world, "planner")
    answer = client.post(
        f"/plans/{plan.id}/forecast",
        {"distribution": "triangular", "correlation_of_costs": "0,5", "correlation_of_days": "٠٫٢"},
    )
    assert answer.status_code == 302
    asked = Forecast.objects.get()
    assert asked.assumptions["distribution"] == "triangular"
    assert (asked.assumptions["correlation_of_costs"], asked.assumptions["correlation_of_days"]) == (0.5, 0.2)
    assert "It is being worked out." in client.get(f"/plans/{plan.id}").content.decode()
    operations.make_forecast(asked.pk, by=system("forecaster"))
    page = " ".join(client.get(f"/plans/{plan.id}").content.decode().split())
    assert "What moves the cost" in page
    assert "What moves the duration" in page
    assert "Triangular" in page
    assert "costs move together by 0.5" in page
    assert "Schedule, with likely durations" in page
    assert "30 working days in all." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"correlation_of_costs": "1.2"}, "0.95"),
        ({"correlation_of_days": "much"}, "number"),
        ({"distribution": "gut"}, "distribution"),
    ],
)
def test_an_assumption_that_cannot_be_is_told(
    world: SimpleNamespace, plan: Plan, typed: dict[str, str], sentence: str
) -> None:
    answer = signed_in(world, "planner").post(
        f"/plans/{plan.id}/forecast",
        {"distribution": "pert", "correlation_of_costs": "0.3", "correlation_of_days": "0.3"} | typed,
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Forecast.objects.exists()


def test_nothing_estimated_gives_no_forecast(world: SimpleNamespace) -> None:
    bare = operations.create_plan(
        PlanIn(id=ids.uuid7(), site=world.site.id, title="Bare", monuments=[world.arch.id]), by=world.by("planner")
    )
    with pytest.raises(Invalid, match="Nothing is estimated yet"):
        worked_out(world, bare)


def test_one_of_costs_alone_gives_no_end(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    WorkPackage.objects.update(low_days=None, likely_days=None, high_days=None)
    worked_out(world, plan)
    found = api("planner").get(f"/plans/{plan.id}/forecast").json
    assert found["end_date"] is None
    assert found["days"] is None
    assert found["cost"]["p50"] > 0


def test_others_neither_ask_for_it_nor_learn_of_it(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    body = {"id": str(ids.uuid7())}
    assert api("planner").get(f"/plans/{plan.id}/forecast").status == 404
    assert api("verifier").post(f"/plans/{plan.id}/forecast", body).status == 403
    assert api("outsider").post(f"/plans/{plan.id}/forecast", body).status == 404
    made = api("planner").post(f"/plans/{plan.id}/forecast", body)
    assert made.status == 201
    assert made.json["state"] == "due"
    again = api("planner").post(f"/plans/{plan.id}/forecast", body)
    assert again.json["asked_at"] == made.json["asked_at"]
    assert api("outsider").get(f"/plans/{plan.id}/forecast").status == 404


def test_one_is_worked_out_once_and_given_up_after_five_attempts(world: SimpleNamespace, plan: Plan) -> None:
    made = worked_out(world, plan)
    at = made.made_at
    operations.make_forecast(made.pk, by=system("forecaster"))
    made.refresh_from_db()
    assert made.made_at == at
    asked = operations.ask_forecast(plan.id, ForecastIn(id=ids.uuid7()), by=world.by("planner"))
    Forecast.objects.filter(pk=asked.pk).update(attempt=5)
    operations.make_forecast(asked.pk, by=system("forecaster"))
    asked.refresh_from_db()
    assert asked.state == "failed"
    page = signed_in(world, "planner").get(f"/plans/{plan.id}").content.decode()
    assert "The forecast could not be worked out." in page


def test_the_database_refuses_a_result_without_its_basis(world: SimpleNamespace, plan: Plan) -> None:
    made = worked_out(world, plan)
    with pytest.raises(IntegrityError, match="a_forecast_names_its_basis"), transaction.atomic():
        Forecast.objects.filter(pk=made.pk).update(basis="")


def test_the_end_moves_with_seasons_and_stoppages_and_the_title_says_so(
    world: SimpleNamespace, plan: Plan, api: Any
) -> None:
    worked_out(world, plan, seed=7)
    planner = api("planner")
    before = planner.get(f"/plans/{plan.id}/forecast").json
    today = plan.site.today
    stopped = {"since": str(today), "until": str(today + timedelta(days=9)), "reason": "Lifting of mines"}
    answer = planner.patch(f"/plans/{plan.id}", {"stoppages": [stopped]}, version=plan.version)
    assert answer.json["stoppages"] == [stopped]
    after = planner.get(f"/plans/{plan.id}/forecast").json
    assert before["assumes"] == "no interruption"
    assert after["assumes"] == "no interruption beside the stoppages of the plan"
    assert after["is_of_this_estimate"] is True
    for name in PRINCIPAL:
        moved = date.fromisoformat(after["end_date"][name]) - date.fromisoformat(before["end_date"][name])
        assert moved == timedelta(days=10)
    page = " ".join(signed_in(world, "planner").get(f"/plans/{plan.id}").content.decode().split())
    assert "Forecast, assuming no interruption beside those stated" in page
    assert "Lifting of mines" in page


def test_works_that_may_never_go_on_end_in_no_year(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    worked_out(world, plan)
    always = {"since": "01-01", "until": "12-31"}
    api("planner").patch(f"/plans/{plan.id}", {"stoppages": [always]}, version=plan.version)
    assert api("planner").get(f"/plans/{plan.id}/forecast").json["end_date"]["p50"] is None
    assert "in more than a hundred years" in signed_in(world, "planner").get(f"/plans/{plan.id}").content.decode()


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("2026-12-01", "02-28", "write both with a year, or both without"),
        ("2026-12-02", "2026-12-01", "it ends before it begins"),
        ("02-30", "03-01", "there is no such day"),
        ("December", "03-01", "is no day"),
        ("12-01", "", "Say until when works stand still."),
    ],
)
def test_a_stoppage_that_cannot_be_is_told_on_the_form(
    world: SimpleNamespace, plan: Plan, since: str, until: str, sentence: str
) -> None:
    client = signed_in(world, "planner")
    form = form_values(client.get(f"/plans/{plan.id}/edit").content.decode())
    form |= {"stoppages-0-since": since, "stoppages-0-until": until}
    answer = client.post(f"/plans/{plan.id}/edit", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_season_is_typed_in_the_readers_digits(world: SimpleNamespace, plan: Plan) -> None:
    client = signed_in(world, "planner")
    form = form_values(client.get(f"/plans/{plan.id}/edit").content.decode())
    form |= {"stoppages-0-since": "١٢-٠١", "stoppages-0-until": "٠٢-٢٨", "stoppages-0-reason": "Rain"}
    assert client.post(f"/plans/{plan.id}/edit", form).status_code == 302
    plan.refresh_from_db()
    assert plan.stoppages == [{"since": "12-01", "until": "02-28", "reason": "Rain"}]
    # Sent again untouched, nothing changes.
    form = form_values(client.get(f"/plans/{plan.id}/edit").content.decode())
    client.post(f"/plans/{plan.id}/edit", form)
    assert Plan.objects.get(pk=plan.pk).version == plan.version


def test_a_plan_has_no_more_packages_than_a_forecast_can_hold(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    have = plan.packages.count()
    rows = [WorkPackage(plan=plan, title=f"Package {one}", place_in_list=one) for one in range(have, MAX_PACKAGES)]
    WorkPackage.objects.bulk_create(rows)
    refused = api("planner").post(f"/plans/{plan.id}/packages", {"id": str(ids.uuid7()), "title": "One more"})
    assert refused.status == 422
    assert "at most 300 work packages" in refused.json["errors"][0]["detail"]
    assert worked_out(world, plan).state == "ready"


def test_the_newest_is_the_one_asked_for_last_whatever_its_id(world: SimpleNamespace, plan: Plan) -> None:
    planner = world.by("planner")
    operations.ask_forecast(plan.id, ForecastIn(id=UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")), by=planner)
    later = operations.ask_forecast(plan.id, ForecastIn(id=ids.uuid7()), by=planner)
    assert queries.latest_forecast(plan) == later


def test_an_id_is_not_used_for_two_forecasts(world: SimpleNamespace, plan: Plan) -> None:
    asked = ForecastIn(id=ids.uuid7())
    first = operations.ask_forecast(plan.id, asked, by=world.by("planner"))
    assert operations.ask_forecast(plan.id, asked, by=world.by("planner")) == first
    with pytest.raises(IdTaken):
        operations.ask_forecast(plan.id, ForecastIn(id=asked.id, correlation_of_costs=0.9), by=world.by("planner"))


def test_it_keeps_the_currency_in_which_it_was_made(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    worked_out(world, plan)
    rate = {"currency": "EUR", "amount": "1", "equals": "1.12", "kind": "official", "on": "2016-10-01"}
    changed = {"currency": "USD", "exchange_rates": [rate]}
    assert api("planner").patch(f"/plans/{plan.id}", changed, version=plan.version).status == 200
    found = api("planner").get(f"/plans/{plan.id}/forecast").json
    assert (found["currency"], found["is_of_this_estimate"]) == ("EUR", False)


def test_works_that_will_not_begin_have_no_end(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    worked_out(world, plan)
    operations.withdraw(plan.id, by=world.by("planner"), note="Another plan covers it.")
    found = api("planner").get(f"/plans/{plan.id}/forecast").json
    assert (found["end_date"], found["counted_from"], found["approval_is_awaited"]) == (None, None, False)
    assert "were it approved today" not in signed_in(world, "planner").get(f"/plans/{plan.id}").content.decode()


def test_a_refused_page_waits_for_the_forecast_at_an_address_that_answers(world: SimpleNamespace, plan: Plan) -> None:
    operations.ask_forecast(plan.id, ForecastIn(id=ids.uuid7()), by=world.by("planner"))
    refused = signed_in(world, "planner").post(f"/plans/{plan.id}/forecast", {"correlation_of_costs": "2"})
    assert refused.status_code == 422
    assert f'hx-get="/plans/{plan.id}"' in refused.content.decode()


@pytest.mark.parametrize("wrong", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused_in_durations_and_rates(
    world: SimpleNamespace, plan: Plan, api: Any, wrong: str
) -> None:
    body = {"id": str(ids.uuid7()), "title": "T", "duration_days": {"low": "1", "likely": "2", "high": wrong}}
    assert api("planner").post(f"/plans/{plan.id}/packages", body).status == 422
    package = WorkPackage.objects.filter(plan=plan)[0]
    line = {"id": str(ids.uuid7()), "category": "shoring", "element": "E", "quantity": "1", "unit": "nr"}
    rate = {"low": "1", "likely": "2", "high": "3", "currency": "EUR"}
    address = f"/packages/{package.id}/lines"
    assert api("planner").post(address, line | {"rate": rate | {"high": wrong}}).status == 422
    assert api("planner").post(address, line | {"rate": rate, "quantity": wrong}).status == 422
    assert api("planner").post(address, line | {"rate": rate | {"high": "1e13"}}).status == 422
