"""Two planners at once make no circle of packages that wait for each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.kit import ids
from assessments.kit.errors import Invalid
from assessments.restoration import operations
from assessments.restoration.messages import Duration, PackageIn, PackagePatch, PlanIn
from assessments.restoration.models import WorkPackage
from tests import factories
from tests.races.test_two_at_once import at_once

DAYS = Duration(Decimal(1), Decimal(2), Decimal(3))


def test_of_two_changes_that_close_a_circle_one_is_refused(own_database: str) -> None:
    world = factories.make_world()

    def package(plan: UUID) -> UUID:
        message = PackageIn(id=ids.uuid7(), title="A", duration_days=DAYS)
        return operations.add_package(plan, message, by=world.by("planner")).id

    def waits(one: UUID, other: UUID) -> Any:
        patch = PackagePatch(depends_on=[other])
        return operations.change_package(one, patch, by=world.by("planner"), expected_version=1)

    for _round in range(8):
        plan = operations.create_plan(PlanIn(id=ids.uuid7(), site=world.site.id, title="P"), by=world.by("planner"))
        first, second = package(plan.id), package(plan.id)
        outcomes = at_once(lambda a=first, b=second: waits(a, b), lambda a=first, b=second: waits(b, a))
        assert sorted(isinstance(one, Invalid) for one in outcomes) == [False, True]
        assert WorkPackage.depends_on.through.objects.filter(from_workpackage__plan=plan.pk).count() == 1
