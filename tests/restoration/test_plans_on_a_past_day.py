"""A plan of a past day stands in the state of that day, with the versions that had been submitted by then."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assessments.kit import clock, ids
from assessments.restoration import operations, queries
from assessments.restoration.messages import Duration, LineIn, PackageIn, PlanIn, Rate
from assessments.restoration.models import Plan
from tests import factories
from tests.product.url_map import signed_in

BEGUN, SUBMITTED, SENT_BACK = (datetime(2016, month, 10, 9, tzinfo=UTC) for month in (5, 6, 7))


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    by = world.by("planner")
    with clock.at(BEGUN):
        factories.report(world, upto="verified")
        made = operations.create_plan(
            PlanIn(
                id=ids.uuid7(), site=world.site.id, title="Shore the arch", monuments=[world.arch.id],
                track="emergency", objectives="Hold it.", approach="Timber frames.", estimate_class=4,
            ),
            by=by,
        )  # fmt: skip
        days = Duration(Decimal(2), Decimal(3), Decimal(5))
        package = operations.add_package(made.id, PackageIn(id=ids.uuid7(), title="Shoring", duration_days=days), by=by)
        rate = Rate(low=Decimal(10), likely=Decimal(20), high=Decimal(35), currency="EUR")
        line = LineIn(id=ids.uuid7(), category="shoring", element="Frames", quantity=Decimal(6), unit="nr", rate=rate)
        operations.add_line(package.id, line, by=by)
    with clock.at(SUBMITTED):
        operations.submit(made.id, by=by)
    with clock.at(SENT_BACK):
        operations.send_back(made.id, by=world.by("verifier"), note="Once more.")
    return Plan.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("day", "status", "since"),
    [("2016-05-20", "draft", BEGUN), ("2016-06-20", "internal_review", SUBMITTED), ("2016-07-20", "draft", SENT_BACK)],
)
def test_a_state_is_that_of_the_day(plan: Plan, day: str, status: str, since: datetime) -> None:
    (then,) = queries.as_known([Plan.objects.get(pk=plan.pk)], datetime.fromisoformat(f"{day}T23:00:00+00:00"))
    assert (then.status, then.since) == (status, since)


def test_a_version_is_there_once_it_was_submitted(world: SimpleNamespace, plan: Plan) -> None:
    client = signed_in(world, "verifier")
    before, after = (
        client.get(f"/plans/{plan.id}?known_at={one}").content.decode() for one in ("2016-05-20", "2016-06-20")
    )
    assert "Dossier, version 1" not in before
    assert "Dossier, version 1" in after
    assert "Internal review" in after
    listed = client.get("/plans?known_at=2016-06-20&status=internal_review").content.decode()
    assert "Shore the arch" in listed
    assert "Shore the arch" not in client.get("/plans?status=internal_review").content.decode()
