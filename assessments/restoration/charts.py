"""The forecast and the schedule of a plan, drawn for a page in the reader's direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language_bidi

from assessments.restoration import drawing, forecast, queries
from assessments.restoration.models import Plan, WorkPackage


def charts(plan: Plan, packages: Sequence[WorkPackage]) -> dict[str, Any]:
    """Context of `restoration/_forecast.html` and `_gantt.html`: the newest forecast, and the likely schedule."""
    basis, is_rtl = queries.forecast_basis(plan, packages), get_language_bidi()
    bars = forecast.schedule(basis.packages, plan.crews)
    newest = queries.latest_forecast(plan)
    context = {
        "forecast": newest,
        "gantt": drawing.gantt([one.title for one in packages], bars, is_rtl=is_rtl),
    }
    if newest is None or not newest.result:
        return context
    start, result = queries.works_begin(plan), newest.result
    cost, days = result["cost"], result["days"]
    titles = {str(one.id): one.title for one in packages}
    return context | {
        "forecast_currency": newest.assumptions["currency"],
        "is_of_this_estimate": newest.basis == basis.digest,
        "start": start,
        "percentiles": [
            (name.upper(), cost and cost[name], days and days[name], days and start and start.after(days[name]))
            for name in drawing.MARKS
        ],
        "spread_of_cost": drawing.spread(cost, is_rtl=is_rtl),
        "spread_of_days": drawing.spread(days, is_rtl=is_rtl),
        "cost_drivers": drawing.drivers(result["cost_drivers"], titles, is_rtl=is_rtl),
        "days_drivers": drawing.drivers(result["days_drivers"], titles, is_rtl=is_rtl),
    }
