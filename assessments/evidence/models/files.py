"""Photographs and documents, received whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.kit.jobs import Leased
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models import Block, Monument, Site


def translated(text: str, facts: Mapping[str, Any]) -> str:
    """Translate a sentence stored by the file reader into the active language and fill in its placeholders."""
    if not text:
        return ""
    values = {name: _(value) if isinstance(value, str) and value else value for name, value in facts.items()}
    return _(text) % values if values else _(text)


class ReceivedFile(Resource):
    """Abstract base: a registered file whose bytes are stored exactly as received.

    The same bytes may be registered twice: two pieces of evidence, stored once. Facts about the bytes never change;
    descriptions may. `bytes_state` is the result of the last fixity check.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="%(class)ss")
    monument = models.ForeignKey(Monument, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=255)
    obtained_from = models.CharField(max_length=16, default="camera_file")
    caption = models.TextField(blank=True)
    licence = models.CharField(max_length=60, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="%(class)ss")
    device_id = models.UUIDField(null=True, blank=True)

    state = models.CharField(max_length=12, default="registered", db_default="registered")
    received_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True, db_default="")
    erased_at = models.DateTimeField(null=True, blank=True)
    bytes_checked_at = models.DateTimeField(null=True, blank=True)
    bytes_state = models.CharField(max_length=8, default="sound", db_default="sound")

    class Meta:
        abstract = True

    @property
    def kind(self) -> str:
        """The kind under which history and custody record it: `photo` or `document`."""
        return type(self).__name__.lower()

    @property
    def has_arrived(self) -> bool:
        return self.state != "registered"

    @property
    def has_bytes(self) -> bool:
        return self.has_arrived and self.erased_at is None


def _received_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name=f"a_{name}_names_its_sha256"),
        models.CheckConstraint(condition=Q(size__gt=0), name=f"a_{name}_has_bytes"),
        models.CheckConstraint(
            condition=Q(state="registered") | Q(received_at__isnull=False), name=f"received_{name}s_have_a_time"
        ),
        models.CheckConstraint(
            condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""), name=f"withdrawing_a_{name}_says_why"
        ),
    ]


MAX_CLOCK_S = 31 * 24 * 3600
"""A clock that is farther off has lost its date: then people say when the picture was taken."""


class Photo(ReceivedFile, Leased):
    """One registration of a photograph.

    `monument` is what it is filed under; `also_shows` and `blocks` are what else is in it. What people know of its time
    stands beside what the file says: `taken_on` (an uncertain date, for scans and old prints) and `clock_ahead_s`, by
    how many seconds the camera's clock was ahead. `turned` counts quarter turns clockwise that somebody asked for,
    `turned_made` those that the smaller pictures have.

    Claims of the device (`taken_at`, `device_position`) and metadata of the file (`exif_*`, `file_*`) are separate
    columns; `metadata` is the complete set by group, `doubts` lists its contradictions. `likeness` is a perceptual
    hash of 64 bits, indexed by `likeness_bands`.
    """

    taken_at = models.DateTimeField(null=True, blank=True)
    device_position = models.JSONField(null=True, blank=True)
    role = models.CharField(max_length=12, default="context")
    also_shows = models.ManyToManyField(Monument, blank=True, related_name="also_in_photos")
    blocks = models.ManyToManyField(Block, blank=True, related_name="photos")
    people = models.CharField(max_length=12, default="not_stated", db_default="not_stated")
    consent = models.CharField(max_length=12, default="not_asked")
    consent_for = models.CharField(max_length=200, blank=True, db_default="")
    taken_on = models.JSONField(null=True, blank=True)
    taken_on_at = models.DateTimeField(null=True, blank=True)
    clock_ahead_s = models.IntegerField(null=True, blank=True)
    clock_corrected_at = models.DateTimeField(null=True, blank=True)
    turned = models.PositiveSmallIntegerField(default=0, db_default=0)
    turned_made = models.PositiveSmallIntegerField(default=0, db_default=0)
    flags = models.JSONField(default=list, blank=True)
    audience = models.CharField(max_length=12, default="undecided", db_default="undecided")
    audience_decided_at = models.DateTimeField(null=True, blank=True)

    because = models.TextField(blank=True)
    because_facts = models.JSONField(default=dict, db_default={}, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    metadata = models.JSONField(default=dict, db_default={}, blank=True)
    doubts = models.JSONField(default=list, db_default=[], blank=True)
    exif_taken = models.CharField(max_length=40, blank=True)
    exif_taken_source = models.CharField(max_length=40, blank=True)
    exif_taken_at = models.DateTimeField(null=True, blank=True)
    exif_offset = models.CharField(max_length=10, blank=True)
    exif_gps_at = models.DateTimeField(null=True, blank=True)
    exif_longitude = models.FloatField(null=True, blank=True)
    exif_latitude = models.FloatField(null=True, blank=True)
    exif_altitude_m = models.FloatField(null=True, blank=True)
    exif_error_m = models.FloatField(null=True, blank=True)
    exif_dop = models.FloatField(null=True, blank=True)
    exif_direction_deg = models.FloatField(null=True, blank=True)
    exif_direction_is_magnetic = models.BooleanField(default=False, db_default=False)
    exif_camera = models.CharField(max_length=200, blank=True)
    exif_serial = models.CharField(max_length=100, blank=True, db_default="")
    exif_lens = models.CharField(max_length=200, blank=True, db_default="")
    exif_focal_length_mm = models.FloatField(null=True, blank=True)
    exif_exposure_s = models.FloatField(null=True, blank=True)
    exif_f_number = models.FloatField(null=True, blank=True)
    exif_iso = models.PositiveIntegerField(null=True, blank=True)
    exif_orientation = models.PositiveSmallIntegerField(default=1, db_default=1)
    file_creator = models.TextField(blank=True, db_default="")
    file_rights = models.TextField(blank=True, db_default="")
    file_description = models.TextField(blank=True, db_default="")
    file_headline = models.TextField(blank=True, db_default="")
    file_keywords = models.JSONField(default=list, db_default=[], blank=True)
    file_created = models.CharField(max_length=40, blank=True, db_default="")
    file_city = models.TextField(blank=True, db_default="")
    file_country = models.TextField(blank=True, db_default="")
    file_source_type = models.CharField(max_length=60, blank=True, db_default="")
    file_guid = models.CharField(max_length=200, blank=True, db_default="")
    credentials = models.CharField(max_length=10, default="absent", db_default="absent")
    manifest = models.JSONField(default=dict, db_default={}, blank=True)
    camera_distance_m = models.FloatField(null=True, blank=True)
    shown_at = models.GeneratedField(
        expression=Coalesce(
            "taken_on_at", "clock_corrected_at", "exif_taken_at", "exif_gps_at", "taken_at", "received_at", "created_at"
        ),
        output_field=models.DateTimeField(), db_persist=True,
    )  # fmt: skip
    """Best known time of exposure; galleries sort by it. In this order: the day that people state, the camera's clock
    put right, EXIF, GPS, device, receipt, registration."""
    likeness = models.BigIntegerField(null=True, blank=True)
    likeness_bands = ArrayField(models.IntegerField(), default=list, db_default=[], blank=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("photograph"), gettext_lazy("photographs")
        indexes = [
            models.Index(fields=["site", "-id"], name="photos_of_a_site"),
            models.Index(fields=["monument", "-id"], name="photos_of_a_monument"),
            models.Index(fields=["site", "-shown_at", "-id"], name="photos_of_a_site_by_day"),
            models.Index(fields=["monument", "-shown_at", "-id"], name="photos_of_a_monument_by_day"),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["received", "processing"]), name="photos_that_are_due"
            ),
            models.Index(
                fields=["bytes_checked_at"], condition=~Q(state="registered") & Q(erased_at__isnull=True),
                name="photos_by_last_check",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state="ready") & ~Q(turned=F("turned_made")),
                name="photos_that_are_to_be_turned",
            ),
            models.Index(
                fields=["registered_by", "-id"],
                condition=Q(people="not_stated", state="ready", audience="undecided", withdrawn_at__isnull=True,
                            erased_at__isnull=True),
                name="photos_nobody_described",
            ),
            GinIndex(fields=["likeness_bands"], name="photos_that_look_alike"),
            GinIndex(OpClass(Upper("caption"), "gin_trgm_ops"), name="photos_by_caption"),
            GinIndex(OpClass(Upper("filename"), "gin_trgm_ops"), name="photos_by_filename"),
        ]  # fmt: skip
        constraints = [
            *_received_constraints("photo"),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "set_aside"]) | ~Q(because=""), name="a_rejection_says_why"
            ),
            models.CheckConstraint(condition=Q(turned__lt=4, turned_made__lt=4), name="a_photo_is_turned_by_quarters"),
            models.CheckConstraint(
                condition=Q(clock_ahead_s__isnull=True) | Q(clock_ahead_s__range=(-MAX_CLOCK_S, MAX_CLOCK_S)),
                name="a_clock_is_off_by_days_not_years",
            ),
        ]

    @property
    def title(self) -> str:
        """What it shows, as far as somebody said: its caption, else the monument it is filed under, else its file."""
        return self.caption or (self.monument.label if self.monument else self.filename)

    @property
    def is_settled(self) -> bool:
        return self.state in ("ready", "rejected", "set_aside")

    @property
    def can_be_seen(self) -> bool:
        """Whether it was read successfully and its bytes have not been erased."""
        return self.state == "ready" and self.has_bytes

    @property
    def reason(self) -> str:
        """Why it was rejected or set aside, or a remark about it, in the active language."""
        return translated(self.because, self.because_facts)

    @property
    def doubt_sentences(self) -> list[str]:
        """Contradictions in the file's metadata, in the active language."""
        return [translated(one["text"], one["facts"]) for one in self.doubts]

    @property
    def exposure_text(self) -> str:
        """`1/200 s · f/7.1 · 135 mm · ISO 100`; values missing in the file are left out."""
        parts = []
        if self.exif_exposure_s:
            parts.append(
                f"1/{round(1 / self.exif_exposure_s)} s"
                if self.exif_exposure_s < 0.4
                else f"{self.exif_exposure_s:g} s"
            )
        if self.exif_f_number:
            parts.append(f"f/{self.exif_f_number:g}")
        if self.exif_focal_length_mm:
            parts.append(f"{self.exif_focal_length_mm:g} mm")
        if self.exif_iso:
            parts.append(f"ISO {self.exif_iso}")
        return " · ".join(parts)

    @property
    def is_doubtful(self) -> bool:
        """Flags, people who did not consent, or nobody has said whether there are any: only the site's own team sees it
        until a verifier decides (field practice 22).
        """
        unasked = self.people == "not_stated"
        return bool(self.flags) or unasked or (self.people == "identifiable" and self.consent != "given")

    @property
    def is_for_team_only(self) -> bool:
        return self.audience == "team" or (self.audience == "undecided" and self.is_doubtful)


class Document(ReceivedFile):
    """A file other than a photograph: certificate, drawing, letter, testimony, video, model. Stored and hashed, never
    rendered.
    """

    document_kind = models.CharField(max_length=12, default="other")
    source = models.TextField(blank=True, db_default="")
    """Whom it is from. Of a testimony only its author and the site's verifiers read it, and no export carries it."""

    class Meta:
        indexes = [
            models.Index(fields=["site", "-id"], name="documents_of_a_site"),
            models.Index(fields=["monument", "-id"], name="documents_of_a_monument"),
        ]
        constraints = _received_constraints("document")
