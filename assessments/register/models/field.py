"""Visits and incidents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy

from assessments.kit import clock
from assessments.kit.resources import Resource
from assessments.people.models import Organisation, User
from assessments.register.models.places import Monument, Site


class Visit(Resource):
    """The days a team was at a site, under one mandate; groups that day's reports."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="visits")
    title = models.CharField(max_length=200, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    mandate = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ManyToManyField(User, through="VisitMember", related_name="visits")
    method = models.CharField(max_length=24, blank=True)
    not_reached = models.JSONField(default=list, blank=True)
    hazards_seen = models.JSONField(default=list, blank=True)
    caveat = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("visit"), gettext_lazy("visits")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_visit_ends_after_it_begins")
        ]


class VisitMember(models.Model):
    """A person on a visit; the team may not verify what it saw."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="a_person_joins_a_visit_once")]


class Incident(Resource):
    """A destructive event: mechanism, intent and source kept apart; several dated claims, one chosen."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="incidents")
    monuments = models.ManyToManyField(Monument, through="IncidentMonument", related_name="incidents", blank=True)
    title = models.JSONField(default=dict)
    mechanism = models.CharField(max_length=16, default="unknown")
    intent = models.CharField(max_length=12, default="unknown")
    claims = models.JSONField(default=list)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    proposed = models.BooleanField(default=False)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("incident"), gettext_lazy("incidents")
        indexes = [models.Index(fields=["site", "first_day", "id"], name="incidents_of_a_site")]


class IncidentMonument(models.Model):
    """A monument that an incident touched, and since when that is on record: it changes the ground of a plan then."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="touched")
    monument = models.ForeignKey(Monument, models.CASCADE, related_name="+")
    added_at = models.DateTimeField(default=clock.now, db_default=Now())

    class Meta:
        db_table = "assessments_incident_monuments"
        unique_together = ("incident", "monument")
