"""What lies under everything else on the map: the plans of sites, drawn as outlines, and base maps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from assessments.kit.geometry import Placed
from assessments.kit.resources import Resource
from assessments.register.models.places import Site


class SiteFeature(Resource, Placed):
    """A line or an area of a site's plan: a wall, a street, a building, a burial ground. It helps people find their
    way and carries no state; what is assessed is a monument."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="features")
    kind = models.CharField(max_length=16)
    title = models.JSONField(default=dict, blank=True)
    """Its name by language."""
    is_open = models.BooleanField(default=False, db_default=False)
    """Whether readers outside the team see it too."""
    is_shown = models.BooleanField(default=True, db_default=True)
    """False once it was taken off the plan; its history stays."""
    source = models.TextField()

    class Meta(Placed.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("site feature"), gettext_lazy("site features")
        indexes = [*Placed.Meta.indexes, models.Index(fields=["site", "id"], name="features_of_a_site")]
        constraints = [
            models.CheckConstraint(condition=Q(location__isnull=False), name="a_site_feature_has_an_outline"),
            models.CheckConstraint(condition=~Q(source=""), name="a_site_feature_has_a_source"),
        ]


class BaseMap(Resource):
    """A map that this installation lays under everything else: a file of tiles of its own, or somebody's service."""

    title = models.JSONField(default=dict)
    kind = models.CharField(max_length=8)
    address = models.CharField(max_length=500)
    """The name of a file in the folder of maps; else the address of the service, for tiles with {z}, {x} and {y}."""
    layers = models.CharField(max_length=200, blank=True)
    """Of a WMS: the names of its layers, with commas."""
    attribution = models.CharField(max_length=300)
    """Whose map it is, as its owner asks to be named."""
    min_zoom = models.PositiveSmallIntegerField(default=0, db_default=0)
    max_zoom = models.PositiveSmallIntegerField(default=19, db_default=19)
    place_in_list = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_shown = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("base map"), gettext_lazy("base maps")
        ordering = ["place_in_list", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(attribution=""), name="a_base_map_names_its_owner"),
            models.CheckConstraint(
                condition=Q(min_zoom__lte=F("max_zoom"), max_zoom__lte=24), name="zooms_run_up_to_24"
            ),
        ]

    def __str__(self) -> str:
        return str(self.address)
