"""Forecasts of plans over REST: what is assumed, and the percentiles of cost, duration and end date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.api import JSONView, endpoint
from assessments.kit.errors import NotFound
from assessments.people.authentication import signed_in
from assessments.restoration import messages, operations, queries
from assessments.restoration.api.packages import planner_of
from assessments.restoration.forecast import PERCENTILES
from assessments.restoration.models import Forecast, Plan


class ForecastOut(msgspec.Struct, kw_only=True):
    """`state`: due, ready or failed. Cost is in `currency`, `days` are working days, `end_date` counts five of them a
    week from `counted_from`: the day of the national endorsement, or today while it is awaited; none while works stand
    still. Cost is null where no line, days and end where no duration is estimated; an end more than a hundred years
    away, or of works that will not begin, is null. Once the estimate has changed since, `is_of_this_estimate` is false.
    """

    id: UUID
    plan: UUID
    state: str
    assumes: str
    assumptions: dict[str, Any]
    currency: str
    cost: dict[str, Any] | None
    days: dict[str, Any] | None
    end_date: dict[str, date | None] | None
    counted_from: date | None
    approval_is_awaited: bool
    cost_drivers: list[dict[str, Any]]
    days_drivers: list[dict[str, Any]]
    is_of_this_estimate: bool
    asked_at: datetime
    made_at: datetime | None


def forecast_out(found: Forecast, plan: Plan) -> ForecastOut:
    result = found.result or {}
    start = queries.works_begin(plan)
    days = result.get("days")
    ends = {f"p{one}": start.after(days[f"p{one}"]) for one in PERCENTILES} if days and start else None
    basis = queries.forecast_basis(plan, queries.packages_of(plan))
    return ForecastOut(
        id=found.id, plan=plan.id, state=found.state,
        assumes="no interruption beside the stoppages of the plan" if plan.stoppages else "no interruption",
        assumptions=found.assumptions, currency=found.assumptions["currency"],
        cost=result.get("cost"), days=days, end_date=ends, counted_from=start.day if start else None,
        approval_is_awaited=bool(start and start.is_awaited), cost_drivers=result.get("cost_drivers", []),
        days_drivers=result.get("days_drivers", []), asked_at=found.asked_at, made_at=found.made_at,
        is_of_this_estimate=bool(result) and found.basis == basis.digest,
    )  # fmt: skip


class PlanForecast(JSONView):
    @endpoint("The newest forecast of a plan", response=ForecastOut)
    def get(self, request: Request, id: UUID) -> ForecastOut:
        plan = queries.plan(signed_in(request), id)
        found = queries.latest_forecast(plan)
        if found is None:
            raise NotFound
        return forecast_out(found, plan)

    @endpoint("Ask for a forecast of a plan", request=messages.ForecastIn, response=ForecastOut, status=201)
    def post(self, request: Request, id: UUID, body: Callable[[], messages.ForecastIn]) -> Response:
        by = signed_in(request)
        plan = planner_of(id, by)
        found = operations.ask_forecast(id, body(), by=by)
        return Response(forecast_out(found, plan), status=201)
