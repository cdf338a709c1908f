"""Where movable objects were, fallen blocks, and documents kept as received."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from assessments.kit import clock, ids
from assessments.kit.geometry import Placed
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models.places import Monument, Part, Site


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
        verbose_name, verbose_name_plural = gettext_lazy("location"), gettext_lazy("locations")


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
