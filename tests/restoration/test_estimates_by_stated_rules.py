"""An estimate adds contingency and rising prices by rules that it states, and never twice."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.kit import ids
from assessments.restoration import additions, queries
from assessments.restoration.models import Plan
from tests.product.url_map import signed_in
from tests.restoration import plans

LINE = {
    "category": "shoring", "element": "Frames", "quantity": "10", "unit": "nr",
    "rate": {"low": "80", "likely": "100", "high": "160", "currency": "EUR"},
}  # fmt: skip


@pytest.fixture
def plan(world: SimpleNamespace, api: Any) -> SimpleNamespace:
    """A plan with one package and one line of 800, 1,000 and 1,600 euros, over REST."""
    made = plans.over_rest(world, api, price_date="2016-01-01", estimate_class=3)
    assert made.line(**LINE).status == 201
    return made


def estimate(plan: SimpleNamespace) -> Any:
    return plan.planner.get(f"/plans/{plan.id}/estimate").json


def test_the_share_follows_the_class_and_prices_rise_to_the_middle_of_the_works(plan: SimpleNamespace) -> None:
    plan.change(contingency_rule="by_class", escalation_percent="10", escalation_until="2018-01-01")
    found = estimate(plan)
    # Two years and the leap day of 2016: 1.1 ** (731 / 365.25).
    assert (found["contingency"]["percent"], found["escalation"]["factor"]) == ("20", "1.2102")
    assert found["lines"]["likely"]["amount"] == "1000.00"
    assert found["contingency"]["amount"]["likely"]["amount"] == "200.00"
    assert found["total"]["likely"]["amount"] == "1452.24"
    parts = [found["lines"], found["contingency"]["amount"], found["escalation"]["amount"]]
    for point in ("low", "likely", "high"):
        assert sum(Decimal(one[point]["amount"]) for one in parts) == Decimal(found["total"][point]["amount"])


def test_the_range_of_its_class_stands_beside_the_total(plan: SimpleNamespace) -> None:
    # Expected (800 + 4 × 1,000 + 1,600) / 6 = 1,066.67; class 3 ends between -20 and +30 percent.
    assert estimate(plan)["accuracy"] == {
        "low": {"amount": "853.33", "currency": "EUR"}, "high": {"amount": "1386.67", "currency": "EUR"},
    }  # fmt: skip
    plan.change(estimate_class=None)
    assert estimate(plan)["accuracy"] is None


def test_a_rule_by_class_without_a_class_adds_nothing_and_says_so(
    plan: SimpleNamespace, world: SimpleNamespace
) -> None:
    plan.change(estimate_class=None, contingency_rule="by_class")
    found = estimate(plan)
    assert (found["contingency"]["percent"], found["total"]) == (None, found["lines"])
    assert "by class, and no class is stated" in signed_in(world, "planner").get(f"/plans/{plan.id}").content.decode()


def test_the_forecast_counts_what_the_estimate_counts(plan: SimpleNamespace) -> None:
    row = Plan.objects.get(pk=plan.id)
    (before,) = queries.forecast_basis(row, queries.packages_of(row)).packages[0].costs
    plan.change(contingency_rule="stated", contingency_percent="50", contingency_reason="Hidden defects")
    row.refresh_from_db()
    (after,) = queries.forecast_basis(row, queries.packages_of(row)).packages[0].costs
    assert (before.likely, after.likely) == (1000.0, 1500.0)


def test_what_is_added_by_a_rule_and_by_lines_too_is_not_submitted(plan: SimpleNamespace) -> None:
    body = {"id": str(ids.uuid7()), **LINE, "category": "contingency"}
    plan.planner.post(f"/packages/{plan.package}/lines", body)
    codes = {one["code"] for one in plan.planner.post(f"/plans/{plan.id}/submit", {}, version=1).json["errors"]}
    assert "contingency_twice" not in codes
    version = plan.change(contingency_rule="by_class").json["version"]
    refused = plan.planner.post(f"/plans/{plan.id}/submit", {}, version=version)
    assert "contingency_twice" in {one["code"] for one in refused.json["errors"]}


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"contingency_rule": "stated"}, "/contingency_percent"),
        ({"contingency_rule": "stated", "contingency_percent": "101"}, "/contingency_percent"),
        ({"contingency_rule": "stated", "contingency_percent": "-1"}, "/contingency_percent"),
        ({"contingency_rule": "stated", "contingency_percent": "NaN"}, "/contingency_percent"),
        ({"contingency_rule": "by_class", "contingency_percent": "10"}, "/contingency_percent"),
        ({"contingency_rule": "guess"}, "/contingency_rule"),
        ({"escalation_percent": "8"}, "/escalation_until"),
        ({"escalation_until": "2018-01-01"}, "/escalation_percent"),
        ({"escalation_percent": "201", "escalation_until": "2018-01-01"}, "/escalation_percent"),
        ({"escalation_percent": "Infinity", "escalation_until": "2018-01-01"}, "/escalation_percent"),
        ({"escalation_percent": "8", "escalation_until": "2015-12-31"}, "/escalation_until"),
        ({"escalation_percent": "8", "escalation_until": "2099-12-31"}, "/escalation_until"),
        ({"escalation_percent": "8", "escalation_until": "2018-01-01", "price_date": None}, "/price_date"),
    ],
)
def test_rules_that_do_not_hold_together_are_refused_at_the_field(
    plan: SimpleNamespace, values: dict[str, Any], pointer: str
) -> None:
    refused = plan.change(**values)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_share_that_is_no_longer_stated_goes(plan: SimpleNamespace) -> None:
    plan.change(contingency_rule="stated", contingency_percent="50")
    assert plan.change(contingency_rule="none").json["contingency_percent"] is None
    assert estimate(plan)["total"] == estimate(plan)["lines"]


@pytest.mark.parametrize(
    "column", ["contingency_percent = 10", "contingency_rule = 'stated'", "escalation_percent = 5", "escalation_until = now()"]
)  # fmt: skip
def test_the_database_refuses_a_rule_by_halves(plan: SimpleNamespace, column: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE assessments_plan SET {column} WHERE id = %s", [plan.id])


def test_the_largest_of_everything_keeps_its_cents(plan: SimpleNamespace) -> None:
    plan.change(
        contingency_rule="stated", contingency_percent="100", escalation_percent="200", escalation_until="2045-12-01",
        exchange_rates=[{"currency": "SYP", "amount": "1", "equals": "1000000000", "kind": "market", "on": "2016-01-01"}],
    )  # fmt: skip
    most = {"low": "1000000000000", "likely": "1000000000000", "high": "1000000000000", "currency": "SYP"}
    body = {"id": str(ids.uuid7()), **LINE, "quantity": "1000000000", "rate": most}
    assert plan.planner.post(f"/packages/{plan.package}/lines", body).status == 201
    assert estimate(plan)["total"]["p90"]["amount"].partition(".")[2].isdigit()
    assert plan.planner.get(f"/plans/{plan.id}").status == 200


def test_the_arithmetic_is_the_one_that_is_shown() -> None:
    added = additions.Additions(Decimal(20), Decimal("1.2102"))
    assert added.factor == Decimal("1.45224")
    assert additions.exchange_factors("EUR", [{"currency": "SYP", "amount": "500", "equals": "2"}]) == {
        "EUR": 1, "SYP": Decimal("0.004"),
    }  # fmt: skip
