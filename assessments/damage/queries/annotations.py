"""Photographs, the marks drawn on them, and the findings that these show."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from assessments.damage import policy
from assessments.damage.models import DamageReport, Finding, FindingAnnotation, ReportPhoto
from assessments.evidence.models import Annotation
from assessments.evidence.policy import visible_photos
from assessments.kit.actor import Actor


def reports_showing(actor: Actor, photo_id: UUID) -> list[DamageReport]:
    """The reports that a photograph illustrates, newest first."""
    rows = policy.visible_reports(actor).filter(pk__in=ReportPhoto.objects.filter(photo=photo_id).values("report"))
    return list(rows.select_related("monument").order_by("-last_seen", "-id")[:50])


def findings_of(reports: Sequence[DamageReport]) -> list[Finding]:
    """The findings of these reports, in their order."""
    return list(Finding.objects.filter(report__in=reports).select_related("report").order_by("report_id", "id"))


def findings_by_mark(actor: Actor, marks: Sequence[UUID]) -> dict[UUID, list[Finding]]:
    """For each mark the findings it shows, of reports that the actor may see."""
    found: dict[UUID, list[Finding]] = {}
    rows = FindingAnnotation.objects.filter(
        annotation__in=marks, finding__report__in=policy.visible_reports(actor).values("pk")
    )
    for one in rows.select_related("finding__report").order_by("id"):
        found.setdefault(one.annotation_id, []).append(one.finding)
    return found


def marks_by_finding(actor: Actor, report: DamageReport) -> dict[UUID, list[Annotation]]:
    """For each finding of a report the marks that show it, on photographs that the actor may see."""
    found: dict[UUID, list[Annotation]] = {}
    rows = FindingAnnotation.objects.filter(
        finding__report=report, annotation__removed_at__isnull=True,
        annotation__photo__in=visible_photos(actor).filter(erased_at__isnull=True).values("pk"),
    )  # fmt: skip
    for one in rows.select_related("annotation__photo").order_by("annotation_id"):
        found.setdefault(one.finding_id, []).append(one.annotation)
    return found
