"""How values look in templates: grades, vocabulary, uncertain dates, money, names of the register."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_month_names
from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from assessments.kit import typed_dates, vocabulary
from assessments.kit.errors import Problem
from assessments.kit.names import reader_language
from assessments.kit.side_by_side import Piece, Row, marked

register = template.Library()

# Levant month names (نيسان, not إبريل) and Latin digits beside Latin references.
LOCALES = {"ar": "ar_SY", "fr": "fr", "en": "en_GB"}
_TO_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _locale() -> str:
    return LOCALES.get(reader_language(), "en_GB")


@register.filter
def day(value: date | datetime | str | None) -> str:
    """25 April 2016, in the reader's language."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return _day_in_words(value.year, value.month, value.day, _locale())


@register.filter
def stoppage(value: Mapping[str, str]) -> str:
    """When works stand still: between two days, of one year or of every year, with the reason."""
    is_dated = len(value["since"]) > len("12-01")
    since, until = (day(value[one]) if is_dated else _day_of_month(value[one]) for one in ("since", "until"))
    words = _("%(since)s to %(until)s") if is_dated else _("every year from %(since)s to %(until)s")
    words = words % {"since": since, "until": until}
    return f"{words}: {value['reason']}" if value.get("reason") else words


def _day_of_month(text: str) -> str:
    return format_date(date.fromisoformat(f"2000-{text}"), "d MMMM", locale=_locale()).translate(_TO_LATIN)


@lru_cache(maxsize=8192)
def _day_in_words(year: int, month: int, day_: int, locale: str) -> str:
    """Cached: one page shows the same dates a hundred times, and formatting each takes 0.1 ms."""
    return format_date(date(year, month, day_), "d MMMM y", locale=locale).translate(_TO_LATIN)


@register.filter(is_safe=True)
def as_sentence(text: str) -> str:
    """With a full stop at its end, whether it had one or not."""
    text = text.strip()
    return text if text.endswith(".") else f"{text}."


@register.simple_tag
def month_names_twice() -> str:
    """The Levant month names beside those of the rest of the Arab world, for prints: `نيسان/أبريل`."""
    both = zip(*(get_month_names("wide", locale=locale).values() for locale in ("ar_SY", "ar_EG")), strict=True)
    return " · ".join(f"{levant}/{other}" for levant, other in both)


@register.filter
def moment(value: datetime | None, zone: str = "") -> str:
    """25 April 2016, 14:02 in the given time zone (the site's), else in UTC."""
    if not value:
        return ""
    here = timezone.localtime(value, ZoneInfo(zone) if zone else None)
    return format_datetime(here, "d MMMM y, HH:mm", locale=_locale()).translate(_TO_LATIN)


@register.filter
def camera_time(written: str) -> str:
    """25 April 2016, 14:02 by the clock of the camera; what is written otherwise stays as it is."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return written
    return format_datetime(read, "d MMMM y, HH:mm", locale=_locale()).translate(_TO_LATIN)


@register.filter
def until(value: datetime | None, zone: str) -> str:
    """The last day of something that ends at midnight in the given time zone, else the moment at which it ends."""
    if not value:
        return ""
    here = timezone.localtime(value, ZoneInfo(zone))
    return day(here.date() - timedelta(days=1)) if here.time() == time() else moment(value, zone)


@register.filter
def when(value: dict[str, Any] | None) -> str:
    """An uncertain date in words."""
    if not value or value.get("precision") == "unknown":
        return _("date unknown")
    found = _when(value)
    return _("about %(when)s") % {"when": found} if value.get("approximate") else found


def _when(value: dict[str, Any]) -> str:
    first, last = day(value.get("from")), day(value.get("to"))
    match value.get("precision"):
        case "between":
            if whole := _whole_month_or_year(value["from"], value["to"]):
                return whole
            return _("between %(first)s and %(last)s") % {"first": first, "last": last}
        case "before":
            return _("before %(last)s") % {"last": last}
        case "after":
            return _("after %(first)s") % {"first": first}
    return first


def _whole_month_or_year(first: str, last: str) -> str:
    """`June 2015` or `2015` for a span that is just that; else an empty text."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if (begin.month, begin.day, end.month, end.day, begin.year) == (1, 1, 12, 31, end.year):
        return str(begin.year)
    last_day = calendar.monthrange(begin.year, begin.month)[1]
    if begin.day == 1 and end == begin.replace(day=last_day):
        return format_date(begin, "LLLL y", locale=_locale()).translate(_TO_LATIN)
    return ""


MEASURES = {
    "length_mm": (gettext_noop("Length"), "mm"),
    "width_mm": (gettext_noop("Width"), "mm"),
    "depth_mm": (gettext_noop("Depth"), "mm"),
    "area_m2": (gettext_noop("Area"), "m²"),
    "volume_m3": (gettext_noop("Volume"), "m³"),
    "number": (gettext_noop("Number"), ""),
}


@register.filter
def measures(value: dict[str, Any] | None) -> str:
    """The measures of a finding in words, those that were taken."""
    found = []
    for name, (label, unit) in MEASURES.items():
        amount = (value or {}).get(name)
        if amount is not None:
            found.append(f"{_(label)} {float(amount):g}\u00a0{unit}".rstrip())
    return ", ".join(found)


@register.filter
def is_term(value: str | None, name: str) -> bool:
    """Whether a value is in this vocabulary; what a client wrote in its own words is in none."""
    return value in vocabulary.catalogue[name]


@register.filter
def term(value: str | None, name: str) -> str:
    """The label of a vocabulary value: {{ report.method|term:"assessment_method" }}."""
    return vocabulary.catalogue[name].label(value) if value else ""


@register.simple_tag
def terms(name: str) -> list[vocabulary.Term]:
    return list(vocabulary.catalogue[name])


def _number(value: str) -> int | None:
    """0 to 5: the place of the grade in its list, which ends with 'not assessable'."""
    grades = vocabulary.catalogue["damage_grade"].ids[:-1]
    return grades.index(value) if value in grades else None


@register.simple_tag
def grade(value: str | None, *, dashed: bool = False, remote: bool = False, bare: bool = False) -> SafeString:
    """A damage grade as a badge with outline, digit and label, so that it never depends on colour alone; `bare` keeps
    the label for those who listen, where another badge stands beside it."""
    if not value:
        label = vocabulary.catalogue["not_assessed"].label("not_assessed")
        return format_html('<span class="grade grade-unassessed"><b aria-hidden="true">–</b>{}</span>', label)
    number = _number(value)
    classes = f"grade grade-{number}" if number is not None else "grade grade-unassessable"
    classes += (" is-uncertain" if dashed else "") + (" is-remote" if remote else "")
    label = vocabulary.catalogue["damage_grade"].label(value)
    if bare:
        label = format_html('<span class="visually-hidden">{}</span>', label)
    return format_html(
        '<span class="{}"><b aria-hidden="true">{}</b>{}</span>', classes, "?" if number is None else number, label
    )


POSTING_LETTERS = {"inspected": "I", "restricted": "R", "unsafe": "U", "not_entered": "N"}
"""After ATC-20; as a letter, because its colours would be read as a permission to enter (field practice A6)."""


@register.simple_tag
def posting(value: str) -> SafeString:
    """A posting as its letter, with the words beside it."""
    label = vocabulary.catalogue["posting"].label(value)
    return format_html('<span class="posting"><b aria-hidden="true">{}</b>{}</span>', POSTING_LETTERS[value], label)


@register.filter
def grade_number(value: str | None) -> str:
    number = _number(value or "")
    return "" if number is None else str(number)


COMPASS = (
    gettext_noop("looking north"), gettext_noop("looking north-east"), gettext_noop("looking east"),
    gettext_noop("looking south-east"), gettext_noop("looking south"), gettext_noop("looking south-west"),
    gettext_noop("looking west"), gettext_noop("looking north-west"),
)  # fmt: skip


@register.filter
def looking(degrees: float) -> str:
    """Where a camera looked, of eight directions: 225 degrees from north is south-west."""
    return _(COMPASS[round(degrees / 45) % 8])


@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    """A sign of Bootstrap Icons in the colour of the text around it. It stands beside words, so it is not read out."""
    drawing = (Path(settings.ICONS_DIR) / f"{name}.svg").read_text()
    begin = drawing.index("viewBox=")
    return SafeString(f'<svg class="icon" aria-hidden="true" fill="currentColor" {drawing[begin:].strip()}')


EVENT_ICONS = {
    "incident": "exclamation-triangle", "visit": "people", "report": "clipboard-check", "photograph": "camera",
    "decision": "bank", "works": "bricks",
}  # fmt: skip


@register.simple_tag
def event_icon(kind: str) -> SafeString:
    """The sign of a kind of event in what happened at a place."""
    return SafeString(icon(EVENT_ICONS[kind]))


@register.simple_tag
def picture_url(photo: Any, recipe: str) -> str:
    """The address of a smaller picture, with its digest where the derivatives were loaded: it may then be cached."""
    address = reverse("picture", args=[photo.id, recipe])
    loaded = getattr(photo, "_prefetched_objects_cache", {}).get("derivatives", [])
    made = [one for one in loaded if one.recipe == recipe]
    return f"{address}?sha256={max(made, key=lambda one: one.recipe_version).sha256}" if made else address


@register.filter
def money(value: Decimal | float | None, currency: str = "") -> str:
    """Amounts with narrow no-break spaces, without cents: an estimate is no invoice."""
    if value is None:
        return ""
    return f"{round(value):,}".replace(",", "\u202f") + (f"\u00a0{currency}" if currency else "")


@register.filter
def in_language(value: dict[str, str] | None) -> str:
    """The reader's language of a {language: text}, else English, else any."""
    if not value:
        return ""
    return value.get(reader_language()) or value.get("en") or next(iter(value.values()))


@register.filter
def in_own_or_readers_language(statement: Any) -> tuple[str, str]:
    """(language, words) of a statement: in the reader's language if there is a translation, else as it was said."""
    wanted = reader_language()
    if wanted in statement.translations and not statement.language.startswith(wanted):
        return wanted, statement.translations[wanted]
    return statement.language, statement.words


@register.filter
def attribution(statement: Any) -> str:
    """Who made a statement, with the office, in the reader's language where that is on file."""
    own = ", ".join(filter(None, [statement.who, statement.office]))
    return str(statement.attributed_to.get(reader_language()) or own)


@register.filter
def get(value: dict[Any, Any] | None, key: Any) -> Any:
    return (value or {}).get(key)


@register.filter
def at(value: list[Any] | None, place: int | str) -> Any:
    """The item at an index, or {} where the list is shorter."""
    number = int(place)
    return value[number] if value and number < len(value) else {}


@register.filter
def further(finding: dict[str, Any] | None) -> list[int]:
    """Indexes of the form rows for causes and effects after the first: the existing ones and one empty row."""
    there = max((len((finding or {}).get(name) or []) for name in ("causes", "effects")), default=0)
    return list(range(1, there + 1)) or [1]


@register.filter
def advice(finding: dict[str, Any] | None) -> list[int]:
    """Indexes of the form rows for recommendations: the existing ones and one empty row."""
    return list(range(len((finding or {}).get("recommendations") or []) + 1))


@register.filter
def share(value: Decimal) -> str:
    """A share between 0 and 1 in percent."""
    return f"{100 * float(value):g}\u00a0%"


@register.simple_tag
def clock_words(ahead_s: int) -> str:
    """By how much a camera's clock was off, in words."""
    minutes, seconds = divmod(abs(ahead_s), 60)
    parts = [(minutes // 60, "h"), (minutes % 60, "min"), (seconds, "s")]
    off = " ".join(f"{count}\u00a0{unit}" for count, unit in parts if count)
    if not off:
        return _("The camera's clock was right.")
    words = _("The camera's clock was %(off)s ahead.") if ahead_s > 0 else _("The camera's clock was %(off)s behind.")
    return words % {"off": off}


@register.filter
def age(value: datetime | None) -> str:
    """How long ago a moment was: `today`, `3 days ago`."""
    if not value:
        return ""
    days = (timezone.now() - value).days
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days} if days else _("today")


@register.filter
def distance(metres: float) -> str:
    """40 m, 1.2 km."""
    return f"{metres:.0f}\u00a0m" if metres < 1000 else f"{metres / 1000:.1f}\u00a0km"


@register.filter
def size(value: int | None) -> str:
    """A human-readable size; number and unit keep their order in right-to-left text too."""
    if value is None:
        return ""
    if value < 1000:
        text = f"{value}\u00a0B"
    elif value < 1_000_000:
        text = f"{value / 1000:.0f}\u00a0kB"
    else:
        text = f"{value / 1_000_000:.1f}\u00a0MB"
    return f"\u2066{text}\u2069"


@register.filter
def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}\u00a0%" if whole else "–"


@register.simple_tag
def differing(row: Row) -> tuple[list[Piece], list[Piece]]:
    """The words of both versions of a field, marked where they differ."""
    return marked(row.before or "", row.after)


@register.simple_tag
def entry_value(field: BoundField) -> Any:
    """What a field of the register's forms shows: what was typed, else what is stored."""
    typed = field.form.is_bound
    value = field.data if typed else field.initial
    own: Any = field.field
    if own.kind == "rows" or not typed:
        return own.shown(value)
    posted: Any = field.form.data
    return posted.getlist(field.html_name) if own.kind == "checks" else value


@register.simple_tag
def reading_of(text: str) -> str:
    """How a typed date is read, in words; empty for one that cannot be read."""
    try:
        found = typed_dates.read(text, "/")
    except Problem:
        return ""
    return when(found) if found else ""


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's widget with the site's CSS class."""
    return field.as_widget(attrs={"class": "form-control"})
