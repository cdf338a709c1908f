"""Which report counts: the rule, and that the order of arrival does not matter."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessments.damage.rules import VerifiedReport, counted, disagree, intervals, winner
from assessments.kit.ids import uuid7

NOON = datetime(2016, 5, 1, 12, tzinfo=UTC)


def seen(grade: str, first: str, last: str = "", method: str = "field_visual", **more: Any) -> VerifiedReport:
    days = date.fromisoformat(first), date.fromisoformat(last or first)
    defaults = {"certainty": "high", "verified_at": NOON}
    return VerifiedReport(uuid7(), grade, method, *days, **(defaults | more))


def best(*reports: VerifiedReport, on: str = "2018-01-01", known_at: datetime | None = None) -> str | None:
    found = winner(counted(reports, known_at), date.fromisoformat(on))
    return found.grade if found else None


def test_the_newest_seen_counts() -> None:
    assert best(seen("slight", "2016-04-25"), seen("heavy", "2017-03-05")) == "heavy"


def test_newer_imagery_counts_before_an_older_visit() -> None:
    assert best(seen("slight", "2016-04-25"), seen("very_heavy", "2017-01-10", method="satellite")) == "very_heavy"


def test_a_visit_inside_the_span_of_imagery_counts_before_it() -> None:
    imagery = seen("heavy", "2016-12-26", "2017-01-10", method="satellite")
    assert best(imagery, seen("very_heavy", "2017-01-05")) == "very_heavy"


def test_what_was_seen_later_does_not_count_yet() -> None:
    assert best(seen("slight", "2016-04-25"), seen("heavy", "2017-03-05"), on="2016-12-01") == "slight"


def test_a_report_on_parts_never_changes_the_whole() -> None:
    assert best(seen("slight", "2016-04-25"), seen("destroyed", "2017-01-01", is_whole=False)) == "slight"


def test_not_assessable_is_no_grade() -> None:
    assert best(seen("slight", "2016-04-25"), seen("not_assessable", "2017-01-01")) == "slight"


def test_a_decision_is_judged_by_what_was_known() -> None:
    late = seen("heavy", "2016-04-26", verified_at=NOON + timedelta(days=30))
    reports = (seen("slight", "2016-04-25"), late)
    assert best(*reports, known_at=NOON + timedelta(days=1)) == "slight"
    assert best(*reports, known_at=NOON + timedelta(days=31)) == "heavy"


def test_what_was_retracted_later_was_known_then() -> None:
    wrong = seen("destroyed", "2016-04-26", invalidated_at=NOON + timedelta(days=10))
    reports = (seen("slight", "2016-04-25"), wrong)
    assert best(*reports) == "slight"
    assert best(*reports, known_at=NOON + timedelta(days=5)) == "destroyed"


def test_reports_of_the_same_days_that_differ_are_disputed() -> None:
    found = intervals([seen("very_heavy", "2017-01-10", method="satellite"), seen("heavy", "2017-02-05")])
    assert found[-1].is_disputed


def test_an_incident_between_two_reports_explains_why_they_differ() -> None:
    found = intervals([seen("slight", "2017-01-01"), seen("heavy", "2017-01-20")], [date(2017, 1, 10)])
    assert not found[-1].is_disputed


DAYS = st.dates(date(2015, 1, 1), date(2017, 12, 31))
REPORTS = st.lists(
    st.builds(
        lambda day, span, grade, method, certainty, minute: VerifiedReport(
            uuid7(), grade, method, day, day + timedelta(days=span), certainty, NOON + timedelta(minutes=minute)
        ),
        DAYS,
        st.integers(0, 20),
        st.sampled_from(["none", "slight", "moderate", "heavy", "very_heavy", "destroyed"]),
        st.sampled_from(["field_visual", "satellite", "witness"]),
        st.sampled_from(["low", "medium", "high", "definite"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(reports=REPORTS, seed=st.integers(), on=DAYS)
def test_any_order_of_arrival_gives_the_same_state(reports: list[VerifiedReport], seed: int, on: date) -> None:
    shuffled = reports[:]
    random.Random(seed).shuffle(shuffled)
    assert winner(reports, on) == winner(shuffled, on)
    assert intervals(reports) == intervals(shuffled)


@given(reports=REPORTS, on=DAYS)
def test_the_kept_intervals_say_what_the_rule_says(reports: list[VerifiedReport], on: date) -> None:
    """Intervals change only on last-seen days; between them the winner stays, except where a remote span ends."""
    best_now = winner(counted(reports, None), on)
    covering = [one for one in intervals(reports) if one.since <= on and (one.until is None or on < one.until)]
    assert [one.report for one in covering] == ([best_now] if best_now else [])
    if best_now:
        others = [one for one in counted(reports, None) if one.last_seen <= on]
        assert covering[0].is_disputed == any(disagree(best_now, one) for one in others)
