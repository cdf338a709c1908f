"""Models of exports: evidence bundles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.kit.jobs import Leased
from assessments.kit.resources import Resource
from assessments.people.models import User
from assessments.register.models import Site

KINDS = ("report", "monument", "plan", "dossier", "conservation")
PAGE_OF_PDF = {"dossier": "plan", "conservation": "site"}
"""Kinds that are one PDF in a language, and the page of what each is of."""


class Bundle(Resource, Leased):
    """A requested evidence bundle: its subject, requester and progress. `done` and `total` count originals. One of kind
    `dossier` is a plan's dossier as PDF in a language, of which pictures are counted; `conservation` is the annex of a
    site's state-of-conservation report."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="bundles")
    subject_kind = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="bundles")
    language = models.CharField(max_length=5, blank=True, db_default="")
    state = models.CharField(max_length=8, default="due", db_default="due")
    because = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    items = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lease_until"], condition=Q(state="due"), name="bundles_that_are_due")]
        constraints = [
            models.CheckConstraint(condition=Q(subject_kind__in=KINDS), name="a_bundle_is_of_something_known"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(sha256=""), name="a_ready_bundle_has_a_file"),
        ]

    @property
    def reason(self) -> str:
        """Why there is no file, in the active language."""
        return _(self.because) if self.because else ""

    @property
    def filename(self) -> str:
        ending = "pdf" if self.is_pdf else "zip"
        return f"zenobia-{self.subject_kind}-{str(self.subject_id)[:8]}-{self.created_at:%Y%m%d}.{ending}"

    @property
    def is_pdf(self) -> bool:
        return self.subject_kind in PAGE_OF_PDF

    @property
    def subject_page(self) -> str:
        """The name of the page of what it is of."""
        return PAGE_OF_PDF.get(self.subject_kind, self.subject_kind)
