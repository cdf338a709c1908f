"""Tables of estimates: work packages, their lines, forecasts worked out from both."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from assessments.kit import clock, ids
from assessments.kit.jobs import Leased
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.restoration.models.plans import Plan


class WorkPackage(Resource):
    """A piece of the works with a three-point duration in working days."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="packages")
    place_in_list = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    low_days = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    likely_days = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    high_days = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    crew = models.CharField(max_length=60, blank=True, db_default="")
    """Who does it: packages of one crew do not run beside each other unless it has several teams."""
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="needed_by", blank=True)
    phase = models.CharField(max_length=80, blank=True, db_default="")
    """One of the plan's phases, which group packages."""
    progress_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    actual_cost = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    """In the plan's currency, as far as it is known."""
    works_note = models.TextField(blank=True, db_default="")

    class Meta:
        ordering = ["plan_id", "place_in_list", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low_days__isnull=True, likely_days__isnull=True, high_days__isnull=True)
                | Q(low_days__gte=0, low_days__lte=F("likely_days"), likely_days__lte=F("high_days")),
                name="durations_run_low_likely_high",
            ),
            models.CheckConstraint(condition=Q(progress_percent__lte=100), name="progress_is_a_share_of_the_whole"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(began_on__isnull=False, ended_on__gte=F("began_on")),
                name="works_end_after_they_began",
            ),
            models.CheckConstraint(
                condition=Q(actual_cost__isnull=True) | Q(actual_cost__gte=0), name="costs_are_not_negative"
            ),
        ]


class EstimateLine(Resource):
    """One line of an estimate: a quantity at a three-point rate, in a currency that the plan has a rate for."""

    package = models.ForeignKey(WorkPackage, models.CASCADE, related_name="lines")
    place_in_list = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(max_length=24)
    element = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=8)
    low_rate = models.DecimalField(max_digits=16, decimal_places=2)
    likely_rate = models.DecimalField(max_digits=16, decimal_places=2)
    high_rate = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    rate_source = models.CharField(max_length=200, blank=True)
    rate_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["package_id", "place_in_list", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="quantities_are_positive"),
            models.CheckConstraint(
                condition=Q(low_rate__gte=0, low_rate__lte=F("likely_rate"), likely_rate__lte=F("high_rate")),
                name="rates_run_low_likely_high",
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="rates_name_their_currency"),
        ]


class Forecast(Leased):
    """A simulation of a plan's cost and duration, worked out by the worker (see `restoration.forecast`).

    `basis` is the digest of the estimate that it rests on; `assumptions` hold the seed and what is assumed beside it.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="forecasts")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    assumptions = models.JSONField()
    state = models.CharField(max_length=8, default="due", db_default="due")
    basis = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["plan", "-asked_at", "-id"], name="forecasts_of_a_plan"),
            models.Index(fields=["lease_until"], condition=Q(state="due"), name="forecasts_that_are_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(result__isnull=False) & ~Q(basis="")),
                name="a_forecast_names_its_basis",
            )
        ]
