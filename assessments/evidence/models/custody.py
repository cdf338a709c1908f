"""Who had a file, who needs it kept, and whose bytes were erased."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from assessments.evidence.models.files import Document, Photo
from assessments.kit import clock, ids
from assessments.people.models import User


class CustodyEntry(models.Model):
    """One event in the life of a photograph or document, chained: `hash = sha256(previous ‖ sha256(canonical))`."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="custody")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="custody")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    actor_code = models.TextField()
    occurred_at = models.DateTimeField(default=clock.now)
    note = models.TextField(blank=True)
    canonical = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = "custody entry"
        verbose_name_plural = "custody entries"
        constraints = [
            models.UniqueConstraint(fields=["photo", "sequence"], name="custody_has_no_two_places_alike"),
            models.UniqueConstraint(
                fields=["document", "sequence"], name="custody_of_documents_has_no_two_places_alike"
            ),
            models.CheckConstraint(
                condition=Q(photo__isnull=True) ^ Q(document__isnull=True), name="custody_is_of_one_thing"
            ),
        ]

    @property
    def hash_text(self) -> str:
        return bytes(self.hash).hex()


class Hold(models.Model):
    """A hold: its holder (such as a verified report) needs this photograph kept.

    The holder is a kind and an id, not a foreign key, because this package does not depend on the holders' packages.
    """

    id = models.BigAutoField(primary_key=True)
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="holds")
    holder_kind = models.TextField()
    holder_id = models.UUIDField()
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["photo", "holder_kind", "holder_id"], name="a_holder_holds_once")
        ]


class Erasure(models.Model):
    """A request to erase the bytes of a photograph or document; a second, different person carries it out."""

    id = models.BigAutoField(primary_key=True)
    photo = models.OneToOneField(Photo, models.PROTECT, null=True, blank=True, related_name="erasure")
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="erasure")
    because = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(photo__isnull=True) ^ Q(document__isnull=True), name="erasing_is_of_one_thing"
            ),
            models.CheckConstraint(condition=~Q(because=""), name="erasing_says_why"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | ~Q(done_by=models.F("asked_by")), name="erasing_takes_two_people"
            ),
        ]
