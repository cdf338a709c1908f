"""Authorities, and what others stated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from assessments.kit.resources import Resource
from assessments.register.models.places import Named, Site


class Authority(Resource, Named):
    """A body that decides, advises or controls; several may stand side by side and contradict each other."""

    mandate = models.CharField(max_length=16)
    level = models.CharField(max_length=16, blank=True, db_default="")
    """Its place in the review of plans, where it has one; then it decides nothing on another's."""
    territory = models.CharField(max_length=200, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    sites = models.ManyToManyField(Site, related_name="authorities", blank=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("authority"), gettext_lazy("authorities")
        constraints = [
            models.CheckConstraint(
                condition=Q(level="")
                | Q(level__in=["national", "state_party"], mandate="legal")
                | Q(level__in=["centre", "advisory", "committee"], mandate="international"),
                name="a_place_in_the_review_rests_on_its_mandate",
            )
        ]


class Statement(Resource):
    """A public claim, attributed: who, which office, when, in which words. Shown beside computed figures."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="statements")
    who = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    about = models.CharField(max_length=40)
    words = models.TextField()
    language = models.CharField(max_length=12, default="en")
    translations = models.JSONField(default=dict, blank=True)
    """The words in other languages, by language: translations of ours, which the words themselves outrank."""
    attributed_to = models.JSONField(default=dict, db_default={}, blank=True)
    """Who said it, with the office, in other languages, by language."""
    is_preliminary = models.BooleanField(default=False, db_default=False)
    figure = models.CharField(max_length=40, blank=True)
    difference = models.JSONField(default=dict, blank=True)
    source = models.TextField()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("statement"), gettext_lazy("statements")
