"""Sites, monuments and their parts, and the damage state of a monument over time."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from assessments.kit import clock
from assessments.kit.geometry import Placed
from assessments.kit.names import label
from assessments.kit.resources import Resource


class WordsOf(models.Func):
    """The words of a normalised text as a `tsvector`: as they stand, by no dictionary of a language."""

    template = "array_to_tsvector(string_to_array(%(expressions)s, ' '))"
    output_field = SearchVectorField()


class NameWord(models.Model):
    """A word that occurs in names, by which misspelt ones are found. A trigger keeps them; some may stand here twice,
    so that nobody who writes names ever waits for somebody else who does."""

    id = models.BigAutoField(primary_key=True)
    word = models.TextField(db_index=True)

    class Meta:
        indexes = [GinIndex(OpClass(F("word"), "gin_trgm_ops"), name="words_of_names")]

    def __str__(self) -> str:
        return self.word


class Named(models.Model):
    """Abstract: names as a list, with their sort key and search text."""

    names = models.JSONField(default=list)
    sort_key = models.TextField(default="", blank=True, editable=False)
    search_text = models.TextField(default="", blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        return label(self.names)


class Site(Resource, Named, Placed):
    """A World Heritage property or other site, with its monuments and members. Components have a parent site."""

    code = models.CharField(max_length=20, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="components")
    visibility = models.CharField(max_length=12, default="registered", db_default="registered")
    time_zone = models.CharField(max_length=40, default="UTC")
    countries = models.JSONField(default=list)
    states_text = models.JSONField(default=dict, blank=True)
    world_heritage_id = models.CharField(max_length=20, blank=True)
    criteria = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, blank=True)
    inscribed_year = models.PositiveSmallIntegerField(null=True, blank=True)
    in_danger_since = models.PositiveSmallIntegerField(null=True, blank=True)
    area_ha = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    description = models.JSONField(default=dict, blank=True)
    boundary = models.JSONField(null=True, blank=True)
    boundary_since = models.DateField(null=True, blank=True)
    buffer_zone = models.JSONField(null=True, blank=True)
    buffer_zone_since = models.DateField(null=True, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    """Whom to ask at the site, each `{"name", "office", "phone", "email"}`; its team only."""
    hazard_regime = models.CharField(max_length=16, default="not_stated", db_default="not_stated")
    hazard_regime_by = models.CharField(max_length=200, blank=True)
    hazard_regime_on = models.DateField(null=True, blank=True)
    hazard_regime_source = models.TextField(blank=True)
    unknown_after_hours = models.PositiveSmallIntegerField(default=72, db_default=72)
    """The age in hours after which a reader's copy of the safety data counts as unknown (field practice A5)."""
    mine_action_contact = models.CharField(max_length=200, blank=True)
    list_is_complete = models.BooleanField(default=False, db_default=False)
    publishes_figures = models.BooleanField(default=False, db_default=False)
    """Whether its figures have a public page, which other sites may embed."""
    attributes = models.JSONField(default=list, blank=True)
    """Attributes of Outstanding Universal Value, each `{"code": "iv-a", "text": {"en": …}}` (Guidelines, par. 100)."""
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("site"), gettext_lazy("sites")
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["sort_key", "id"], name="sites_in_order"),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="sites_by_name"),
            GinIndex(WordsOf("search_text"), name="sites_by_word"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["world_heritage_id"], condition=~Q(world_heritage_id=""), name="a_property_is_listed_once"
            ),
            models.CheckConstraint(
                condition=~Q(hazard_regime="not_applicable")
                | (~Q(hazard_regime_by="") & Q(hazard_regime_on__isnull=False) & ~Q(hazard_regime_source="")),
                name="who_says_that_no_hazard_applies_is_named",
            ),
            models.CheckConstraint(
                condition=Q(unknown_after_hours__range=(1, 720)), name="safety_data_age_within_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def today(self) -> date:
        """The day at the site."""
        return clock.today(self.time_zone)


class Monument(Resource, Named, Placed):
    """One monument or zone of a site; one record per tomb. A merged monument keeps its id; see `merged_into`."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="monuments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    category = models.CharField(max_length=24)
    category_label = models.CharField(max_length=100, blank=True)
    sensitivity = models.CharField(max_length=10, default="guarded", db_default="guarded")
    dating = models.CharField(max_length=200, blank=True)
    height_m = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    materials = models.JSONField(default=list, blank=True)
    original_fabric = models.CharField(max_length=200, blank=True)
    movable = models.BooleanField(default=False, db_default=False)
    provisional = models.BooleanField(default=False, db_default=False)
    location_error_m = models.PositiveIntegerField(null=True, blank=True)
    area_m2 = models.DecimalField(max_digits=12, decimal_places=1, null=True, blank=True)
    conveys = models.JSONField(default=list, blank=True)
    """Codes of the site's attributes of Outstanding Universal Value that this monument conveys."""
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_into")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    whereabouts = models.CharField(max_length=12, blank=True)
    """Of a movable object: in place, evacuated, missing…; one that is not in place has no place outside its team."""
    last_seen = models.JSONField(default=dict, blank=True)
    inventory_numbers = models.JSONField(default=list, blank=True)
    interpol_no = models.CharField(max_length=60, blank=True)
    object_id = models.JSONField(default=dict, blank=True)
    """The categories of Object ID (ICOM), by which a missing object is recognised."""
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("monument"), gettext_lazy("monuments")
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["site", "sort_key", "id"], name="monuments_of_a_site"),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="monuments_by_name"),
            GinIndex(WordsOf("search_text"), name="monuments_by_word"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(height_m__isnull=True) | Q(height_m__gt=0), name="heights_are_positive"),
            models.CheckConstraint(condition=Q(area_m2__isnull=True) | Q(area_m2__gt=0), name="areas_are_positive"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="nothing_is_merged_into_itself"),
            models.CheckConstraint(condition=~Q(split_from=F("id")), name="nothing_is_split_from_itself"),
        ]

    def __str__(self) -> str:
        return self.label


class Part(Resource, Named):
    """A part of a monument: cella, portico, column 4."""

    monument = models.ForeignKey(Monument, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=60, blank=True)
    provisional = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("part"), gettext_lazy("parts")
        indexes = [
            models.Index(fields=["monument", "sort_key", "id"], name="parts_of_a_monument"),
            GinIndex(WordsOf("search_text"), name="parts_by_word"),
        ]


class ConditionInterval(models.Model):
    """The damage state of a monument over a span of days, derived from verified reports. Written by `damage`."""

    id = models.BigAutoField(primary_key=True)
    monument = models.ForeignKey(Monument, models.CASCADE, related_name="condition_intervals")
    during = DateRangeField()
    grade = models.CharField(max_length=16)
    report_id = models.UUIDField()
    method = models.CharField(max_length=24)
    is_remote = models.BooleanField()
    seen_on = models.DateField()
    certainty = models.CharField(max_length=16, blank=True)
    is_disputed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # Covering index for index-only scans: a site's current figures are computed from it.
            models.Index(
                fields=["monument"],
                name="states_that_last",
                condition=Q(during__upper_inf=True),
                include=["grade", "is_remote", "is_disputed", "seen_on", "during"],
            )
        ]
        constraints = [
            ExclusionConstraint(
                name="a_monument_has_one_state_a_day",
                expressions=[("monument", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]
