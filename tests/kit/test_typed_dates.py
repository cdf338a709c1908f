"""Dates are read as people write them in three languages, and as EDTF does; what is no date is refused with a sentence."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.kit import typed_dates
from assessments.kit.errors import Invalid
from assessments.kit.uncertain_dates import parsed
from assessments.templatetags.zenobia import when

DAY = ("on", "2015-06-27", None)
APRIL_DAYS = ("between", "2016-04-24", "2016-04-26")
READ = {
    "2015-06-27": DAY,
    "27 June 2015": DAY,
    "27.6.2015": DAY,
    "27/6/2015": DAY,
    "June 27, 2015": DAY,
    "le 27 juin 2015": DAY,
    "٢٧ حزيران ٢٠١٥": DAY,
    "27 يونيو 2015": DAY,
    "5.4.2016": ("on", "2016-04-05", None),
    "1er avril 2016": ("on", "2016-04-01", None),
    "June 2015": ("between", "2015-06-01", "2015-06-30"),
    "كانون الثاني 2016": ("between", "2016-01-01", "2016-01-31"),
    "2016-02": ("between", "2016-02-01", "2016-02-29"),
    "2015": ("between", "2015-01-01", "2015-12-31"),
    "193X": ("between", "1930-01-01", "1939-12-31"),
    "2015-24": ("between", "2015-12-01", "2016-02-29"),
    "24–26 April 2016": APRIL_DAYS,
    "24-26 April 2016": APRIL_DAYS,
    "from 24 to 26 April 2016": APRIL_DAYS,
    "du 24 au 26 avril 2016": APRIL_DAYS,
    "من 24 إلى 26 نيسان 2016": APRIL_DAYS,
    "2016-04-24/2016-04-26": APRIL_DAYS,
    "between 27 June and 2 July 2015": ("between", "2015-06-27", "2015-07-02"),
    "before 27 March 2016": ("before", None, "2016-03-27"),
    "avant le 27 mars 2016": ("before", None, "2016-03-27"),
    "قبل 27 آذار 2016": ("before", None, "2016-03-27"),
    "../2016-03-27": ("before", None, "2016-03-27"),
    "before June 2015": ("before", None, "2015-06-01"),
    "after June 2015": ("after", "2015-06-30", None),
    "since 2012": ("after", "2011-12-31", None),
    "2012/..": ("after", "2011-12-31", None),
    "?": ("unknown", None, None),
}


@pytest.mark.parametrize("text", READ)
def test_it_is_read(text: str) -> None:
    found = typed_dates.read(text, "/day")
    assert (found["precision"], found.get("from"), found.get("to")) == READ[text]


@pytest.mark.parametrize("text", ["c. 1932", "ca. 1932", "about 1932", "vers 1932", "حوالي 1932", "1932~", "1932?"])
def test_about_a_year_is_kept_as_about(text: str) -> None:
    found = typed_dates.read(text, "/day")
    assert (found["from"], found["to"], found["approximate"]) == ("1932-01-01", "1932-12-31", True)
    assert found.get("as_written", text) == text


REFUSED = {
    "31.4.2016": "30 days",
    "31.4.": "year is missing",
    "25 April": "year is missing",
    "2015-13": "no month 13",
    "1st c. BC": "before the year 1",
    "next week": "cannot be read as a date",
    "2 July 2015 to 27 June 2015": "lies before the first",
    "../..": "cannot be read as a date",
    "0000": "cannot be read as a date",
    "99XX": "cannot be read as a date",
    "2015/9999": "cannot be read as a date",
    "after 9999": "cannot be read as a date",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        typed_dates.read(text, "/day")
    assert refusal.value.errors[0].pointer == "/day"
    assert REFUSED[text] in refusal.value.errors[0].detail


@given(text=st.text(max_size=40))
def test_no_text_is_more_than_it_can_take(text: str) -> None:
    try:
        found = typed_dates.read(text, "/day")
    except Invalid:
        return
    assert not found or parsed(found, "/day").precision == found["precision"]


days = st.dates(date(1, 1, 1), date(9980, 1, 1))


@given(first=days, length=st.integers(0, 4000), precision=st.sampled_from(["on", "between", "before", "after"]))
def test_what_is_shown_in_a_form_is_read_again_as_the_same(first: date, length: int, precision: str) -> None:
    last = first + timedelta(days=length if precision == "between" else 0)
    stored = parsed({"precision": precision, "from": first.isoformat(), "to": last.isoformat()}, "/").as_json()
    again = typed_dates.read(typed_dates.as_text(stored), "/day")
    again.pop("as_written", None)
    if stored["precision"] == "between" and stored["from"] == stored["to"]:
        stored = {"precision": "on", "from": stored["from"]}
    assert again == stored


@pytest.mark.parametrize("text", ["0532/0540", "0032-05/0032-07", "0032-05"])
def test_the_first_centuries_are_read_and_shown_again(text: str) -> None:
    assert typed_dates.as_text(typed_dates.read(text, "/day")) == text


def test_the_last_day_that_there_is_can_be_shown() -> None:
    for stored in (
        {"precision": "after", "from": "9999-12-31"},
        {"precision": "between", "from": "9999-12-01", "to": "9999-12-31"},
    ):
        assert when(parsed(stored, "/").as_json())
        assert typed_dates.as_text(stored)


def test_what_was_written_is_shown_only_where_it_still_says_the_same() -> None:
    stored = {"precision": "on", "from": "2016-04-05", "as_written": "4.5.2016"}
    assert typed_dates.as_text(stored) == "2016-04-05"
    assert typed_dates.read_unless_unchanged("2016-04-05", json.dumps(stored), "/day") == stored
    assert typed_dates.read_unless_unchanged("5.4.2016", json.dumps(stored), "/day")["as_written"] == "5.4.2016"
