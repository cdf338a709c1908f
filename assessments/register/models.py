"""Models of the register. Constraint names are sentences, because users read them when PostgreSQL rejects a row."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from assessments.kit import clock, ids
from assessments.kit.geometry import Placed
from assessments.kit.names import label
from assessments.kit.resources import Resource
from assessments.people.models import Organisation, User


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
    attributes = models.JSONField(default=list, blank=True)
    """Attributes of Outstanding Universal Value, each `{"code": "iv-a", "text": {"en": …}}` (Guidelines, par. 100)."""
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name = "site"
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["sort_key", "id"], name="sites_in_order"),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="sites_by_name"),
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


class Membership(models.Model):
    """One person's role on one site, or on all (site empty)."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=24)
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    awaits_confirmation = models.BooleanField(default=False)
    granted_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "membership"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "site", "role"], condition=Q(ended_at__isnull=True), nulls_distinct=False,
                name="a_role_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("granted_by")),
                name="a_grant_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(ended_at__isnull=True), name="an_ended_role_is_not_active"
            ),
        ]  # fmt: skip


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
        verbose_name = "monument"
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["site", "sort_key", "id"], name="monuments_of_a_site"),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="monuments_by_name"),
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
        verbose_name = "part"
        indexes = [models.Index(fields=["monument", "sort_key", "id"], name="parts_of_a_monument")]


class Location(Resource, Placed):
    """Where a movable object was, from one day to another; the holder is not the owner."""

    monument = models.ForeignKey(Monument, models.PROTECT, related_name="locations")
    place = models.CharField(max_length=200, blank=True)
    is_restricted = models.BooleanField(default=False)
    since = models.JSONField(default=dict)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    manager = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey("StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name = "location"


class Block(Resource, Placed):
    """A fallen block of a collapsed monument: where it was found, where it is stored, and where it belonged
    (field practice 28). Its number stands on a tag that can be taken off, never in paint."""

    monument = models.ForeignKey(Monument, models.PROTECT, related_name="blocks")
    number = models.CharField(max_length=40)
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="blocks")
    kind = models.CharField(max_length=24, blank=True)
    course = models.CharField(max_length=200, blank=True)
    joins = models.JSONField(default=list, blank=True)
    found_at = models.CharField(max_length=200, blank=True)
    found_on = models.DateField(null=True, blank=True)
    length_m = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    width_m = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    height_m = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    weight_kg = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    condition = models.TextField(blank=True)
    store = models.CharField(max_length=200, blank=True)
    stored_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name = "block"
        constraints = [
            models.UniqueConstraint(fields=["monument", "number"], name="a_block_number_is_given_once"),
            models.CheckConstraint(condition=~Q(number=""), name="a_block_has_a_number"),
            models.CheckConstraint(
                condition=Q(length_m__isnull=True) | Q(length_m__gt=0), name="block_lengths_are_positive"
            ),
            models.CheckConstraint(
                condition=Q(width_m__isnull=True) | Q(width_m__gt=0), name="block_widths_are_positive"
            ),
            models.CheckConstraint(
                condition=Q(height_m__isnull=True) | Q(height_m__gt=0), name="block_heights_are_positive"
            ),
            models.CheckConstraint(
                condition=Q(weight_kg__isnull=True) | Q(weight_kg__gt=0), name="block_weights_are_positive"
            ),
            models.CheckConstraint(
                condition=Q(stored_on__isnull=True) | ~Q(store=""), name="a_stored_block_names_its_store"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class HazardZone(Resource, Placed):
    """Ground that is suspected or confirmed to hold explosive ordnance, or is being surveyed or cleared."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="hazard_zones")
    status = models.CharField(max_length=24)
    surveyed_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    label_text = models.CharField(max_length=120, blank=True)
    ordnance = models.JSONField(default=list, blank=True)
    evidence = models.TextField(blank=True)
    imsma_ref = models.CharField(max_length=60, blank=True)
    is_suspicious_object = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name = "hazard zone"
        constraints = [
            models.CheckConstraint(condition=Q(location__isnull=False), name="a_hazard_zone_has_an_outline"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("surveyed_on")),
                name="a_zone_ends_after_it_begins",
            ),
        ]


class Clearance(Resource, Placed):
    """Ground that a competent authority released. Has no effect until a second safety officer confirms it."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="clearances")
    status = models.CharField(max_length=16)
    depth_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    certificate_no = models.CharField(max_length=60)
    certificate = models.ForeignKey("StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    operator = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=24, blank=True)
    task_no = models.CharField(max_length=60, blank=True)
    area_m2 = models.DecimalField(max_digits=12, decimal_places=1, null=True, blank=True)
    restrictions = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name = "clearance"
        constraints = [
            models.CheckConstraint(condition=Q(location__isnull=False), name="a_clearance_has_an_outline"),
            models.CheckConstraint(
                condition=~Q(status="cleared") | Q(depth_cm__gt=0), name="cleared_ground_states_its_depth"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="two_officers_open_ground",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(certificate__isnull=False),
                name="ground_is_opened_with_its_certificate",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="a_clearance_ends_after_it_is_issued",
            ),
            models.CheckConstraint(
                condition=Q(area_m2__isnull=True) | Q(area_m2__gt=0), name="released_areas_are_positive"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (~Q(withdrawn_because="") & Q(withdrawn_by__isnull=False) & Q(confirmed_by__isnull=True)),
                name="a_withdrawn_clearance_says_why_and_opens_nothing",
            ),
        ]


class AccessChange(Resource, Placed):
    """Control changed, fighting, closed, reopened: lapses every earlier clearance inside it (or on the whole site)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="access_changes")
    kind = models.CharField(max_length=16)
    happened = models.JSONField()
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name = "access change"


class EntryPermit(Resource, Placed):
    """Leave to enter unknown ground under escort, as the mine action authority gave it: one day, one polygon.
    Suspected and confirmed ground has none (field practice A1)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="entry_permits")
    reference = models.CharField(max_length=120)
    authority = models.CharField(max_length=200)
    escort = models.CharField(max_length=200)
    day = models.DateField()
    note = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta(Placed.Meta):
        verbose_name = "entry permit"
        indexes = [*Placed.Meta.indexes, models.Index(fields=["site", "-day"], name="entry_permits_of_a_site")]
        constraints = [
            models.CheckConstraint(condition=Q(location__isnull=False), name="an_entry_permit_has_an_outline"),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(escort="") & ~Q(authority=""),
                name="an_entry_permit_names_reference_authority_and_escort",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="a_withdrawn_entry_permit_says_why",
            ),
        ]


class StoredFile(models.Model):
    """A document kept as received under its digest: a certificate, a letter, a drawing. Never rendered."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=255)
    received_at = models.DateTimeField(default=clock.now)
    received_from = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_gone = models.BooleanField(default=False, db_default=False)
    """Withdrawn or erased: a clearance cannot be confirmed with it."""


class Visit(Resource):
    """The days a team was at a site, under one mandate; groups that day's reports."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="visits")
    title = models.CharField(max_length=200, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    mandate = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ManyToManyField(User, through="VisitMember", related_name="visits")
    method = models.CharField(max_length=24, blank=True)
    not_reached = models.JSONField(default=list, blank=True)
    hazards_seen = models.JSONField(default=list, blank=True)
    caveat = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        verbose_name = "visit"
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_visit_ends_after_it_begins")
        ]


class VisitMember(models.Model):
    """A person on a visit; the team may not verify what it saw."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="a_person_joins_a_visit_once")]


class Incident(Resource):
    """A destructive event: mechanism, intent and source kept apart; several dated claims, one chosen."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="incidents")
    monuments = models.ManyToManyField(Monument, related_name="incidents", blank=True)
    title = models.JSONField(default=dict)
    mechanism = models.CharField(max_length=16, default="unknown")
    intent = models.CharField(max_length=12, default="unknown")
    claims = models.JSONField(default=list)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    proposed = models.BooleanField(default=False)

    class Meta:
        verbose_name = "incident"
        indexes = [models.Index(fields=["site", "first_day", "id"], name="incidents_of_a_site")]


class Authority(Resource, Named):
    """A body that decides, advises or controls; several may stand side by side and contradict each other."""

    mandate = models.CharField(max_length=16)
    territory = models.CharField(max_length=200, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    sites = models.ManyToManyField(Site, related_name="authorities", blank=True)

    class Meta:
        verbose_name = "authority"
        verbose_name_plural = "authorities"


class Statement(Resource):
    """A public claim, attributed: who, which office, when, in which words. Shown beside computed figures."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="statements")
    who = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    about = models.CharField(max_length=40)
    words = models.TextField()
    language = models.CharField(max_length=12, default="en")
    translations = models.JSONField(default=dict, blank=True)
    """The words in other languages, by language: translations of ours, which the words themselves outrank."""
    is_preliminary = models.BooleanField(default=False, db_default=False)
    figure = models.CharField(max_length=40, blank=True)
    difference = models.JSONField(default=dict, blank=True)
    source = models.TextField()

    class Meta:
        verbose_name = "statement"


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
