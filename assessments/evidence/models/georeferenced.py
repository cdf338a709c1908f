"""Plans and orthophotos that were laid on the map."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from assessments.evidence.models.files import Photo
from assessments.kit.resources import Resource


class GeoreferencedImage(Resource):
    """A picture of a plan, or from above, with points that were found on the ground too, and where it lies by them."""

    photo = models.OneToOneField(Photo, models.PROTECT, related_name="georeference")
    control_points = models.JSONField()
    """At least three, each `{"x", "y", "longitude", "latitude"}`: fractions of the upright picture, and degrees."""
    turned_deg = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How the photograph was turned then; once it is turned otherwise the points say nothing any more."""
    corners = models.JSONField()
    error_m = models.FloatField()
    is_shown = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("georeferenced image"), gettext_lazy("georeferenced images")
        constraints = [models.CheckConstraint(condition=Q(error_m__gte=0), name="errors_are_distances")]
