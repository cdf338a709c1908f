"""Asking for a forecast of a plan, and working it out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry
from assessments.kit import clock, jobs
from assessments.kit.actor import Actor
from assessments.kit.errors import IdTaken, invalid_field
from assessments.kit.resources import get_visible
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import forecast, policy, queries, vocabulary
from assessments.restoration.messages import ForecastIn
from assessments.restoration.models import Forecast, Plan
from assessments.restoration.operations.plans import subject_of

FORECAST_TASK = "assessments.make_forecast"
LEASE_SECONDS = 60
OPEN = frozenset({"forecast", "distribution", "correlation_of_costs", "correlation_of_days", "seed"})


def ask_forecast(plan_id: UUID, message: ForecastIn, *, by: Actor) -> Forecast:
    """Ask for a forecast of the estimate as it stands. Planners do; others read it. Idempotent by `id`.

    Raises `Invalid` where nothing is estimated, neither in money nor in days.
    """
    plan: Plan = get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    vocabulary.DISTRIBUTION.require(message.distribution, "/distribution")
    found = Forecast.objects.filter(pk=message.id).first()
    if found is not None:
        if found.plan_id != plan.id or _assumptions(message, plan, seed=found.assumptions["seed"]) != found.assumptions:
            raise IdTaken
        return found
    return begin_forecast(plan, message, by=by)


def begin_forecast(plan: Plan, message: ForecastIn, *, by: Actor) -> Forecast:
    """Record a forecast that is due, and wake a worker."""
    basis = queries.forecast_basis(plan, queries.packages_of(plan))
    if not any(one.days or one.costs for one in basis.packages):
        detail = _("Nothing is estimated yet: give the packages durations or lines.")
        raise invalid_field("/packages", "nothing_estimated", detail)
    assumptions = _assumptions(message, plan, seed=secrets.randbelow(2**31))
    with transaction.atomic():
        made = Forecast.objects.create(
            id=message.id, plan=plan, asked_by_id=by.user_id, asked_at=clock.now(), assumptions=assumptions
        )
        changes: dict[str, Any] = {name: (None, value) for name, value in assumptions.items() if name in OPEN}
        changes["forecast"] = (None, str(made.id))
        audit.record(Entry("restoration.forecast.asked", subject_of(plan), changes, OPEN), by=by)
        jobs.enqueue(FORECAST_TASK, made.id)
    return made


def _assumptions(message: ForecastIn, plan: Plan, *, seed: int) -> dict[str, Any]:
    return {
        "seed": message.seed if message.seed is not None else seed, "runs": forecast.RUNS, "currency": plan.currency,
        "distribution": message.distribution, "correlation_of_costs": message.correlation_of_costs,
        "correlation_of_days": message.correlation_of_days,
    }  # fmt: skip


def make_forecast(forecast_id: UUID, *, by: Actor) -> None:
    """Work out one forecast, under a lease. Does nothing when it is not due."""
    found = jobs.claim(Forecast.objects.filter(state="due"), forecast_id, seconds=LEASE_SECONDS)
    if found is None:
        return
    if found.attempt > jobs.MAX_ATTEMPTS:
        Forecast.objects.filter(pk=found.pk).update(state="failed", lease_until=None)
        return
    basis = queries.forecast_basis(found.plan, queries.packages_of(found.plan))
    assumed = {name: value for name, value in found.assumptions.items() if name != "currency"}
    made = forecast.simulate(basis.packages, forecast.Assumptions(crews=found.plan.crews, **assumed))
    Forecast.objects.filter(pk=found.pk, state="due").update(
        state="ready", basis=basis.digest, result=_as_json(made, basis), made_at=clock.now(), lease_until=None
    )


def _as_json(made: forecast.Forecast, basis: queries.ForecastBasis) -> dict[str, Any]:
    """The result with the packages by id; no cost or no days where none are estimated.

    Amounts are rounded to a hundredth, days to a tenth.
    """
    found: dict[str, Any] = {"cost": None, "days": None, "cost_drivers": [], "days_drivers": []}
    estimated = {"cost": any(one.costs for one in basis.packages), "days": any(one.days for one in basis.packages)}
    for name, digits in (("cost", 2), ("days", 1)):
        if not estimated[name]:
            continue
        total: forecast.Distribution = getattr(made, name)
        found[name] = {
            **{f"p{at}": round(value, digits) for at, value in total.percentiles.items()},
            "mean": round(total.mean, digits), "edges": [round(one, digits) for one in total.edges],
            "counts": total.counts,
        }  # fmt: skip
        drivers: list[forecast.Driver] = getattr(made, f"{name}_drivers")
        found[f"{name}_drivers"] = [
            asdict(one)
            | {"package": str(basis.ids[one.package]), "low": round(one.low, digits), "high": round(one.high, digits)}
            for one in drivers
        ]
    return found


@jobs.due_tasks
def forecasts_due() -> Iterable[tuple[str, UUID]]:
    due = Forecast.objects.filter(jobs.unleased(), state="due")
    return [(FORECAST_TASK, one) for one in due.order_by("id").values_list("pk", flat=True)[:20]]
