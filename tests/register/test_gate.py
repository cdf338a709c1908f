"""The gate says what a competent authority released, and never more."""

from __future__ import annotations

from datetime import date
from typing import Any

from assessments.kit.geometry import point
from assessments.kit.ids import uuid7
from assessments.register.gate import Change, Ground, Release, Zone, judge

HERE = point(38.2710, 34.5500)
DAY = date(2016, 4, 25)


def box(half: float) -> dict[str, Any]:
    w, s, e, n = 38.2710 - half, 34.55 - half, 38.2710 + half, 34.55 + half
    return {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}


def zone(status: str = "confirmed", surveyed: date = date(2016, 4, 1), half: float = 0.002) -> Zone:
    return Zone(uuid7(), box(half), status, surveyed)


def release(issued: date = date(2016, 4, 18), confirmed: date | None = date(2016, 4, 20), **more: Any) -> Release:
    half = more.pop("half", 0.002)
    defaults = {"status": "cleared", "depth_cm": 20, "certificate_no": "14", "authority": "Desk"}
    return Release(id=uuid7(), outline=box(half), issued_on=issued, confirmed_on=confirmed, **(defaults | more))


def test_ground_outside_every_polygon_is_unknown() -> None:
    assert judge(Ground("applies"), HERE, DAY).status == "unknown"


def test_hazardous_ground_is_not_released() -> None:
    assert judge(Ground("applies", [zone()]), HERE, DAY).status == "not_released"


def test_suspected_ground_is_not_released_either() -> None:
    assert judge(Ground("applies", [zone("suspected")]), HERE, DAY).status == "not_released"


def test_a_confirmed_clearance_releases_the_ground_with_its_depth() -> None:
    answer = judge(Ground("applies", [zone()], [release()]), HERE, DAY)
    assert (answer.status, answer.depth_cm, answer.certificate_no) == ("released", 20, "14")


def test_a_clearance_without_its_second_officer_opens_nothing() -> None:
    assert judge(Ground("applies", [zone()], [release(confirmed=None)]), HERE, DAY).status == "not_released"


def test_a_clearance_confirmed_later_does_not_open_the_past() -> None:
    ground = Ground("applies", [zone()], [release(confirmed=date(2016, 5, 1))])
    assert judge(ground, HERE, DAY).status == "not_released"


def test_a_change_of_control_lapses_earlier_clearances() -> None:
    change = Change(uuid7(), "control_changed", date(2016, 12, 11))
    ground = Ground("applies", [], [release()], [change])
    assert judge(ground, HERE, DAY).status == "released"
    after = judge(ground, HERE, date(2017, 1, 10))
    assert (after.status, after.lapsed_on) == ("unknown", date(2016, 12, 11))


def test_a_change_on_the_day_of_issue_lapses_it_too() -> None:
    change = Change(uuid7(), "fighting", date(2016, 4, 18))
    assert judge(Ground("applies", [], [release()], [change]), HERE, DAY).status == "not_released"


def test_reopening_does_not_bring_a_lapsed_clearance_back() -> None:
    changes = [Change(uuid7(), "closed", date(2016, 4, 21)), Change(uuid7(), "reopened", date(2016, 4, 22))]
    assert judge(Ground("applies", [], [release()], changes), HERE, DAY).status == "unknown"


def test_new_hazards_found_after_a_clearance_count() -> None:
    ground = Ground("applies", [zone(surveyed=date(2016, 4, 22))], [release()])
    assert judge(ground, HERE, DAY).status == "not_released"


def test_a_place_released_only_in_part_is_unknown() -> None:
    assert judge(Ground("applies", [], [release(half=0.0001)]), HERE, DAY).status == "unknown"


def test_a_position_is_tested_with_its_error() -> None:
    ground = Ground("applies", [], [release()])
    assert judge(ground, HERE, DAY, error_m=20).status == "released"
    assert judge(ground, HERE, DAY, error_m=400).status == "unknown"


def test_no_place_is_unknown() -> None:
    assert judge(Ground("applies", [], [release()]), None, DAY).status == "unknown"


def test_where_somebody_says_that_no_regime_applies_the_gate_says_so() -> None:
    assert judge(Ground("not_applicable"), HERE, DAY).status == "not_applicable"


def test_an_undeclared_regime_releases_nothing() -> None:
    assert judge(Ground("not_stated"), HERE, DAY).status == "unknown"
