"""What is known of explosive ordnance on a site's ground, and who released it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from assessments.kit.geometry import Placed
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models.places import Site


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
        verbose_name, verbose_name_plural = gettext_lazy("hazard zone"), gettext_lazy("hazard zones")
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
        verbose_name, verbose_name_plural = gettext_lazy("clearance"), gettext_lazy("clearances")
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
        verbose_name, verbose_name_plural = gettext_lazy("access change"), gettext_lazy("access changes")


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
