"""What people type: numbers in the digits of three scripts, days, one entry a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.kit.errors import Stale, invalid_field

WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


def number(value: str, pointer: str) -> Decimal | None:
    """A number in any of our digits, with comma or point; nothing is None."""
    text = value.strip().translate(WESTERN).replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise invalid_field(pointer, "number", _("'%(value)s' is not a number.") % {"value": value})
    return found


def day(value: str, pointer: str) -> date | None:
    """A day as browsers and people write it (2016-04-25, in any of our digits); nothing is None."""
    text = value.strip().translate(WESTERN)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid_field(pointer, "date", _("A day is written as 2016-04-25.")) from None


def id_(value: str, pointer: str) -> UUID:
    """The id that a select or a tick of a form gave; refuses what is none."""
    try:
        return UUID(value)
    except ValueError:
        raise invalid_field(pointer, "missing", _("Choose one of those offered.")) from None


def ids(values: Iterable[str], pointer: str) -> list[UUID]:
    return [id_(one, pointer) for one in values]


def version(value: str, now: int) -> int:
    """The version that a form was filled in on. Refuses with `Stale` a form that does not say."""
    if not value.isdigit():
        raise Stale(yours="?", now=now)
    return int(value)


def moment(value: str) -> datetime | None:
    """A moment as a device writes it, with its zone (2016-04-25T09:30:00Z); whatever else is no moment."""
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return found if found.tzinfo else None


def uncertain(precision: str, first: str, last: str, pointer: str) -> dict[str, str]:
    """When something happened, as exactly as it is known; nothing is {}."""
    if not precision or precision == "unknown":
        return {}
    days = {"from": day(first, f"{pointer}/from"), "to": day(last, f"{pointer}/to")}
    if precision == "before" and days["from"] and not days["to"]:
        days = {"from": None, "to": days["from"]}
    return {"precision": precision, **{name: one.isoformat() for name, one in days.items() if one}}


def lines(text: str) -> list[str]:
    """One entry a line; commas of all three scripts separate too."""
    return [one.strip() for one in re.split(r"[\n,،;]+", text) if one.strip()]
