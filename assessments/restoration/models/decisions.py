"""Tables of decisions: frozen dossiers, decisions about them, their stipulations, who may not or may instead decide."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from assessments.evidence.models import Document
from assessments.kit import clock, ids
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models import Authority, Site
from assessments.restoration.models.plans import Plan
from assessments.restoration.workflow import ENTRY, STIPULATION


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
        indexes = [models.Index(fields=["sha256"], name="dossier_by_digest")]


class Decision(models.Model):
    """What a body decided about exactly one dossier. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="decisions")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=16)
    outcome = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    stipulations = models.JSONField(default=list)
    """As decided, each `{"text", "before"}`; their life is in `Stipulation`."""
    level = models.CharField(max_length=12, default="national", db_default="national")
    signatory = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    instrument = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    taken = models.CharField(max_length=24, default="in_system")
    instrument_day = models.DateField(null=True, blank=True)
    """The date on the letter or order, where there is one."""
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="decisions")
    valid_until = models.DateTimeField(null=True, blank=True)
    next_day = models.DateField(null=True, blank=True)
    """To which day a decision was deferred."""
    measures = models.JSONField(default=list, db_default=[])
    """Of an emergency authorisation: the reversible measures it is limited to."""
    notified_on = models.DateField(null=True, blank=True)
    """Of an emergency authorisation: the date of the notice to the World Heritage Centre."""
    position = models.CharField(max_length=8, blank=True, db_default="")
    """Of a stated position: for or against."""
    heard_by = models.CharField(max_length=200, blank=True, db_default="")
    said_at = models.DateTimeField(null=True, blank=True)
    """Of an oral authorisation: who heard it, and when it was said."""
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    """For whom a deputy decided."""
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(default=clock.now)
    dossier_sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()

    class Meta:
        verbose_name = "decision"
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(dossier_sha256=""), name="a_decision_names_the_dossier_it_saw"),
            models.CheckConstraint(condition=~Q(signatory=""), name="a_decision_is_signed"),
            models.CheckConstraint(
                condition=~Q(taken="recorded_from_document")
                | (Q(document__isnull=False) & Q(confirmed_by__isnull=False)),
                name="what_is_recorded_has_its_document_and_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(level__in=["centre", "advisory", "committee"]) | Q(taken="recorded_from_document"),
                name="outside_bodies_write_letters",
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("entered_by")), name="two_people_confirm_a_decision"),
        ]
        indexes = [models.Index(fields=["dossier_sha256"], name="decision_by_dossier")]


class EnteredDecision(Resource):
    """A decision that one person entered from its document, and that another has still to confirm."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="entered_decisions")
    message = models.JSONField()
    level = models.CharField(max_length=12, default="national", db_default="national")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=10, default="waiting", db_default="waiting")
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = "entered decision"
        ordering = ["entered_at", "id"]
        indexes = [
            models.Index(fields=["plan"], condition=Q(status="waiting"), name="decisions_to_confirm"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ENTRY.states), name="an_entry_is_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "refused"]) | ~Q(settled_by=F("entered_by")),
                name="nobody_confirms_what_they_entered",
            ),
            models.UniqueConstraint(fields=["plan"], condition=Q(status="waiting"), name="one_letter_at_a_time"),
        ]


class Stipulation(Resource):
    """A condition of a decision: opened by it, answered by those who plan or work, closed by the body that set it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="stipulations")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="opened")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    before = models.CharField(max_length=12, default="next_gate", db_default="next_gate")
    status = models.CharField(max_length=10, default="open", db_default="open")
    answer = models.TextField(blank=True)
    answer_document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)
    closing_document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "stipulation"
        ordering = ["plan_id", "created_at", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="stipulations_are_numbered"),
            models.CheckConstraint(
                condition=Q(status__in=STIPULATION.states), name="a_stipulation_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(answered_by__isnull=True) | ~Q(closed_by=F("answered_by")),
                name="nobody_closes_what_they_answered",
            ),
        ]


class Deputation(models.Model):
    """Between two days a deputy, who decides for the same level already, also acts for a director."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="deputations")
    principal = models.ForeignKey(User, models.PROTECT, related_name="deputations")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputises")
    first_day = models.DateField()
    last_day = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_deputy_acts_between_two_days"),
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="nobody_deputises_for_themselves"),
        ]


class ConflictOfInterest(models.Model):
    """Somebody declared an interest in a plan: they decide nothing about it from then on."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="conflicts_of_interest")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "user"], name="an_interest_is_declared_once")]


class Reminder(models.Model):
    """What was told to somebody by e-mail, so that it is told once. `key` is what made it new."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12)
    subject_id = models.UUIDField()
    key = models.CharField(max_length=80)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "subject_id", "key"], name="a_reminder_is_sent_once")
        ]
