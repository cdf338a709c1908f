"""The tables of history. PostgreSQL refuses UPDATE, DELETE and TRUNCATE on all that is sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy

from assessments.kit import clock, ids


class Sha256(Func):
    """PostgreSQL's own sha256(bytea)."""

    function = "sha256"
    output_field = models.BinaryField()


class HistoryEntry(models.Model):
    """One operation: its canonical bytes, and columns that repeat what the bytes say, for queries."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    verb = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    site_id = models.UUIDField(null=True)
    actor_code = models.TextField()
    device_id = models.UUIDField(null=True)
    via = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(null=True)
    """The version that the subject reached by this operation; None for subjects without versions."""
    canonical = models.BinaryField()
    digest = models.GeneratedField(
        expression=Sha256(F("canonical")), output_field=models.BinaryField(), db_persist=True
    )

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("history entry"), gettext_lazy("history entries")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="history_of_a_subject"),
            models.Index(fields=["site_id", "id"], name="history_of_a_site"),
        ]


class HistoryPrivate(models.Model):
    """Salt and value of the private fields of an entry; they can be erased without invalidating the seal."""

    entry = models.OneToOneField(HistoryEntry, models.PROTECT, primary_key=True, related_name="private")
    fields = models.JSONField()


class Pending(models.Model):
    """A subject touched by an entry that has no position in the ledger yet."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(HistoryEntry, models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    subject_id = models.UUIDField()
    site_id = models.UUIDField(null=True)


class LedgerRow(models.Model):
    """A position in the ledger: `hash = sha256(previous hash ‖ entry digest)`; positions have no gaps."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(HistoryEntry, models.PROTECT, related_name="ledger_rows")
    kind = models.TextField()
    subject_id = models.UUIDField()
    site_id = models.UUIDField(null=True)
    hash = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "subject_id", "-position"], name="ledger_of_a_subject"),
            models.Index(fields=["site_id", "position"], name="ledger_of_a_site"),
        ]


class LedgerRecipient(models.Model):
    """Somebody outside this database who keeps the head of the ledger: without them its owner could re-chain it all."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    email = models.EmailField(unique=True)
    added_at = models.DateTimeField(default=clock.recorded_now, db_default=Now())

    class Meta:
        verbose_name, verbose_name_plural = (
            gettext_lazy("recipient of the ledger's head"),
            gettext_lazy("recipients of the ledger's head"),
        )

    def __str__(self) -> str:
        return self.email


class LedgerMail(models.Model):
    """The day's mail with the head of the ledger: sent once a day."""

    day = models.DateField(primary_key=True)
    position = models.BigIntegerField(null=True)
    hash = models.BinaryField(null=True)
    sent_at = models.DateTimeField(null=True)


class Epoch(models.Model):
    """A period between restores of this database; a restore starts a new epoch, and sync cursors from before expire."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    begun_at = models.DateTimeField(default=clock.recorded_now, db_default=Now())
    because = models.TextField(default="installed")
