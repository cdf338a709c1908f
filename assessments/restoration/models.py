"""Tables of restoration: plans, packages, estimate lines, frozen dossiers, decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from assessments.kit import clock, ids
from assessments.kit.jobs import Leased
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models import Authority, Monument, Site
from assessments.restoration.workflow import PLAN


class Plan(Resource):
    """A conservation and recovery project for monuments of one site."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="plans")
    monuments = models.ManyToManyField(Monument, related_name="plans")
    track = models.CharField(max_length=12, default="restoration")
    title = models.CharField(max_length=200)
    objectives = models.TextField(blank=True)
    approach = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    currency = models.CharField(max_length=3, default="EUR")
    price_date = models.DateField(null=True, blank=True)
    estimate_class = models.PositiveSmallIntegerField(null=True, blank=True)
    basis_of_estimate = models.TextField(blank=True)
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")
    crews = models.JSONField(default=dict, db_default={}, blank=True)
    """How many teams of each crew there are, by its name; one of those that are not named here."""
    stoppages = models.JSONField(default=list, db_default=[], blank=True)
    """When works stand still: access seasons and stated stoppages, as `restoration.working_days` reads them."""
    is_exercise = models.BooleanField(default=False)
    status = models.CharField(max_length=24, default="draft", db_default="draft")
    revision = models.PositiveIntegerField(default=0)
    dossier_sha256 = models.CharField(max_length=64, blank=True)
    state_since = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "plan"
        indexes = [models.Index(fields=["site", "status", "-id"], name="plans_of_a_site")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PLAN.states), name="a_plan_is_in_a_known_state"),
            models.CheckConstraint(condition=~Q(continues=F("id")), name="no_plan_continues_itself"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | ~Q(dossier_sha256=""),
                name="a_submitted_plan_has_a_dossier",
            ),
            models.CheckConstraint(
                condition=Q(estimate_class__isnull=True) | Q(estimate_class__range=(1, 5)),
                name="an_estimate_is_of_class_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return self.title


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

    class Meta:
        ordering = ["plan_id", "place_in_list", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low_days__isnull=True, likely_days__isnull=True, high_days__isnull=True)
                | Q(low_days__gte=0, low_days__lte=F("likely_days"), likely_days__lte=F("high_days")),
                name="durations_run_low_likely_high",
            )
        ]


class EstimateLine(Resource):
    """One line of an estimate: a quantity at a three-point rate in the plan's currency."""

    package = models.ForeignKey(WorkPackage, models.CASCADE, related_name="lines")
    place_in_list = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(max_length=24)
    element = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=8)
    low_rate = models.DecimalField(max_digits=16, decimal_places=2)
    likely_rate = models.DecimalField(max_digits=16, decimal_places=2)
    high_rate = models.DecimalField(max_digits=16, decimal_places=2)
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


class PlanEdit(models.Model):
    """Who edited a plan, and when: somebody who edited it may not decide on it."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="edits")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["plan", "at"], name="edits_of_a_plan")]


class Dossier(models.Model):
    """What reviewers read, frozen at each submission: canonical bytes and their digest."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="dossiers")
    revision = models.PositiveIntegerField()
    frozen_at = models.DateTimeField(default=clock.now)
    canonical = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    private = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "revision"], name="a_dossier_is_frozen_once")]


class Decision(models.Model):
    """What a body decided about exactly one dossier. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="decisions")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=16)
    outcome = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    stipulations = models.JSONField(default=list)
    signatory = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    instrument = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    taken = models.CharField(max_length=24, default="in_system")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)
    dossier_sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()

    class Meta:
        verbose_name = "decision"
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(dossier_sha256=""), name="a_decision_names_the_dossier_it_saw"),
            models.CheckConstraint(condition=~Q(signatory=""), name="a_decision_is_signed"),
        ]
