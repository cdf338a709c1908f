"""Keyset pagination: each page starts after the last row seen, so that page 1000 costs the same as page 1."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from assessments.kit.checksums import plain
from assessments.kit.errors import BadRequest

DEFAULT_LIMIT, MAX_LIMIT = 50, 500

Row = TypeVar("Row", bound=Model)


def _key_of(row: Model, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append(plain(value))
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def _beyond(order: Sequence[str], cursor: str) -> Q:
    try:
        values = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != len(order):
        raise BadRequest(_("This cursor is not one of ours. Start again without it."))
    beyond, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, comparison = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{field}__{comparison}": value})
        same &= Q(**{field: value})
    return beyond


def page_of(
    rows: QuerySet[Row], *, order: Sequence[str] = ("id",), cursor: str = "", limit: int = DEFAULT_LIMIT
) -> tuple[list[Row], str]:
    """One page and the cursor of the next ('' at the end). `order` must end in something unique.

    Selects the ids first, then their rows with related tables: in one joined query the planner sorts a million rows
    to return fifty, because it cannot know that the index already delivers a site's rows in order.
    """
    from django.core.exceptions import ValidationError

    if cursor:
        try:
            rows = rows.filter(_beyond(order, cursor))
        except (ValueError, TypeError, ValidationError):
            raise BadRequest(_("This cursor is not one of ours. Start again without it.")) from None
    keys = list(rows.order_by(*order).values_list("pk", flat=True)[: limit + 1])
    more, keys = len(keys) > limit, keys[:limit]
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)} if keys else {}
    # A row that left the list between the two queries is skipped; the cursor continues from the last returned row.
    found = [by_key[key] for key in keys if key in by_key]
    more = more and bool(found)
    return found, _key_of(found[-1], order) if more else ""
