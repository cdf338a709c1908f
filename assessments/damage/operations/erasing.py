"""Erasing private values of a submitted report: its seal stays valid, and what is gone says so."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage.models import ReportSnapshot
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.seal import without
from assessments.register import policy as register


def erase_from_submission(
    report_id: UUID, number: int, fields: Collection[str], *, because: str, by: Actor
) -> ReportSnapshot:
    """Erase salt and value of private fields of one submission, with the reason in history. Administrators of all sites
    only. Raises `Invalid` without a reason, or for a field that is not kept privately."""
    register.require_administrator(by)
    if not because.strip():
        raise invalid_field("/because", "missing", _("Say why it is erased."))
    with transaction.atomic():
        rows = ReportSnapshot.objects.select_related("report").filter(report_id=report_id, number=number)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise NotFound
        found.private = without(found.private, fields)
        ReportSnapshot.objects.filter(pk=found.pk).update(private=found.private)
        changes = {"number": (None, number), "fields": (None, sorted(fields))}
        subject = Subject("report", report_id, found.report.site_id)
        audit.record(Entry("damage.submission.erased", subject, changes, {"number", "fields"}, note=because), by=by)
    return found
