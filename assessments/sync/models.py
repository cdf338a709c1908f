"""Models of sync: what people could see once, and the stored outcome of every operation of every device."""

from __future__ import annotations

from django.db import models

from assessments.kit import clock


class SyncScope(models.Model):
    """What some person could see once, under the key by which cursors name it: a tier for each site."""

    key = models.CharField(max_length=24, primary_key=True)
    tiers = models.JSONField()
    kept_at = models.DateTimeField(default=clock.recorded_now)


class Receipt(models.Model):
    """An operation's digest and its outcome, returned again when the same operation is repeated."""

    id = models.BigAutoField(primary_key=True)
    owner = models.UUIDField()
    op_id = models.UUIDField()
    digest = models.BinaryField()
    outcome = models.JSONField()
    answered_at = models.DateTimeField(default=clock.recorded_now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "op_id"], name="an_operation_belongs_to_its_device")]
