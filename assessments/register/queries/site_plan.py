"""What the plans of sites show: to their teams all of it, to other readers what was opened to them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import policy
from assessments.register.models import SiteFeature


def site_features(actor: Actor, site_ids: Collection[UUID]) -> QuerySet[SiteFeature]:
    """The features shown on the plans of sites that the actor may see."""
    seen = policy.member_rows(actor, "site_id") | Q(is_open=True, site__in=policy.visible_sites(actor))
    rows = SiteFeature.objects.filter(seen, site__in=site_ids, is_shown=True)
    return rows.order_by("id")


def site_feature(actor: Actor, id: UUID) -> SiteFeature:
    """One of one's own sites, shown on its plan or taken off it."""
    rows = SiteFeature.objects.filter(policy.member_rows(actor, "site_id")).select_related("site")
    found: SiteFeature = get_visible(rows, id)
    return found
