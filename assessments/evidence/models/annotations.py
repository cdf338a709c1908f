"""What people draw and choose: marks on a photograph, pairs of before and after."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q

from assessments.evidence.models.files import Photo
from assessments.kit.jobs import Leased
from assessments.kit.resources import Resource
from assessments.people.models import User


class Annotation(Resource):
    """A mark with a text on a photograph: a rectangle or polygon in fractions (0 to 1) of the upright picture."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="annotations")
    points = models.JSONField()
    text = models.TextField(blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="annotations")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["photo", "id"], name="annotations_of_a_photo")]

    @property
    def points_json(self) -> str:
        return json.dumps(self.points)


class Pair(Resource, Leased):
    """Two photographs of the same view, before and after, and the result of aligning them automatically."""

    earlier = models.ForeignKey(Photo, models.PROTECT, related_name="pairs_as_earlier")
    later = models.ForeignKey(Photo, models.PROTECT, related_name="pairs_as_later")
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8, default="due", db_default="due")
    certainty = models.CharField(max_length=8, blank=True)
    matched = models.PositiveIntegerField(default=0)
    fitting = models.PositiveIntegerField(default=0)
    error_px = models.FloatField(null=True, blank=True)
    matrix = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lease_until"], condition=Q(state="due"), name="pairs_that_are_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"], condition=Q(removed_at__isnull=True), name="a_pair_is_chosen_once"
            ),
            models.CheckConstraint(condition=~Q(earlier=models.F("later")), name="a_pair_is_of_two_photographs"),
        ]
