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
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", db_constraint=False)
    zoom = models.PositiveSmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    count = models.IntegerField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    """The middle of the places that are counted here."""
    grade0 = models.IntegerField(default=0)
    """How many stand in each grade today; told to the team only."""
    grade1 = models.IntegerField(default=0)
    grade2 = models.IntegerField(default=0)
    grade3 = models.IntegerField(default=0)
    grade4 = models.IntegerField(default=0)
    grade5 = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["zoom", "audience", "x", "y"],
                name="cells_in_view",
                include=[
                    "site",
                    "count",
                    "longitude",
                    "latitude",
                    "grade0",
                    "grade1",
                    "grade2",
                    "grade3",
                    "grade4",
                    "grade5",
                ],
            )
        ]


class UncountedSite(models.Model):
    """A site whose monuments or states changed since its cells were counted; it may stand here several times, so that
    nobody who writes waits for somebody else who does."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", db_constraint=False)
