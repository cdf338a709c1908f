"""Unknown ground is entered only with the authority's written leave, under escort, on one day, in one polygon."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage.models import DamageReport
from assessments.kit import geometry, ids
from assessments.register.models import Site
from tests import factories

HERE = geometry.circle(38.271, 34.549972, 100)
DAY = "2016-04-25"


@pytest.fixture(autouse=True)
def hazardous(world: SimpleNamespace) -> None:
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies")
    world.arch.refresh_from_db()


def permit(world: SimpleNamespace, api: Any, **fields: Any) -> Any:
    body = {
        "id": str(ids.uuid7()), "site": str(world.site.id), "location": HERE, "day": DAY, "reference": "TO-7/2016",
        "authority": "Mine action desk", "escort": "EOD team 2",
    }  # fmt: skip
    return api("safety_officer").post("/entry-permits", body | fields)


def outside(world: SimpleNamespace) -> bool:
    made = factories.report(world, upto="submitted", observed={"precision": "on", "from": DAY})
    return bool(DamageReport.objects.get(pk=made.pk).outside_released_area)


def test_a_report_under_escort_broke_no_rule(world: SimpleNamespace, api: Any) -> None:
    assert outside(world)
    assert permit(world, api).status == 201
    assert not outside(world)
    report = DamageReport.objects.latest("id")
    assert report.gate is not None
    assert (report.gate["status"], report.gate["permit"]) == ("unknown", "TO-7/2016")


def test_it_is_for_that_day_only_and_can_be_taken_back(world: SimpleNamespace, api: Any) -> None:
    made = permit(world, api, day="2016-04-26")
    assert outside(world)
    again = permit(world, api)
    gone = api("safety2").post(f"/entry-permits/{again.json['id']}/withdraw", {"note": "Escort ill"}, version=1)
    assert (made.status, gone.status) == (201, 200)
    assert outside(world)


@pytest.mark.parametrize("name", ["reference", "authority", "escort"])
def test_none_is_kept_without_reference_authority_and_escort(world: SimpleNamespace, api: Any, name: str) -> None:
    reply = permit(world, api, **{name: ""})
    assert (reply.status, reply.json["errors"][0]["pointer"]) == (422, f"/{name}")


def test_suspected_and_closed_ground_has_none(world: SimpleNamespace, api: Any) -> None:
    zone = {"id": str(ids.uuid7()), "site": str(world.site.id), "location": HERE, "status": "suspected",
            "surveyed_on": "2016-04-01"}  # fmt: skip
    assert api("safety_officer").post("/hazard-zones", zone).status == 201
    reply = permit(world, api, location=geometry.circle(38.272, 34.55, 100))
    assert (reply.status, reply.json["errors"][0]["code"]) == (422, "hazardous_ground")


def test_one_polygon_and_only_officers(world: SimpleNamespace, api: Any) -> None:
    two = {"type": "MultiPolygon", "coordinates": [HERE["coordinates"], geometry.circle(38.3, 34.6, 50)["coordinates"]]}
    assert permit(world, api, location=two).json["errors"][0]["code"] == "one_polygon"
    body = {"id": str(ids.uuid7()), "site": str(world.site.id), "location": HERE, "day": DAY, "reference": "x",
            "authority": "x", "escort": "x"}  # fmt: skip
    assert api("verifier").post("/entry-permits", body).status == 403
