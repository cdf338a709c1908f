"""Links annotations on photographs (package evidence) to the findings that they show (package damage)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage import policy
from assessments.damage.models import Finding, FindingAnnotation
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.register import policy as register
from assessments.register.roles import May


def link_annotation(annotation_id: UUID, finding_ids: Collection[UUID], *, by: Actor) -> None:
    """Set the findings that an annotation shows; an empty list removes the links. Requires `May.RECORD` on the site.
    Links to findings that the actor may not see are kept.
    """
    mark = evidence.one_annotation(by, annotation_id)
    register.require(by, May.RECORD, mark.photo.site_id)
    visible = policy.visible_reports(by).filter(site_id=mark.photo.site_id)
    findings = list(Finding.objects.filter(pk__in=finding_ids, report__in=visible))
    if len(findings) != len(set(finding_ids)):
        raise NotFound
    with transaction.atomic():
        ties = FindingAnnotation.objects.filter(annotation=mark, finding__report__in=visible.values("pk"))
        before = set(ties.values_list("finding_id", flat=True))
        wanted = {one.id for one in findings}
        if before == wanted:
            return
        FindingAnnotation.objects.filter(annotation=mark, finding_id__in=before - wanted).delete()
        FindingAnnotation.objects.bulk_create(
            FindingAnnotation(finding_id=one, annotation=mark) for one in sorted(wanted - before)
        )
        changes = {"findings": (sorted(map(str, before)), sorted(map(str, wanted)))}
        touched = [Subject("report", one, mark.photo.site_id) for one in sorted({each.report_id for each in findings})]
        audit.record(
            Entry(
                "damage.mark.tied", Subject("annotation", mark.id, mark.photo.site_id), changes, {"findings"},
                touched=tuple(touched),
            ),
            by=by,
        )  # fmt: skip
