"""Parses the HTML forms of plans into the same messages that REST clients send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.kit import ids
from assessments.kit.errors import invalid_field
from assessments.kit.parsing import number
from assessments.restoration.messages import Duration, LineIn, PackageIn, PlanPatch, Rate


def plan_patch(data: QueryDict) -> PlanPatch:
    values: dict[str, Any] = {name: data[name] for name in ("title", "objectives", "approach", "track") if name in data}
    values["basis_of_estimate"] = data.get("basis_of_estimate", "")
    if not values.get("title", "x").strip():
        raise invalid_field("/title", "missing", _("A plan needs a title."))
    if "estimate_class" in data:
        values["estimate_class"] = int(data.get("estimate_class", "")) if data.get("estimate_class") else None
    if "price_date" in data:
        values["price_date"] = _day(data.get("price_date", ""))
    if "monuments" in data:
        values["monuments"] = [UUID(one) for one in data.getlist("monuments")]
    return PlanPatch(**values)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid_field("/price_date", "date", _("A day is written as 2016-04-25.")) from None


def _required(data: Mapping[str, str], name: str) -> Decimal:
    value = number(data.get(name, ""), f"/{name}")
    if value is None:
        raise invalid_field(f"/{name}", "missing", _("A number is needed here."))
    return value


def package(data: Mapping[str, str]) -> PackageIn:
    title = data.get("title", "").strip()
    if not title:
        raise invalid_field("/title", "missing", _("A work package needs a title."))
    points = [number(data.get(name, ""), f"/{name}") for name in ("low_days", "likely_days", "high_days")]
    days = None
    if any(point is not None for point in points):
        low, likely, high = (_required(data, name) for name in ("low_days", "likely_days", "high_days"))
        days = Duration(low, likely, high)
    return PackageIn(id=ids.uuid7(), title=title[:200], description=data.get("description", ""), duration_days=days)


def line(data: Mapping[str, str], currency: str) -> LineIn:
    element = data.get("element", "").strip()
    if not element:
        raise invalid_field("/element", "missing", _("Say what is estimated."))
    return LineIn(
        id=ids.uuid7(),
        category=data.get("category", ""),
        element=element[:200],
        quantity=_required(data, "quantity"),
        unit=data.get("unit", ""),
        rate=Rate(
            low=_required(data, "low_rate"),
            likely=_required(data, "likely_rate"),
            high=_required(data, "high_rate"),
            currency=currency,
        ),
        rate_source=data.get("rate_source", "")[:200],
    )
