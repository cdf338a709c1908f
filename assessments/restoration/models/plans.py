"""Tables of plans: what they say, who edited them, their documents, what stands against them, their money."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from assessments.evidence.models import Document
from assessments.kit import clock, ids
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models import Authority, Monument, Site, Statement
from assessments.restoration.workflow import PLAN

NEEDS_NO_DOSSIER = ["draft", "withdrawn", "superseded", "begun_without_authorisation"]


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
    exchange_rates = models.JSONField(default=list, db_default=[], blank=True)
    """Of other currencies in which lines are estimated: `amount` of `currency` is `equals` in the plan's; with kind,
    day and source."""
    contingency_rule = models.CharField(max_length=12, default="none", db_default="none")
    contingency_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    """Of the lines, where the rule is that it is stated."""
    contingency_reason = models.TextField(blank=True, db_default="")
    escalation_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    """How much prices rise in a year, from the day of the prices until the middle of the works."""
    escalation_until = models.DateField(null=True, blank=True)
    escalation_source = models.CharField(max_length=200, blank=True, db_default="")
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")
    crews = models.JSONField(default=dict, db_default={}, blank=True)
    """How many teams of each crew there are, by its name; one of those that are not named here."""
    stoppages = models.JSONField(default=list, db_default=[], blank=True)
    """When works stand still: access seasons and stated stoppages, as `restoration.working_days` reads them."""
    phases = models.JSONField(default=list, db_default=[], blank=True)
    """Names of phases in their order, which group packages. What needs an approval of its own is a plan of its own."""
    options_appraisal = models.TextField(blank=True, db_default="")
    """What else was considered, from doing nothing to full reconstruction, and why it was not chosen."""
    original_fabric_share = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    """Share of original fabric in the finished work, 0 to 1 (the Lion of Al-Lat: about 0.5)."""
    age_override = models.TextField(blank=True, db_default="")
    """Why the site's director lets it rest on assessments older than twelve months."""
    age_override_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    request_answers = models.JSONField(default=dict, db_default={}, blank=True)
    """The written answer to each standing request that restricts this plan, by the request's id."""
    statements = models.ManyToManyField(Statement, related_name="plans", blank=True)
    """Who says what about works that were begun without authorisation, each in their own words."""
    begun_on = models.JSONField(default=dict, db_default={}, blank=True)
    """When works that nobody had authorised began, as `kit.uncertain_dates` reads it; empty for all other plans."""
    is_exercise = models.BooleanField(default=False)
    status = models.CharField(max_length=32, default="draft", db_default="draft")
    revision = models.PositiveIntegerField(default=0)
    dossier_sha256 = models.CharField(max_length=64, blank=True)
    state_since = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    """The end of the present authorisation; past it the plan lapses. None: until it is revoked."""
    clock_stopped_at = models.DateTimeField(null=True, blank=True)
    """Since when a body waits for information that it asked for; its days do not count meanwhile."""
    basis_confirmed_at = models.DateTimeField(null=True, blank=True)
    """When somebody confirmed that the plan still stands on its ground, after what changed until then."""

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("plan"), gettext_lazy("plans")
        indexes = [models.Index(fields=["site", "status", "-id"], name="plans_of_a_site")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PLAN.states), name="a_plan_is_in_a_known_state"),
            models.CheckConstraint(condition=~Q(continues=F("id")), name="no_plan_continues_itself"),
            models.CheckConstraint(
                condition=Q(status__in=NEEDS_NO_DOSSIER) | ~Q(dossier_sha256=""),
                name="a_submitted_plan_has_a_dossier",
            ),
            models.CheckConstraint(
                condition=Q(estimate_class__isnull=True) | Q(estimate_class__range=(1, 5)),
                name="an_estimate_is_of_class_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(contingency_rule__in=["none", "by_class"], contingency_percent__isnull=True)
                | Q(
                    contingency_rule="stated",
                    contingency_percent__isnull=False,
                    contingency_percent__range=(0, 100),
                ),
                name="contingency_follows_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(escalation_percent__isnull=True, escalation_until__isnull=True)
                | Q(
                    escalation_percent__isnull=False,
                    escalation_until__isnull=False,
                    escalation_percent__range=(0, 200),
                    price_date__isnull=False,
                    escalation_until__gte=F("price_date"),
                ),
                name="prices_rise_from_their_day_to_a_later_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanEdit(models.Model):
    """Who edited a plan, and when: somebody who edited it may not decide on it."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="edits")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["plan", "at"], name="edits_of_a_plan")]


class PlanDocument(models.Model):
    """A document in a plan's dossier, and as what: the same drawing may serve several plans."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="dossier_documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="in_dossiers")
    purpose = models.CharField(max_length=24)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["plan_id", "purpose", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "document", "purpose"], name="a_document_serves_a_purpose_once")
        ]


class StandingRequest(Resource):
    """What a body asked of a site for as long as it stands, paragraph by paragraph: such as to limit works to first
    aid (field practice A19). It restricts plans on the tracks that it names until they answer it in writing."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="standing_requests")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="standing_requests")
    decision = models.CharField(max_length=60)
    paragraph = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=12, default="en")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    tracks = models.JSONField(default=list)
    done = models.TextField(blank=True)
    """What was done about it so far: the answer of a state-of-conservation report."""
    source = models.TextField(blank=True)

    class Meta:
        verbose_name = "standing request"
        ordering = ["since", "decision", "paragraph", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_request_ends_after_it_began"
            )
        ]


class FundingSource(Resource):
    """Money for a plan: pledged, committed or received, with what it may be spent on. Written in any state."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="funding")
    funder = models.CharField(max_length=200)
    stage = models.CharField(max_length=12)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    stated_on = models.DateField()
    restrictions = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        verbose_name = "funding source"
        ordering = ["plan_id", "stated_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="funding_is_more_than_nothing")]
