"""Tables of damage: reports, findings, factors, frozen snapshots, notes of review, counters of references."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy

from assessments.damage.workflow import REPORT
from assessments.evidence.models import Annotation, Photo
from assessments.kit import clock, ids
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models import Incident, Monument, Part, Site, Visit


class DamageReport(Resource):
    """A dated assessment of one monument. Author, observers and the person who typed it in are different people."""

    # Each is the first column of an index below.
    site = models.ForeignKey(Site, models.PROTECT, related_name="reports", db_index=False)
    monument = models.ForeignKey(Monument, models.PROTECT, related_name="reports", db_index=False)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="reports")
    author = models.ForeignKey(User, models.PROTECT, related_name="reports", db_index=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    observers = models.JSONField(default=list)
    field_number = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, null=True, blank=True, unique=True)

    stage = models.CharField(max_length=10, default="rapid")
    method = models.CharField(max_length=24)
    observed = models.JSONField()
    first_seen = models.DateField(null=True, blank=True)
    last_seen = models.DateField(null=True, blank=True)
    scope = models.CharField(max_length=8, default="whole")
    seen = models.JSONField(default=list)
    seen_parts = models.JSONField(default=list)
    """Ids of the parts on the register that `seen` names; filled when the report is submitted."""
    not_reached = models.JSONField(default=list)
    imagery_source = models.CharField(max_length=200, blank=True)
    weather = models.CharField(max_length=200, blank=True)
    interventions = models.JSONField(default=list)

    damage = models.CharField(max_length=16, blank=True)
    reference_state = models.JSONField(default=dict)
    change_reason = models.CharField(max_length=20, blank=True)
    conservation_state = models.CharField(max_length=12, blank=True)
    extent = models.CharField(max_length=16, blank=True)
    certainty = models.CharField(max_length=16, blank=True)
    posting = models.CharField(max_length=12, blank=True)
    cordon_m = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    cordon_reason = models.TextField(blank=True)
    """Why the cordon is smaller than advised: at least once the height (field practice A6)."""
    pilot_location = models.JSONField(null=True, blank=True)
    """Where the pilot of a drone stood, as a GeoJSON point."""
    priority = models.CharField(max_length=12, blank=True)
    priority_reason = models.TextField(blank=True)
    priority_computed = models.CharField(max_length=12, blank=True)
    priority_in_force = models.GeneratedField(
        expression=Case(When(priority="", then=F("priority_computed")), default=F("priority")),
        output_field=models.CharField(max_length=12), db_persist=True,
    )  # fmt: skip
    intervention_required = models.CharField(max_length=12, default="not_checked")
    safety_hazards = models.CharField(max_length=12, default="not_checked")
    original_fabric_share = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    narrative = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="reports")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    status = models.CharField(max_length=12, default="draft", db_default="draft")
    revision = models.PositiveIntegerField(default=0)
    gate = models.JSONField(null=True, blank=True)
    outside_released_area = models.BooleanField(default=False)
    warnings = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_on_basis = models.CharField(max_length=16, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("damage report"), gettext_lazy("damage reports")
        indexes = [
            models.Index(fields=["site", "status", "-id"], name="reports_of_a_site"),
            models.Index(
                fields=["field_number"],
                opclasses=["varchar_pattern_ops"],
                condition=~Q(field_number=""),
                name="reports_by_board_number",
            ),
            models.Index(fields=["site", "-id"], name="reports_of_a_site_by_age"),
            models.Index(fields=["site", "-last_seen", "-id"], name="reports_of_a_site_by_day"),
            models.Index(fields=["site", "damage", "-id"], name="reports_by_grade"),
            models.Index(fields=["site", "method", "-id"], name="reports_by_method"),
            models.Index(
                fields=["site", "priority_in_force", "-id"],
                name="reports_that_press",
                condition=Q(priority_in_force__in=["emergency", "urgent"]),
            ),
            models.Index(
                fields=["site", "priority_in_force", "last_seen", "id"],
                name="reports_that_cannot_wait",
                condition=Q(priority_in_force__in=["emergency", "urgent"], status__in=["submitted", "verified"]),
            ),
            models.Index(fields=["site", "-id"], name="reports_of_hazards", condition=Q(safety_hazards="yes")),
            models.Index(fields=["monument", "-last_seen", "-id"], name="reports_of_a_monument"),
            models.Index(fields=["author", "-id"], name="reports_of_an_author"),
            models.Index(fields=["submitted_at", "id"], condition=Q(status="submitted"), name="reports_that_wait"),
            GinIndex(fields=["observers"], name="reports_by_observer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=REPORT.states), name="a_report_is_in_a_known_state"),
            models.CheckConstraint(
                condition=~Q(status__in=["verified", "superseded"])
                | (Q(verified_by__isnull=False) & Q(verified_at__isnull=False) & ~Q(verified_on_basis="")),
                name="a_verified_report_names_its_verifier_and_basis",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | (~Q(verified_by=F("author")) & ~Q(verified_by=F("entered_by"))),
                name="nobody_verifies_their_own_report",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(reference__isnull=False), name="a_submitted_report_has_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | (~Q(damage="") & Q(last_seen__isnull=False)),
                name="a_submitted_report_states_grade_and_day",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="no_report_supersedes_itself"),
            models.CheckConstraint(
                condition=Q(status="draft")
                | ~Q(scope="whole")
                | ~Q(method__in=["satellite", "aerial_photo"])
                | ~Q(damage="none"),
                name="no_damage_is_never_stated_from_above",
            ),
        ]


class Finding(models.Model):
    """One damage item: where, causes and effects with their certainty, extent, measures."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    report = models.ForeignKey(DamageReport, models.CASCADE, related_name="findings")
    place_in_list = models.PositiveSmallIntegerField()
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="findings")
    part_label = models.CharField(max_length=200, blank=True)
    causes = models.JSONField(default=list)
    effects = models.JSONField(default=list)
    stone_pattern = models.CharField(max_length=24, blank=True)
    extent = models.CharField(max_length=16, blank=True)
    measurements = models.JSONField(default=dict)
    element = models.CharField(max_length=24, blank=True)
    material = models.CharField(max_length=24, blank=True)
    plan_reference = models.CharField(max_length=100, blank=True)
    """Where it is on a plan, a grid or a drawing, in the recorder's words."""
    recommendations = models.JSONField(default=list)
    urgent_measure = models.TextField(blank=True)
    occurred = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["report_id", "place_in_list"]

    @property
    def where(self) -> str:
        """The part in the recorder's words, else as the register calls it."""
        return self.part_label or (self.part.label if self.part else "")


class Factor(models.Model):
    """A factor affecting the property (the World Heritage term for a threat)."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(DamageReport, models.CASCADE, related_name="factors")
    category = models.CharField(max_length=24)
    type = models.CharField(max_length=24)
    probability = models.CharField(max_length=12)
    horizon = models.CharField(max_length=12, blank=True)
    assessor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    """Who infers it, if not the author."""

    class Meta:
        ordering = ["report_id", "id"]


class ReportPhoto(models.Model):
    """A photograph that illustrates a report, or one finding of it. May be named before its bytes arrive."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(DamageReport, models.CASCADE, related_name="photo_links")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="report_links")
    finding = models.ForeignKey(Finding, models.CASCADE, null=True, blank=True, related_name="photo_links")
    role = models.CharField(max_length=12, default="context")
    place_in_list = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["report_id", "place_in_list", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "photo", "finding"], nulls_distinct=False, name="a_photo_is_tied_once"
            )
        ]


class FindingAnnotation(models.Model):
    """A mark on a photograph that shows one finding: evidence knows the mark, damage the finding."""

    id = models.BigAutoField(primary_key=True)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="marks")
    annotation = models.ForeignKey(Annotation, models.PROTECT, related_name="findings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "annotation"], name="a_mark_is_tied_once")]


class ReportSnapshot(models.Model):
    """A frozen submission: canonical bytes with commitments in place of private values, which are in `private`."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    report = models.ForeignKey(DamageReport, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    submitted_at = models.DateTimeField(default=clock.now)
    canonical = models.BinaryField()
    digest = models.BinaryField()
    private = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="a_snapshot_number_is_used_once")]

    @property
    def sha256(self) -> str:
        return bytes(self.digest).hex()


class ReviewNote(models.Model):
    """A reviewer's note on the report and per field, with the verdict it accompanied."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    report = models.ForeignKey(DamageReport, models.PROTECT, related_name="review_notes")
    revision = models.PositiveIntegerField()
    verdict = models.CharField(max_length=12)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    note = models.TextField(blank=True)
    fields = models.JSONField(default=dict)

    class Meta:
        ordering = ["written_at", "id"]


class ReviewClaim(models.Model):
    """Who is reviewing a submitted report at the moment. It locks nobody out, is shown to others, and expires."""

    report = models.OneToOneField(DamageReport, models.CASCADE, primary_key=True, related_name="claim")
    claimed_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    until = models.DateTimeField()


class Adjudication(models.Model):
    """A written judgement that one verified report stands against another that disagrees with it."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    stands = models.ForeignKey(DamageReport, models.PROTECT, related_name="upheld")
    against = models.ForeignKey(DamageReport, models.PROTECT, related_name="overruled")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    note = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stands", "against"], name="a_pair_is_judged_once_each_way"),
            models.CheckConstraint(condition=~Q(stands=F("against")), name="no_report_stands_against_itself"),
            models.CheckConstraint(condition=~Q(note=""), name="an_adjudication_says_why"),
        ]


class ReferenceCounter(models.Model):
    """The last number given on a site in a year of what was observed."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "year"], name="one_counter_a_site_and_year")]
