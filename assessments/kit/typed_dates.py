"""Dates as people write them, in three languages, and as EDTF writes them, read into uncertain dates.

`27 June 2015`, `27.6.2015`, `June 2015`, `24–26 April 2016`, `c. 1932`, `before 27 March 2016`, `آذار 2016`; of EDTF
(ISO 8601-2:2019) levels 0 and 1: `2015-06`, `2015-06-27/2015-07-02`, `1932~`, `../2016-03-27`, `193X`, `2015-21`.
A day stands before its month; so `5.4.2016` is the fifth of April. What was typed is kept beside what was read.
"""

from __future__ import annotations

import calendar
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit.errors import Invalid, invalid_field
from assessments.kit.parsing import WESTERN_DIGITS
from assessments.kit.uncertain_dates import UncertainDate, parsed

_MONTHS = """
january jan janvier janv كانون الثاني، يناير
february feb février fevrier févr شباط فبراير
march mar mars آذار مارس
april apr avril avr نيسان أبريل إبريل
may mai أيار مايو
june jun juin حزيران يونيو
july jul juillet juil تموز يوليو
august aug août aout آب أغسطس
september sep sept septembre أيلول سبتمبر
october oct octobre تشرين الأول، أكتوبر
november nov novembre تشرين الثاني، نوفمبر
december dec décembre decembre déc كانون الأول، ديسمبر
"""


def _month_names() -> dict[str, int]:
    found = {}
    for number, line in enumerate(_MONTHS.strip().splitlines(), 1):
        two_words = re.search(r"(\S+ \S+)،", line)
        if two_words:
            found[two_words[1]] = number
            line = line.replace(two_words[0], "")
        found |= dict.fromkeys(line.split(), number)
    return found


MONTHS = _month_names()
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
"""EDTF seasons of the northern half of the earth, as first and last month."""

LAST_YEAR = 9998
"""The last whole year after which there still is a day."""

_BEFORE = r"before|until|till|avant|jusqu['’]au|jusqu['’]en|jusqu['’]à|قبل|حتى"
_AFTER = r"after|après|apres|بعد"
_SINCE = r"since|from|depuis|dès|des|منذ|من"
_ABOUT = r"circa|ca\.?|c\.|about|around|approx\.?|vers|environ|env\.?|حوالي|حوالى|نحو"
_NAME = "|".join(sorted((re.escape(one) for one in MONTHS), key=len, reverse=True))
_UNKNOWN = frozenset({"?", "unknown", "date unknown", "not known", "inconnu", "inconnue", "date inconnue", "غير معروف",
                      "غير معروفة", "تاريخ غير معروف"})  # fmt: skip
_SPAN = re.compile(
    r"^(?:between|from|entre(?: le)?|du|de|من|بين)?\s*(?P<first>.+?)\s*"
    r"(?:\s+(?:to|and|or|until|till|et|au|à|ou|إلى|الى|حتى|و|أو)\s+(?:le\s+)?|\s*[–—]\s*|\s+-\s+|(?<=\d)-(?=\d{1,2}\s)|\s+و(?=\d))"
    r"(?P<last>.+)$"
)
_NUMBERS = re.compile(r"^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*(?:[./-]\s*(\d{4}))?\.?$")
_DAY_FIRST = re.compile(
    rf"^(?:le\s+)?(?:(\d{{1,2}})(?:er|st|nd|rd|th|\.)?\s+(?:of\s+)?)?({_NAME})\.?(?:\s*,?\s*(\d{{4}}))?$"
)
_MONTH_FIRST = re.compile(rf"^({_NAME})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(\d{{4}})$")
_EDTF = re.compile(r"^(\d{4}|\d{3}x|\d{2}xx)(?:-(\d{2}|xx)(?:-(\d{2}|xx))?)?$")


def read(text: str, pointer: str) -> dict[str, Any]:
    """The JSON form of an uncertain date; {} for an empty text. Raises `Invalid` with what could not be read."""
    written = " ".join(text.split())
    plain = written.translate(WESTERN_DIGITS).casefold()
    if not plain:
        return {}
    if plain in _UNKNOWN:
        return {"precision": "unknown"}
    try:
        found = _read(plain)
    except _Unreadable as failure:
        raise invalid_field(pointer, "date", failure.sentence or _unreadable(written)) from None
    if plain != as_text(found.as_json()).casefold():
        found = replace(found, as_written=written[:200])
    return found.as_json()


class _Unreadable(Exception):
    """A text that is no date; with a sentence where it nearly is one."""

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence
        super().__init__(sentence)


def _unreadable(text: str) -> str:
    detail = _("'%(text)s' cannot be read as a date. Write 27 June 2015, June 2015, 2015, before 27.3.2016 or c. 1932.")
    return detail % {"text": text[:60]}


def _read(text: str) -> UncertainDate:
    if about := re.match(rf"^(?:{_ABOUT})\s*(?=\S)(.+)$", text):
        return replace(_read(about[1]), is_approximate=True)
    if text[-1] in "~?%" or text[0] in "~?%":
        return replace(_read(text.strip("~?% ")), is_approximate=True) if text.strip("~?% ") else _refuse()
    if "/" in text and not _NUMBERS.match(text):
        return _interval(*text.split("/", 1))
    if found := re.match(rf"^(?:{_BEFORE})\s+(?:le\s+)?(.+)$", text):
        first, _last = _days(found[1])
        return UncertainDate("before", None, first)
    if found := re.match(rf"^(?:{_AFTER})\s+(?:le\s+)?(.+)$", text):
        _first, last = _days(found[1])
        return UncertainDate("after", last, None)
    try:
        return _known(*_days(text))
    except _Unreadable as failure:
        if failure.sentence:
            raise
    if span := _SPAN.match(text):
        return _span(span["first"], span["last"])
    if found := re.match(rf"^(?:{_SINCE})\s+(?:le\s+)?(.+)$", text):
        return _since(_days(found[1])[0])
    return _refuse()


def _refuse() -> UncertainDate:
    raise _Unreadable


def _known(first: date, last: date) -> UncertainDate:
    return UncertainDate("on", first, first) if first == last else UncertainDate("between", first, last)


def _since(first: date) -> UncertainDate:
    return UncertainDate("after", first - timedelta(days=1) if first > date.min else first, None)


def _interval(first: str, last: str) -> UncertainDate:
    """EDTF: `2015-06/2015-07`, `../2016`, `2015/..`; an end that may be approximate makes the whole so."""
    about = any(one.strip()[-1:] in ("~", "?", "%") for one in (first, last))
    first, last = first.strip(" ~?%"), last.strip(" ~?%")
    if first in ("", ".."):
        return replace(UncertainDate("before", None, _days(last)[1]), is_approximate=about)
    if last in ("", ".."):
        return replace(_since(_days(first)[0]), is_approximate=about)
    return replace(_span(first, last), is_approximate=about)


def _span(first: str, last: str) -> UncertainDate:
    """Two dates; the first may leave out the month and year that the second names: `24–26 April 2016`."""
    end = _days(last)
    try:
        begin = _days(first)
    except _Unreadable as failure:
        begin = _completed(first, end[1], failure)
    if begin[0] > end[1]:
        raise _Unreadable(_("The last day lies before the first. Write the earlier one first."))
    return _known(begin[0], end[1])


def _completed(text: str, end: date, failure: _Unreadable) -> tuple[date, date]:
    if re.fullmatch(r"(?:le\s+)?\d{1,2}\.?", text):
        return (day := _day(end.year, end.month, int(re.sub(r"\D", "", text)))), day
    without_year = _DAY_FIRST.match(text)
    if without_year and not without_year[3]:
        return _days(f"{text.rstrip('.')} {end.year}")
    numbers = _NUMBERS.match(text)
    if numbers and not numbers[3]:
        return (day := _day(end.year, int(numbers[2]), int(numbers[1]))), day
    raise failure


def _days(text: str) -> tuple[date, date]:
    """The first and last day of a date without prefix: a day, month, season, year, decade or century."""
    text = text.strip()
    if re.search(r"\b(?:bc|bce|av\. j|avant j)|ق\.? ?م", text):
        raise _Unreadable(
            _("Days before the year 1 are no calendar days here: write them as the dating of the monument.")
        )
    if found := _EDTF.match(text):
        return _edtf_days(*found.groups())
    if found := _NUMBERS.match(text):
        return _whole(found[3], int(found[2]), found[1])
    if found := _DAY_FIRST.match(text):
        return _whole(found[3], MONTHS[found[2]], found[1])
    if found := _MONTH_FIRST.match(text):
        return _whole(found[3], MONTHS[found[1]], found[2])
    raise _Unreadable


def _whole(year: str | None, month: int, day: str | None) -> tuple[date, date]:
    if year is None:
        raise _Unreadable(_("The year is missing. Write it with four digits, such as 25 April 2016."))
    if day is not None:
        return (one := _day(int(year), month, int(day))), one
    return _months(int(year), month, month)


def _edtf_days(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    first, last = (int(year.replace("x", digit)) for digit in "09")
    if first < 1 or last > LAST_YEAR:
        raise _Unreadable
    if month in (None, "xx"):
        return date(first, 1, 1), date(last, 12, 31)
    if day not in (None, "xx"):
        return (one := _day(first, int(month), int(day))), one
    number = int(month)
    if number in SEASONS:
        return _months(first, *SEASONS[number])
    return _months(first, number, number)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    until = year if last >= first else year + 1
    begin = _day(year, first, 1)
    return begin, date(until, last, calendar.monthrange(until, last)[1])


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= year <= LAST_YEAR:
        raise _Unreadable
    if not 1 <= month <= 12:
        raise _Unreadable(_("There is no month %(month)s. The day stands first: 25.4.2016.") % {"month": month})
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        detail = _("There is no day %(day)s in %(month)s: it has %(days)s days. Look at the day again.")
        raise _Unreadable(detail % {"day": day, "month": f"{year}-{month:02d}", "days": days})
    return date(year, month, day)


def as_text(value: dict[str, Any] | None) -> str:
    """An uncertain date as `read` reads it again: as it was written, else in EDTF."""
    if not value:
        return ""
    if written := value.get("as_written"):
        try:
            again = read(written, "/")
        except Invalid:
            again = {}
        if _means(again) == _means(value):
            return str(written)
    found = parsed(value, "/")
    about = "~" if found.is_approximate else ""
    match found.precision:
        case "before":
            return f"../{found.last}{about}"
        case "after":
            return f"{_following(found.first)}{about}/.."
        case "between":
            return _edtf(found) + about
        case "on":
            return f"{found.first}{about}"
    return "?"


def _means(value: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(value.get(one) or None for one in ("precision", "from", "to", "approximate"))


def _following(day: date | None) -> date | str:
    return day + timedelta(days=1) if day and day < date.max else ""


def _shown(stored: dict[str, Any]) -> str | None:
    try:
        return as_text(stored)
    except (Invalid, TypeError, AttributeError):
        return None


def read_unless_unchanged(text: str, shown_of: str, pointer: str) -> dict[str, Any]:
    """`read`, but a date that a form sent back as it was shown stays whole, with what was written of it and could not
    be read again. `shown_of`: the stored date as JSON, as the form carried it along."""
    try:
        stored = json.loads(shown_of) if shown_of else None
    except ValueError:
        stored = None
    if isinstance(stored, dict) and stored and _shown(stored) == " ".join(text.split()):
        return parsed(stored, pointer).as_json()
    return read(text, pointer)


def _edtf(found: UncertainDate) -> str:
    assert found.first
    assert found.last
    year = f"{found.first.year:04d}"
    for text in (year, f"{year}-{found.first.month:02d}"):
        if found.first.year <= LAST_YEAR and _days(text) == (found.first, found.last):
            return text
    return f"{found.first}/{found.last}"
