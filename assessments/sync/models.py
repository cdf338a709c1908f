"""Models of sync: what people could see once, the stored outcome of every operation, what could not be applied, and
values that stand against each other until a person decides."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from assessments.kit import clock, ids
from assessments.kit.resources import Resource
from assessments.sync.vocabulary import WAITING_STATE


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


class WaitingOperation(models.Model):
    """An operation from the field that is not applied: it waits for something, or was refused. Nothing is dropped."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    owner = models.UUIDField()
    user_id = models.UUIDField()
    device_id = models.UUIDField(null=True, blank=True)
    op_id = models.UUIDField()
    kind = models.TextField()
    subject_id = models.UUIDField()
    action = models.TextField()
    operation = models.JSONField()
    state = models.CharField(max_length=12)
    waits_for = ArrayField(models.UUIDField(), default=list, blank=True)
    problem = models.JSONField(null=True, blank=True)
    received_at = models.DateTimeField(default=clock.recorded_now)
    judged_at = models.DateTimeField(default=clock.recorded_now)

    class Meta:
        verbose_name, verbose_name_plural = (
            gettext_lazy("operation that waits"),
            gettext_lazy("operations that wait"),
        )
        indexes = [
            GinIndex(fields=["waits_for"], name="operations_by_what_they_wait", condition=Q(state="held")),
            models.Index(fields=["state", "received_at"], name="operations_that_wait"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "op_id"], name="an_operation_waits_once"),
            models.CheckConstraint(
                condition=Q(state__in=WAITING_STATE.ids), name="an_operation_waits_in_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.action}"


class Conflict(Resource):
    """Values from a device that stand against what somebody else wrote meanwhile. Both are kept; a person decides.

    `fields` by path: `{"base", "ours", "theirs", "ours_by", "ours_at", "ours_device", "choice"}`; `choice` is null
    until it is made.
    """

    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    site_id = models.UUIDField()
    person_id = models.UUIDField()
    device_id = models.UUIDField(null=True, blank=True)
    people = ArrayField(models.UUIDField())
    """Whose work it is: who sent the change, and who may write the thing."""
    base_version = models.PositiveIntegerField()
    made_at = models.DateTimeField(null=True, blank=True)
    """When the device says that the change was made."""
    received_at = models.DateTimeField(default=clock.recorded_now)
    fields = models.JSONField()
    is_open = models.BooleanField(default=True)
    resolved_by_id = models.UUIDField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("conflict"), gettext_lazy("conflicts")
        indexes = [
            GinIndex(fields=["people"], name="conflicts_by_person"),
            models.Index(fields=["site_id", "-id"], condition=Q(is_open=True), name="open_conflicts_of_a_site"),
            models.Index(fields=["kind", "subject_id"], name="conflicts_of_a_thing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True) | (Q(resolved_by_id__isnull=False) & Q(resolved_at__isnull=False)),
                name="a_conflict_is_resolved_by_somebody",
            ),
        ]
