"""Where the pages of entries lead back to."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from assessments.register import queries
from assessments.register.models import Monument, Site

METHODS = ["GET", "POST"]


def site_crumbs(site: Site) -> list[tuple[str, str]]:
    return [(reverse("site", args=[site.id]), site.label)]


def monument_crumbs(monument: Monument) -> list[tuple[str, str]]:
    return [*site_crumbs(monument.site), (reverse("monument", args=[monument.id]), queries.display_label(monument))]


def to_site(site_id: UUID) -> str:
    return reverse("site", args=[site_id])


def to_monument(monument_id: UUID) -> str:
    return reverse("monument", args=[monument_id])
