"""Tables of evidence: photographs, what was derived from them, who had them, who needs them kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from assessments.kit import clock, ids
from assessments.kit.jobs import Leased
from assessments.kit.things import Thing
from assessments.people.models import User
from assessments.register.models import Monument, Site


class Photo(Thing, Leased):
    """One registration of a photograph. The same bytes may be registered twice: two pieces of evidence, stored once.

    What the device claims (`taken_at`, `device_position`) and what the file says (`exif_*`) are different columns.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="photos")
    monument = models.ForeignKey(Monument, models.PROTECT, null=True, blank=True, related_name="photos")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=255)
    obtained_from = models.CharField(max_length=16, default="camera_file")
    taken_at = models.DateTimeField(null=True, blank=True)
    device_position = models.JSONField(null=True, blank=True)
    caption = models.TextField(blank=True)
    role = models.CharField(max_length=12, default="context")
    people = models.CharField(max_length=12, default="none")
    consent = models.CharField(max_length=12, default="not_asked")
    flags = models.JSONField(default=list, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="photos")
    device_id = models.UUIDField(null=True, blank=True)

    state = models.CharField(max_length=12, default="registered", db_default="registered")
    because = models.TextField(blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    exif = models.JSONField(default=dict, blank=True)
    exif_taken = models.CharField(max_length=40, blank=True)
    exif_taken_at = models.DateTimeField(null=True, blank=True)
    exif_offset = models.CharField(max_length=10, blank=True)
    exif_longitude = models.FloatField(null=True, blank=True)
    exif_latitude = models.FloatField(null=True, blank=True)
    exif_error_m = models.FloatField(null=True, blank=True)
    exif_direction_deg = models.FloatField(null=True, blank=True)
    exif_camera = models.CharField(max_length=200, blank=True)
    is_decided_open = models.BooleanField(default=False)

    class Meta:
        verbose_name = "photograph"
        indexes = [
            models.Index(fields=["site", "-id"], name="photos_of_a_site"),
            models.Index(fields=["monument", "-id"], name="photos_of_a_monument"),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["received", "processing"]), name="photos_that_are_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_photo_names_its_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_photo_has_bytes"),
            models.CheckConstraint(
                condition=Q(state="registered") | Q(received_at__isnull=False), name="received_bytes_have_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "set_aside"]) | ~Q(because=""), name="a_rejection_says_why"
            ),
        ]

    @property
    def has_arrived(self) -> bool:
        return self.state != "registered"

    @property
    def is_settled(self) -> bool:
        return self.state in ("ready", "rejected", "set_aside")

    @property
    def is_for_team_only(self) -> bool:
        """Flags, or people who did not consent, keep a photograph with the site's team until a verifier decides."""
        doubtful = bool(self.flags) or (self.people == "identifiable" and self.consent != "given")
        return doubtful and not self.is_decided_open


class Derivative(models.Model):
    """A smaller picture made from an original; unique per photograph, recipe and recipe version."""

    id = models.BigAutoField(primary_key=True)
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="derivatives")
    recipe = models.CharField(max_length=20)
    recipe_version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["photo", "recipe", "recipe_version"], name="a_derivative_is_made_once")
        ]


class CustodyEntry(models.Model):
    """One event in the life of a photograph, chained: `hash = sha256(previous ‖ sha256(canonical))`."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="custody")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    actor_code = models.TextField()
    occurred_at = models.DateTimeField(default=clock.now)
    note = models.TextField(blank=True)
    canonical = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = "custody entry"
        verbose_name_plural = "custody entries"
        constraints = [models.UniqueConstraint(fields=["photo", "sequence"], name="custody_has_no_two_places_alike")]


class Hold(models.Model):
    """Somebody above needs this photograph kept: named by kind and id, since evidence does not know them."""

    id = models.BigAutoField(primary_key=True)
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="holds")
    holder_kind = models.TextField()
    holder_id = models.UUIDField()
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["photo", "holder_kind", "holder_id"], name="a_holder_holds_once")
        ]
