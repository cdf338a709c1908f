"""The gate says what a competent authority released, and never more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assessments.kit.geometry import point
from assessments.kit.ids import uuid7
from assessments.register.gate import Change, Ground, Permit, Regime, Release, Zone, elsewhere, judge

HERE = point(38.2710, 34.5500)
DAY = date(2016, 4, 25)
APPLIES, NOT_STATED = Regime("applies"), Regime("not_stated")
NO_HAZARDS = Regime("not_applicable", "Directorate", date(2016, 1, 1), "letter 4")


def box(half: float) -> dict[str, Any]:
    w, s, e, n = 38.2710 - half, 34.55 - half, 38.2710 + half, 34.55 + half
    return {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}


def zone(status: str = "confirmed", surveyed: date = date(2016, 4, 1), half: float = 0.002) -> Zone:
    return Zone(uuid7(), box(half), status, surveyed)


def change(kind: str, day: date | None, latest: date | None = None, **more: Any) -> Change:
    return Change(uuid7(), more.pop("outline", None), kind, day, latest or day, **more)


def release(issued: date = date(2016, 4, 18), confirmed: date | None = date(2016, 4, 20), **more: Any) -> Release:
    half = more.pop("half", 0.002)
    defaults = {"status": "cleared", "depth_cm": 20, "certificate_no": "14", "authority": "Desk"}
    return Release(id=uuid7(), outline=box(half), issued_on=issued, confirmed_on=confirmed, **(defaults | more))


def test_ground_outside_every_polygon_is_unknown() -> None:
    assert judge(Ground(APPLIES), HERE, DAY).status == "unknown"


def test_hazardous_ground_is_not_released() -> None:
    assert judge(Ground(APPLIES, [zone()]), HERE, DAY).status == "not_released"


def test_suspected_ground_is_not_released_either() -> None:
    assert judge(Ground(APPLIES, [zone("suspected")]), HERE, DAY).status == "not_released"


def test_a_confirmed_clearance_releases_the_ground_with_its_depth() -> None:
    answer = judge(Ground(APPLIES, [zone()], [release()]), HERE, DAY)
    assert (answer.status, answer.depth_cm, answer.certificate_no) == ("released", 20, "14")


def test_a_clearance_without_its_second_officer_opens_nothing() -> None:
    assert judge(Ground(APPLIES, [zone()], [release(confirmed=None)]), HERE, DAY).status == "not_released"


def test_a_clearance_confirmed_later_does_not_open_the_past() -> None:
    ground = Ground(APPLIES, [zone()], [release(confirmed=date(2016, 5, 1))])
    assert judge(ground, HERE, DAY).status == "not_released"


def test_a_change_of_control_lapses_earlier_clearances() -> None:
    happened = change("control_changed", date(2016, 12, 11))
    ground = Ground(APPLIES, [], [release()], [happened])
    assert judge(ground, HERE, DAY).status == "released"
    after = judge(ground, HERE, date(2017, 1, 10))
    assert (after.status, after.lapsed_on) == ("unknown", date(2016, 12, 11))


def test_a_change_on_the_day_of_issue_lapses_it_too() -> None:
    happened = change("fighting", date(2016, 4, 18))
    assert judge(Ground(APPLIES, [], [release()], [happened]), HERE, DAY).status == "not_released"


def test_reopening_does_not_bring_a_lapsed_clearance_back() -> None:
    changes = [change("closed", date(2016, 4, 21)), change("reopened", date(2016, 4, 22))]
    assert judge(Ground(APPLIES, [], [release()], changes), HERE, DAY).status == "unknown"


def test_new_hazards_found_after_a_clearance_count() -> None:
    ground = Ground(APPLIES, [zone(surveyed=date(2016, 4, 22))], [release()])
    assert judge(ground, HERE, DAY).status == "not_released"


def test_a_place_released_only_in_part_is_unknown() -> None:
    assert judge(Ground(APPLIES, [], [release(half=0.0001)]), HERE, DAY).status == "unknown"


def test_a_position_is_tested_with_its_error() -> None:
    ground = Ground(APPLIES, [], [release()])
    assert judge(ground, HERE, DAY, error_m=20).status == "released"
    assert judge(ground, HERE, DAY, error_m=400).status == "unknown"


def test_no_place_is_unknown() -> None:
    assert judge(Ground(APPLIES, [], [release()]), None, DAY).status == "unknown"


def test_where_somebody_says_that_no_regime_applies_the_gate_says_so() -> None:
    assert judge(Ground(NO_HAZARDS), HERE, DAY).status == "not_applicable"


def test_an_undeclared_regime_releases_nothing() -> None:
    assert judge(Ground(NOT_STATED), HERE, DAY).status == "unknown"


def test_suspected_ground_is_not_released_where_no_hazards_are_said_to_apply() -> None:
    assert judge(Ground(NO_HAZARDS, [zone("suspected")]), HERE, DAY).status == "not_released"


def test_closed_ground_is_not_released_where_no_hazards_are_said_to_apply() -> None:
    ground = Ground(NO_HAZARDS, [], [], [change("closed", date(2016, 4, 20))])
    assert judge(ground, HERE, DAY).status == "not_released"
    assert elsewhere(ground, DAY).status == "not_released"


def test_what_has_no_place_may_lie_in_any_zone() -> None:
    assert judge(Ground(NO_HAZARDS), None, DAY).status == "not_applicable"
    assert judge(Ground(NO_HAZARDS, [zone()]), None, DAY).status == "unknown"


@pytest.mark.parametrize("kind", ["control_changed", "fighting"])
def test_a_later_change_makes_it_doubtful_that_no_hazards_apply(kind: str) -> None:
    changes = [change(kind, date(2016, 4, 20)), change("reopened", date(2016, 4, 22))]
    answer = judge(Ground(NO_HAZARDS, [], [], changes), HERE, DAY)
    assert (answer.status, answer.because) == ("unknown", "regime_before_change")
    restated = Regime("not_applicable", "Directorate", date(2016, 4, 23), "letter 5")
    assert judge(Ground(restated, [], [], changes), HERE, DAY).status == "not_applicable"


def test_the_answer_tells_who_stated_the_regime_and_where() -> None:
    assert judge(Ground(NO_HAZARDS), HERE, DAY).regime == NO_HAZARDS


def test_a_change_before_some_day_lapses_from_the_earliest_instant_that_it_allows() -> None:
    before = change("control_changed", None, date(2016, 4, 20))
    answer = judge(Ground(APPLIES, [], [release()], [before]), HERE, DAY)
    assert (answer.status, answer.lapsed_on) == ("unknown", date(2016, 4, 18))


def test_a_change_that_surely_came_before_the_clearance_lapses_nothing() -> None:
    before = change("control_changed", None, date(2016, 4, 17))
    assert judge(Ground(APPLIES, [], [release()], [before]), HERE, DAY).status == "released"


def test_a_change_between_two_days_lapses_what_was_issued_between_them() -> None:
    between = change("fighting", date(2016, 4, 10), date(2016, 4, 19))
    reopened = change("reopened", date(2016, 4, 20))
    answer = judge(Ground(APPLIES, [], [release()], [between, reopened]), HERE, DAY)
    assert (answer.status, answer.lapsed_on) == ("unknown", date(2016, 4, 18))


def test_a_reopening_counts_from_the_latest_instant_that_its_date_allows() -> None:
    closed, reopened = change("closed", date(2016, 4, 1)), change("reopened", date(2016, 4, 10), date(2016, 4, 30))
    ground = Ground(APPLIES, [], [], [closed, reopened])
    assert judge(ground, HERE, DAY).status == "not_released"
    assert judge(ground, HERE, date(2016, 4, 30)).status == "unknown"


def test_on_one_day_the_reopening_recorded_after_the_closing_counts() -> None:
    morning, evening = datetime(2016, 4, 20, 9, tzinfo=UTC), datetime(2016, 4, 20, 18, tzinfo=UTC)
    closed = change("closed", date(2016, 4, 20), recorded_at=morning)
    reopened = change("reopened", date(2016, 4, 20), recorded_at=evening)
    assert judge(Ground(APPLIES, [], [], [closed, reopened]), HERE, DAY).status == "unknown"
    again = change("closed", date(2016, 4, 20), recorded_at=evening + timedelta(minutes=1))
    assert judge(Ground(APPLIES, [], [], [closed, reopened, again]), HERE, DAY).status == "not_released"


def test_a_change_of_control_does_not_open_what_was_closed_before() -> None:
    changes = [change("closed", date(2016, 4, 1)), change("control_changed", date(2016, 4, 10))]
    assert judge(Ground(APPLIES, [], [], changes), HERE, DAY).status == "not_released"


def test_reopening_a_part_opens_that_part_only() -> None:
    changes = [change("closed", date(2016, 4, 1)), change("reopened", date(2016, 4, 10), outline=box(0.002))]
    ground = Ground(APPLIES, [], [], changes)
    assert judge(ground, HERE, DAY).status == "unknown"
    assert judge(ground, point(38.28, 34.55), DAY).status == "not_released"
    assert elsewhere(ground, DAY).status == "not_released"


def test_a_clearance_counts_until_its_validity_ends() -> None:
    ground = Ground(APPLIES, [], [release(valid_until=DAY)])
    assert (judge(ground, HERE, DAY).status, judge(ground, HERE, DAY).valid_until) == ("released", DAY)
    after = judge(ground, HERE, date(2016, 4, 26))
    assert (after.status, after.lapsed_on) == ("unknown", DAY)


def _permit(day: date = DAY) -> Permit:
    return Permit(uuid7(), box(0.002), "TO-7/2016", "EOD team 2", day)


def test_a_permit_leaves_unknown_ground_unknown_and_says_who_escorts() -> None:
    answer = judge(Ground(APPLIES, [], [], [], [_permit()]), HERE, DAY)
    assert answer.status == "unknown"
    assert answer.permit is not None
    assert answer.permit.escort == "EOD team 2"
    assert answer.is_within_what_was_allowed
    assert not answer.is_released


def test_a_permit_is_for_one_day_and_one_polygon() -> None:
    ground = Ground(APPLIES, [], [], [], [_permit()])
    assert judge(ground, HERE, date(2016, 4, 26)).permit is None
    assert judge(ground, point(38.28, 34.55), DAY).permit is None
    assert elsewhere(ground, DAY).permit is None


@pytest.mark.parametrize("status", ["suspected", "confirmed", "survey_in_progress", "recontaminated"])
def test_no_permit_exists_for_hazardous_ground(status: str) -> None:
    answer = judge(Ground(APPLIES, [zone(status)], [], [], [_permit()]), HERE, DAY)
    assert (answer.status, answer.permit) == ("not_released", None)
