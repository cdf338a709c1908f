"""How many monuments lie where, counted for the map as each circle of readers may see them."""

from __future__ import annotations

from django.db import models

from assessments.register.models.places import Site


class Audience(models.IntegerChoices):
    """Who sees a count: a site's team sees places as they are, others as they are masked for them."""

    TEAM = 0
    REGISTERED = 1
    PUBLIC = 2


class MapCell(models.Model):
    """The monuments of one site in one square of the web's tile grid, at one zoom. Derived: `operations/map_cells.py`
    counts a site anew whenever a trigger has named it in `UncountedSite`."""

    id = models.BigAutoField(primary_key=True)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    zoom = models.PositiveSmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    count = models.IntegerField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    """The middle of the places that are counted here."""
    by_grade = models.JSONField(default=list)
    """How many stand in grade 0 to 5 today; told to the team only."""

    class Meta:
        indexes = [models.Index(fields=["zoom", "audience", "x", "y"], name="cells_in_view")]


class UncountedSite(models.Model):
    """A site whose monuments or states changed since its cells were counted; it may stand here several times, so that
    nobody who writes waits for somebody else who does."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
