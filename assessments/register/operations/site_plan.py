"""Drawing and correcting the plan of a site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.kit import geometry, resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import Invalid, invalid_field
from assessments.kit.messages import given
from assessments.register import policy, vocabulary
from assessments.register.messages import SiteFeatureIn, SiteFeaturePatch
from assessments.register.models import SiteFeature
from assessments.register.operations.places import DERIVED
from assessments.register.roles import May

DRAWN = ("LineString", "MultiLineString", *geometry.AREAS)
OPEN = frozenset({"site_id", "kind", "is_open", "is_shown"})


def record_site_feature(message: SiteFeatureIn, *, by: Actor) -> SiteFeature:
    """Draw a line or an area on the plan of a site. Raises `Invalid` for an outline that cannot be."""
    policy.require(by, May.KEEP_REGISTER, message.site)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(SiteFeature, message.id, created_with):
        return found
    values = _as_columns(given(message))
    values["site_id"] = values.pop("site")
    return recorded_changes.create(
        SiteFeature, values, by=by, verb="register.site_feature.recorded", kind="site_feature", site_id=message.site,
        open_fields=OPEN, created_with=created_with, hidden=DERIVED,
    )  # fmt: skip


def record_site_features(messages: Sequence[SiteFeatureIn], *, by: Actor) -> list[SiteFeature]:
    """Draw several, all or none: what a file of a plan brings. Raises `Invalid`, which says which cannot be drawn."""
    made = []
    with transaction.atomic():
        for number, one in enumerate(messages, start=1):
            try:
                made.append(record_site_feature(one, by=by))
            except Invalid as refusal:
                why = " ".join(error.detail for error in refusal.errors)
                detail = _("Feature %(n)s cannot be drawn: %(why)s") % {"n": number, "why": why}
                raise invalid_field(f"/{number - 1}", "feature", detail) from None
    return made


def change_site_feature(id: UUID, message: SiteFeaturePatch, *, by: Actor, expected_version: int | None) -> SiteFeature:
    """Correct a feature, or take it off the plan. Raises `NotFound`, `NotAMember`, `Invalid`, `Stale`."""
    row: SiteFeature = resources.get_visible(SiteFeature.objects.filter(policy.member_rows(by, "site_id")), id)
    policy.require(by, May.KEEP_REGISTER, row.site_id)
    return recorded_changes.update(
        row, _as_columns(given(message)), by=by, verb="register.site_feature.changed", kind="site_feature",
        site_id=row.site_id, open_fields=OPEN, expected_version=expected_version, hidden=DERIVED,
    )  # fmt: skip


def _as_columns(values: dict[str, Any]) -> dict[str, Any]:
    if "kind" in values:
        vocabulary.SITE_FEATURE.require(values["kind"], "/kind")
    if "location" in values:
        values |= geometry.placed(geometry.validated(values["location"], "/location", kinds=DRAWN))
    if "title" in values:
        values["title"] = {language: text.strip() for language, text in values["title"].items() if text.strip()}
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values
