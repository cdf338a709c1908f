"""Who has which role where."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from assessments.kit import clock, ids
from assessments.people.models import User
from assessments.register.models.places import Site


class Membership(models.Model):
    """One person's role on one site, or on all (site empty)."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=24)
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    awaits_confirmation = models.BooleanField(default=False)
    granted_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("membership"), gettext_lazy("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "site", "role"], condition=Q(ended_at__isnull=True), nulls_distinct=False,
                name="a_role_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("granted_by")),
                name="a_grant_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(ended_at__isnull=True), name="an_ended_role_is_not_active"
            ),
        ]  # fmt: skip
