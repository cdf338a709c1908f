"""Lines may be estimated in any currency for which the plan states a dated exchange rate."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.restoration.models import EstimateLine
from tests.product.url_map import signed_in
from tests.restoration import plans

SYP = {"currency": "SYP", "amount": "500", "equals": "1", "kind": "market", "on": "2016-10-01", "source": "Bourse"}
LINE = {
    "category": "training_labour", "element": "Masons", "quantity": "10", "unit": "day",
    "rate": {"low": "1000", "likely": "2000", "high": "3000", "currency": "SYP"},
}  # fmt: skip


@pytest.fixture
def plan(world: SimpleNamespace, api: Any) -> SimpleNamespace:
    return plans.over_rest(world, api)


def test_a_currency_without_a_rate_is_refused_with_what_to_do(plan: SimpleNamespace) -> None:
    refused = plan.line(**LINE)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/rate/currency")
    assert refused.json["errors"][0]["detail"] == (
        "The plan has no exchange rate for SYP. Give it one first; it is estimated in EUR."
    )
    assert not EstimateLine.objects.exists()


def test_totals_are_in_the_plans_currency_and_lines_stay_in_their_own(
    plan: SimpleNamespace, world: SimpleNamespace
) -> None:
    plan.change(exchange_rates=[SYP])
    assert plan.line(**LINE).json["lines"][0]["rate"]["currency"] == "SYP"
    total = plan.planner.get(f"/plans/{plan.id}/estimate").json["total"]
    assert total["likely"] == {"amount": "40.00", "currency": "EUR"}
    page = signed_in(world, "planner").get(f"/plans/{plan.id}").content.decode()
    assert "500 SYP = 1 EUR" in page
    assert "Market rate, 1 October 2016 · \u2068Bourse\u2069" in page
    assert "3\u202f000\u00a0SYP" in page


def test_a_rate_stays_as_long_as_lines_need_it(plan: SimpleNamespace) -> None:
    plan.change(exchange_rates=[SYP])
    plan.line(**LINE)
    refused = plan.change(exchange_rates=[])
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "in_use")
    # The plan may go over to another currency, when it says anew what the lines are in that.
    assert plan.change(currency="USD").json["errors"][0]["detail"] == (
        "The exchange rates are stated in EUR. Give them anew in the other currency."
    )
    assert plan.change(currency="USD", exchange_rates=[SYP | {"amount": "250", "equals": "0.5"}]).status == 200
    total = plan.planner.get(f"/plans/{plan.id}/estimate").json["total"]
    assert total["likely"] == {"amount": "40.00", "currency": "USD"}


def test_a_plan_in_which_lines_are_in_its_own_currency_keeps_it(plan: SimpleNamespace) -> None:
    euros = {"low": "1", "likely": "2", "high": "3", "currency": "EUR"}
    plan.line(**LINE | {"rate": euros})
    assert plan.change(currency="USD").json["errors"][0]["detail"] == (
        "Lines are estimated in EUR. Give its exchange rate, or take them out first."
    )
    rate = {"currency": "EUR", "amount": "1", "equals": "1.12", "kind": "official", "on": "2016-10-01"}
    assert plan.change(currency="USD", exchange_rates=[rate]).status == 200
    total = plan.planner.get(f"/plans/{plan.id}/estimate").json["total"]
    assert total["likely"] == {"amount": "22.40", "currency": "USD"}


@pytest.mark.parametrize(
    ("rates", "pointer"),
    [
        ([SYP | {"currency": "EUR"}], "/exchange_rates/0/currency"),
        ([SYP, SYP | {"kind": "official"}], "/exchange_rates/1/currency"),
        ([SYP | {"amount": "0"}], "/exchange_rates/0/amount"),
        ([SYP | {"equals": "-1"}], "/exchange_rates/0/equals"),
        ([SYP | {"amount": "NaN"}], "/exchange_rates/0/amount"),
        ([SYP | {"amount": "1e30"}], "/exchange_rates/0/amount"),
        ([SYP | {"amount": "1e-999999", "equals": "1e999999"}], "/exchange_rates/0/amount"),
        ([SYP | {"amount": "1e900000", "equals": "1e900000"}], "/exchange_rates/0/amount"),
        ([SYP | {"amount": "1." + "1" * 60}], "/exchange_rates/0/amount"),
        ([SYP | {"kind": "friendly"}], "/exchange_rates/0/kind"),
        ([SYP | {"on": "1 October"}], "/exchange_rates/0/on"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_at_its_place(
    plan: SimpleNamespace, rates: list[dict[str, str]], pointer: str
) -> None:
    refused = plan.change(exchange_rates=rates)
    assert refused.status in (400, 422)
    assert refused.json["errors"][0]["pointer"] == pointer


def test_a_planner_types_the_rate_on_the_page_and_chooses_it_for_a_line(
    plan: SimpleNamespace, world: SimpleNamespace
) -> None:
    client = signed_in(world, "planner")
    assert 'name="currency"' not in client.get(f"/packages/{plan.package}/lines/new").content.decode()
    row = {
        "exchange_rates-0-currency": "syp", "exchange_rates-0-amount": "٥٠٠", "exchange_rates-0-equals": "1",
        "exchange_rates-0-kind": "official", "exchange_rates-0-on": "2016-10-01", "exchange_rates-0-source": "",
    }  # fmt: skip
    typed = {
        "version": "1", "title": "EXERCISE", "track": "restoration", "monuments": [str(world.arch.id)],
        "currency": "EUR", "language": "en", "contingency_rule": "none", **row,
    }  # fmt: skip
    bad = client.post(f"/plans/{plan.id}/edit", typed | {"exchange_rates-0-on": "soon"})
    assert bad.status_code == 422
    assert "Row 1: A day is written as 2016-04-25." in bad.content.decode()
    for amount in ("1e20000000", "1e-999999"):
        endless = client.post(f"/plans/{plan.id}/edit", typed | {"exchange_rates-0-amount": amount})
        assert (endless.status_code, len(endless.content) < 200_000) == (422, True)
    both = client.post(f"/plans/{plan.id}/edit", typed | {"contingency_rule": "by_class", "contingency_percent": "12"})
    assert "A share of your own goes with the rule" in both.content.decode()
    assert client.post(f"/plans/{plan.id}/edit", typed).status_code == 302
    assert plan.planner.get(f"/plans/{plan.id}").json["exchange_rates"] == [
        {"currency": "SYP", "amount": "500", "equals": "1", "kind": "official", "on": "2016-10-01", "source": ""}
    ]
    line = {
        "element": "Masons", "category": "training_labour", "quantity": "10", "unit": "day", "low_rate": "1000",
        "likely_rate": "2000", "high_rate": "3000", "currency": "SYP",
    }  # fmt: skip
    assert client.post(f"/packages/{plan.package}/lines/new", line).status_code == 302
    made = EstimateLine.objects.get()
    assert made.currency == "SYP"
    assert client.post(f"/lines/{made.id}/edit", line | {"version": "1", "currency": "EUR"}).status_code == 302
    made.refresh_from_db()
    assert (made.currency, made.likely_rate) == ("EUR", 2000)


def test_the_database_refuses_a_currency_without_a_rate_from_either_side(plan: SimpleNamespace) -> None:
    plan.change(exchange_rates=[SYP])
    plan.line(**LINE)
    for statement in (
        "UPDATE assessments_estimateline SET currency = 'USD'",
        "UPDATE assessments_plan SET exchange_rates = '[]'",
        "UPDATE assessments_plan SET currency = 'USD', exchange_rates = '[]'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
