"""The feed that clients fetch first: what differs from the site's answer, at most 20 kB, wrong only on the safe side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assessments.kit import bulk, clock, geometry
from assessments.register import ground
from assessments.register.models import AccessChange, Clearance, HazardZone, Monument, Site
from tests import factories

MANY = 20_000


@pytest.fixture(autouse=True)
def hazardous(world: SimpleNamespace) -> None:
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies", unknown_after_hours=24)


def feed(world: SimpleNamespace, api: Any) -> Any:
    return api("viewer").get(f"/sites/{world.site.id}/safety")


def monuments(world: SimpleNamespace, count: int) -> None:
    rows = []
    for number in range(count):
        place = geometry.placed(geometry.point(38.2 + number % 200 * 0.0005, 34.5 + number // 200 * 0.0005))
        names = [{"text": f"Tomb {number}", "language": "en", "kind": "official"}]
        rows.append(Monument(site=world.site, names=names, category="tower_tomb", **place))
    bulk.insert(rows)


def zone(world: SimpleNamespace, outline: Any, status: str = "confirmed") -> HazardZone:
    return HazardZone.objects.create(
        site=world.site, status=status, surveyed_on=clock.today(), **geometry.placed(outline)
    )


def clearance(world: SimpleNamespace, outline: Any) -> Clearance:
    paper = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate")
    return Clearance.objects.create(
        site=world.site, status="cleared", depth_cm=20, certificate_no="7", certificate_id=paper.id, operator="O",
        authority="A", issued_on=clock.today(), entered_by=world.users["safety_officer"],
        confirmed_by=world.users["safety2"], confirmed_at=clock.now(), **geometry.placed(outline),
    )  # fmt: skip


def test_it_tells_the_sites_answer_and_what_differs_from_it(world: SimpleNamespace, api: Any) -> None:
    monuments(world, 30)
    clearance(world, geometry.circle(38.271, 34.549972, 100))
    told = feed(world, api).json
    assert told["answer"] == {"status": "unknown", "because": "no_survey"}
    assert [(one["monument"], one["status"], one["depth_cm"]) for one in told["monuments"]] == [
        (str(world.arch.id), "released", 20)
    ]
    assert (told["complete"], told["outlines"], told["unknown_after_hours"]) == (True, "exact", 24)


def test_changes_of_access_come_with_their_outlines(world: SimpleNamespace, api: Any) -> None:
    outline = geometry.circle(38.27, 34.55, 80)
    AccessChange.objects.create(
        site=world.site, kind="closed", happened={"precision": "before", "to": "2016-03-27"}, last_day="2016-03-27",
        **geometry.placed(outline),
    )  # fmt: skip
    (change,) = feed(world, api).json["access_changes"]
    assert (change["first_day"], change["last_day"], change["outline"]) == (None, "2016-03-27", outline)


@pytest.mark.parametrize("ground_of_all", ["hazard", "released", "mixed"])
def test_it_stays_small_at_twenty_thousand_monuments(world: SimpleNamespace, api: Any, ground_of_all: str) -> None:
    monuments(world, MANY)
    everything = {
        "type": "Polygon",
        "coordinates": [[[38.1, 34.4], [38.4, 34.4], [38.4, 34.7], [38.1, 34.7], [38.1, 34.4]]],
    }
    if ground_of_all != "released":
        zone(world, everything)
    if ground_of_all != "hazard":
        clearance(world, everything if ground_of_all == "released" else geometry.circle(38.25, 34.52, 2000))
    reply = feed(world, api)
    assert reply.status == 200
    assert len(reply.raw) <= 20_000
    assert (reply.json["complete"], reply.json["monuments"] != []) == (False, True)
    first = reply.json["monuments"][0]["status"]
    assert first == ("released" if ground_of_all == "released" else "not_released")


def test_it_stays_small_with_hundreds_of_outlines_and_grows_hazards_only(world: SimpleNamespace, api: Any) -> None:
    for number in range(150):
        zone(world, geometry.circle(38.2 + number % 15 * 0.005, 34.5 + number // 15 * 0.005, 150))
    clearance(world, geometry.circle(38.271, 34.549972, 60))
    reply = feed(world, api)
    assert len(reply.raw) <= 20_000
    assert reply.json["outlines"] == "enlarged"
    told = geometry.shape(reply.json["zones"][0]["outline"]).buffer(1e-6)
    for row in HazardZone.objects.filter(site=world.site):
        assert row.location is not None
        assert any(
            geometry.shape(one["outline"]).buffer(1e-6).covers(geometry.shape(row.location))
            for one in reply.json["zones"]
        )
    assert told.area > 0
    assert [one["outline"] for one in reply.json["clearances"]] == [None]


def test_judging_many_at_once_says_what_judging_one_by_one_says(world: SimpleNamespace, api: Any) -> None:
    monuments(world, 400)
    zone(world, geometry.circle(38.22, 34.5, 800), "suspected")
    zone(world, geometry.circle(38.24, 34.5, 500))
    clearance(world, geometry.circle(38.23, 34.5005, 900))
    told = feed(world, api).json
    assert told["complete"] is False or len(told["monuments"]) > 0
    listed = {one["monument"]: one["status"] for one in told["monuments"]}
    for one in Monument.objects.filter(site=world.site).select_related("site"):
        expected = ground.gate_answer(one, clock.today()).status
        assert listed.get(str(one.id), "unknown") == expected or not told["complete"]


def test_a_repeated_question_is_answered_with_nothing_new(world: SimpleNamespace, api: Any) -> None:
    first = feed(world, api)
    again = api("viewer").get(f"/sites/{world.site.id}/safety", **{"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    zone(world, geometry.circle(38.271, 34.55, 100))
    assert feed(world, api).headers["ETag"] != first.headers["ETag"]
