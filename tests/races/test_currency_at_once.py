"""A plan changes its currency while a line is added: never is a line counted in another currency than it was priced in."""

from __future__ import annotations

from decimal import Decimal

from assessments.kit import ids
from assessments.kit.errors import Invalid
from assessments.restoration import operations
from assessments.restoration.messages import LineIn, PackageIn, PlanIn, PlanPatch, Rate
from assessments.restoration.models import EstimateLine, Plan
from tests import factories
from tests.races.test_two_at_once import at_once


def test_of_a_line_and_another_currency_one_is_refused(own_database: str) -> None:
    world = factories.make_world()
    by = world.by("planner")
    rate = Rate(low=Decimal(1), likely=Decimal(2), high=Decimal(3), currency="EUR")
    for _round in range(8):
        plan = operations.create_plan(PlanIn(id=ids.uuid7(), site=world.site.id, title="P"), by=by).id
        package = operations.add_package(plan, PackageIn(id=ids.uuid7(), title="A"), by=by).id
        line = LineIn(id=ids.uuid7(), category="shoring", element="E", quantity=Decimal(1), unit="nr", rate=rate)
        outcomes = at_once(
            lambda a=package, b=line: operations.add_line(a, b, by=by),
            lambda a=plan: operations.change_plan(a, PlanPatch(currency="SYP"), by=by, expected_version=1),
        )
        assert sorted(isinstance(one, Invalid) for one in outcomes) == [False, True]
        is_euro = Plan.objects.get(pk=plan).currency == "EUR"
        assert EstimateLine.objects.filter(package=package).exists() == is_euro
