"""What the worker makes of a photograph: smaller pictures, tiles, covered pictures."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from assessments.evidence.models.files import Photo, translated
from assessments.kit.jobs import Leased


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


class Pyramid(Leased):
    """The tiles of a large photograph, cut once: `ends` lists the offsets where the tiles end (see `reader.tiles`)."""

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="pyramid")
    state = models.CharField(max_length=8, default="due", db_default="due")
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    ends = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lease_until"], condition=Q(state="due"), name="pyramids_that_are_due")]


class Mask(Leased):
    """Areas masked by hand on the derivatives: rectangles as fractions of the upright picture (left, top, width,
    height).
    """

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="mask")
    rectangles = models.JSONField(default=list)
    revision = models.PositiveSmallIntegerField(default=1)
    made_revision = models.PositiveSmallIntegerField(default=0)
    failed_because = models.TextField(blank=True)

    @property
    def reason(self) -> str:
        """Why the covered pictures could not be made, in the reader's language."""
        return translated(self.failed_because, {})

    @property
    def percents(self) -> list[str]:
        """Each rectangle as typed in the form: left, top, width, height in percent."""
        return [" ".join(f"{share * 100:g}" for share in one) for one in self.rectangles]

    class Meta:
        indexes = [
            models.Index(
                fields=["lease_until"], condition=~Q(revision=models.F("made_revision")), name="masks_that_are_due"
            )
        ]
