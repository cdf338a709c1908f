"""Parsing what people type into forms: numbers in the digits of three scripts, dates, one entry a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.kit.errors import Stale, invalid_field

WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


def number(value: str, pointer: str) -> Decimal | None:
    """A number in Western, Arabic or Persian digits, with comma or point; an empty string is None."""
    text = value.strip().translate(WESTERN_DIGITS).replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise invalid_field(pointer, "number", _("'%(value)s' is not a number.") % {"value": value})
    return found


def plain(value: Decimal | None) -> str:
    """A number as a form shows it again: without exponent and trailing zeros; "" for none."""
    return "" if value is None else f"{value.normalize():f}"


def day(value: str, pointer: str) -> date | None:
    """A date as browsers and people write it (2016-04-25, in any of the three scripts); an empty string is None."""
    text = value.strip().translate(WESTERN_DIGITS)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid_field(pointer, "date", _("A day is written as 2016-04-25.")) from None


def id_(value: str, pointer: str) -> UUID:
    """The id that a select or checkbox of a form sent. Raises `Invalid` when it is not a UUID."""
    try:
        return UUID(value)
    except ValueError:
        raise invalid_field(pointer, "missing", _("Choose one of those offered.")) from None


def ids(values: Iterable[str], pointer: str) -> list[UUID]:
    return [id_(one, pointer) for one in values]


def version(value: str, now: int) -> int:
    """The version of the row on which a form was opened. Raises `Stale` when the form does not carry one."""
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise Stale(yours="?", now=now)
    return int(value)


def version_read(form: Mapping[str, str], now: int) -> int:
    """The version that a form was filled in on. Raises `Stale` when somebody was faster, before anything else is
    judged; who has seen that may save over it on purpose (`overwrite`).
    """
    read = version(form.get("overwrite") or form.get("version", ""), now)
    if read != now:
        raise Stale(yours=read, now=now)
    return read


def versions_shown(form: Mapping[str, str], now: int | None) -> dict[str, Any]:
    """For the form that is shown again: the version it was filled in on, and the newer one to save over, if any."""
    read = form.get("version") or now
    return {"version": read, "newer": now if str(read) != str(now) else None}


def moment(value: str) -> datetime | None:
    """An ISO 8601 timestamp with its zone, as devices send it (2016-04-25T09:30:00Z); anything else is None."""
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return found if found.tzinfo else None


def lines(text: str) -> list[str]:
    """One entry a line; commas of all three scripts separate too."""
    return [one.strip() for one in re.split(r"[\n,،;]+", text) if one.strip()]
