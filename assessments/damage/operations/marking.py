"""Marks on photographs tied to findings: the mark is evidence, what it shows is a judgement."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Thing
from assessments.damage import policy
from assessments.damage.models import Finding, FindingAnnotation
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.register import policy as register
from assessments.register.roles import May


def tie_mark(annotation_id: UUID, finding_ids: Collection[UUID], *, by: Actor) -> None:
    """Say which findings a mark shows; none takes the tie away. Who may record on the site may say so. Ties to findings
    that they may not see stay.
    """
    mark = evidence.one_annotation(by, annotation_id)
    register.require(by, May.RECORD, mark.photo.site_id)
    shown = policy.visible_reports(by).filter(site_id=mark.photo.site_id)
    findings = list(Finding.objects.filter(pk__in=finding_ids, report__in=shown))
    if len(findings) != len(set(finding_ids)):
        raise NotFound
    with transaction.atomic():
        ties = FindingAnnotation.objects.filter(annotation=mark, finding__report__in=shown.values("pk"))
        before = set(ties.values_list("finding_id", flat=True))
        wanted = {one.id for one in findings}
        if before == wanted:
            return
        FindingAnnotation.objects.filter(annotation=mark, finding_id__in=before - wanted).delete()
        FindingAnnotation.objects.bulk_create(
            FindingAnnotation(finding_id=one, annotation=mark) for one in sorted(wanted - before)
        )
        changes = {"findings": (sorted(map(str, before)), sorted(map(str, wanted)))}
        touched = [Thing("report", one, mark.photo.site_id) for one in sorted({each.report_id for each in findings})]
        audit.record(
            Entry(
                "damage.mark.tied", Thing("annotation", mark.id, mark.photo.site_id), changes, {"findings"},
                touched=tuple(touched),
            ),
            by=by,
        )  # fmt: skip
