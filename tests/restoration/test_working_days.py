"""From working days to a day: five a week, none while works stand still."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.restoration.working_days import end_after, wrong_with

WINTER = {"since": "12-01", "until": "02-29"}
FEAST = {"since": "2026-03-10", "until": "2026-03-19"}
START = date(2026, 3, 2)


def test_five_days_are_a_week() -> None:
    assert end_after(START, 5) == date(2026, 3, 9)
    assert end_after(START, 0) == START
    assert end_after(START, 0.5) == START + timedelta(days=1)


def test_a_dated_stoppage_moves_the_end_by_its_days() -> None:
    assert end_after(START, 5, [FEAST]) == date(2026, 3, 9)  # done before it
    assert end_after(START, 10, [FEAST]) == date(2026, 3, 26)
    assert end_after(date(2026, 3, 12), 5, [FEAST]) == date(2026, 3, 27)  # begun within it


def test_a_season_of_every_year_goes_over_new_year_again_and_again() -> None:
    one_year = end_after(date(2026, 3, 1), 195, [WINTER])
    assert one_year == date(2026, 11, 29)
    assert end_after(date(2026, 3, 1), 200, [WINTER]) == date(2027, 3, 6)
    # 275 days of each year are open, so of a thousand and one 176 are left for the fourth.
    assert end_after(date(2026, 3, 1), 1001 * 5 / 7, [WINTER]) == date(2029, 3, 1) + timedelta(days=176)


def test_overlapping_stoppages_count_once() -> None:
    inside = {"since": "2026-03-12", "until": "2026-03-14"}
    assert end_after(START, 10, [FEAST, inside]) == end_after(START, 10, [FEAST])


def test_works_that_never_may_go_on_have_no_end() -> None:
    assert end_after(START, 5, [{"since": "01-01", "until": "12-31"}]) is None
    assert end_after(START, 10_000_000) is None
    assert end_after(START, 5, [{"since": "0001-01-01", "until": "9999-12-31"}]) is None
    assert end_after(START, 5, [{"since": "9999-01-01", "until": "9999-12-31"}]) == date(2026, 3, 9)


@given(
    st.dates(date(2016, 1, 1), date(2040, 1, 1)),
    st.integers(0, 900),
    st.lists(
        st.tuples(st.dates(date(2015, 1, 1), date(2043, 1, 1)), st.integers(0, 200)).map(
            lambda one: {"since": str(one[0]), "until": str(one[0] + timedelta(days=one[1]))}
        ),
        max_size=5,
    ),
)
def test_counting_day_by_day_says_the_same(start: date, days: int, stoppages: list[dict[str, str]]) -> None:
    intervals = [(date.fromisoformat(one["since"]), date.fromisoformat(one["until"])) for one in stoppages]
    current, left = start, -(-days * 7 // 5)
    while left:
        if not any(since <= current <= until for since, until in intervals):
            left -= 1
        current += timedelta(days=1)
    end = end_after(start, days, stoppages)
    assert end is not None
    # Either may stand before or behind a stoppage in which nothing is worked on.
    between = [min(end, current) + timedelta(days=one) for one in range(abs((end - current).days))]
    assert all(any(since <= one <= until for since, until in intervals) for one in between)


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        ("2026-12-01", "02-28", "form"),
        ("2026-13-01", "2026-12-31", "day"),
        ("02-30", "03-01", "day"),
        ("2026-12-02", "2026-12-01", "order"),
        ("12-01", "02-29", ""),
        ("2026-12-01", "2026-12-01", ""),
    ],
)
def test_what_can_be_no_stoppage(since: str, until: str, wrong: str) -> None:
    assert wrong_with({"since": since, "until": until}) == wrong
