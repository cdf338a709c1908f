"""Reassigning reports to another monument: one logged on the wrong monument, or all those of a split or merged one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage import policy
from assessments.damage.errors import NotYoursToMove, TiedToOthers
from assessments.damage.models import DamageReport, Finding, ReportPhoto
from assessments.damage.operations.condition import rebuild_condition
from assessments.damage.operations.drafts import OPEN_FIELDS
from assessments.damage.operations.validation import part_ids
from assessments.damage.workflow import WRITABLE
from assessments.evidence import operations as evidence
from assessments.kit import resources
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.register import operations as register
from assessments.register import policy as register_policy
from assessments.register.messages import SplitOff
from assessments.register.models import Monument, Part
from assessments.register.roles import May


def move_report(
    report_id: UUID, monument_id: UUID, *, by: Actor, note: str, expected_version: int | None = None
) -> DamageReport:
    """Move a report to the monument that it is about and recompute the damage states of both monuments.

    An author may move a writable report, a verifier any submitted one. Snapshots stay unchanged; history records when
    and why the report moved. Photographs that only this report uses move with it.

    Raises `NotYoursToMove`, and `TiedToOthers` for a report that supersedes one on the old monument.
    """
    report = resources.get_visible(policy.visible_reports(by), report_id)
    if not may_move(report, by):
        raise NotYoursToMove
    target = resources.get_visible(register_policy.visible_monuments(by), monument_id)
    if target.site_id != report.site_id or target.merged_into_id or target.id == report.monument_id:
        raise invalid_field("/monument", "other_monument", _("Choose another monument of the same site."))
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say how it came to be on the wrong monument."))
    if report.supersedes_id or report.superseded_by.exists():
        raise TiedToOthers
    before = report.monument_id
    with transaction.atomic():
        resources.change(report, {"monument_id": target.id}, expected_version=expected_version)
        _keep_part_names(report, target.id)
        evidence.place(_own_photographs([report.id]), target.id, by=by)
        changes = {"monument_id": (str(before), str(target.id))}
        subject = Subject("report", report.id, report.site_id)
        touched = (Subject("monument", before, report.site_id), Subject("monument", target.id, report.site_id))
        entry = Entry(
            "damage.report.moved", subject, changes, OPEN_FIELDS, touched=touched, note=note, version=report.version
        )
        audit.record(entry, by=by)
        rebuild_condition(before)
        rebuild_condition(target.id)
    return report


def may_move(report: DamageReport, by: Actor) -> bool:
    if report.status in WRITABLE and policy.is_author(report, by):
        return True
    return report.status != "draft" and register_policy.may(by, May.KEEP_REGISTER, report.site_id)


def _own_photographs(report_ids: list[UUID]) -> list[UUID]:
    """Photographs that these reports use and no other."""
    used = set(ReportPhoto.objects.filter(report__in=report_ids).values_list("photo_id", flat=True))
    shared = ReportPhoto.objects.filter(photo__in=used).exclude(report__in=report_ids)
    return sorted(used - set(shared.values_list("photo_id", flat=True)))


def split_monument(message: SplitOff, monument_id: UUID, *, by: Actor, expected_version: int | None = None) -> Monument:
    """Split a monument off another together with its reports, in one transaction, and recompute the damage states of
    both. Rejects reports of other monuments; raises `TiedToOthers` when a report and the one that supersedes it would
    end up on different monuments."""
    wanted = set(message.reports)
    reports = list(DamageReport.objects.filter(monument_id=monument_id, pk__in=wanted).exclude(status="draft"))
    with transaction.atomic():
        made = register.split_monument(message, monument_id, by=by, expected_version=expected_version)
        if not made.is_new:
            return made
        if len(reports) != len(wanted):
            raise invalid_field("/reports", "other_monument", _("Each report must be one of this monument, no draft."))
        for one in reports:
            followers = set(one.superseded_by.values_list("pk", flat=True))
            if (one.supersedes_id and one.supersedes_id not in wanted) or followers - wanted:
                raise TiedToOthers
        for one in reports:
            _reassign(one, made.id, by, message.note)
        evidence.place(_own_photographs(sorted(wanted)), made.id, by=by)
        rebuild_condition(monument_id)
        rebuild_condition(made.id)
    return made


def _reassign(report: DamageReport, monument_id: UUID, by: Actor, note: str) -> None:
    """Move one report to another monument and record it in history; the labels of its parts are kept as text."""
    before = report.monument_id
    resources.change(report, {"monument_id": monument_id})
    _keep_part_names(report, monument_id)
    subject = Subject("report", report.id, report.site_id)
    changes = {"monument_id": (str(before), str(monument_id))}
    entry = Entry("damage.report.moved", subject, changes, OPEN_FIELDS, note=note, version=report.version)
    audit.record(entry, by=by)


def _keep_part_names(report: DamageReport, monument_id: UUID) -> None:
    """Parts belong to their monument: what those of another were called stays with the report, in words."""
    for finding in Finding.objects.filter(report=report, part__isnull=False).exclude(part__monument=monument_id):
        Finding.objects.filter(pk=finding.pk).update(part=None, part_label=finding.where)
    seen = Part.objects.filter(pk__in=part_ids(report.seen)).exclude(monument=monument_id)
    names = {str(one.id): one.label for one in seen}
    report.seen = [names.get(one, one) for one in report.seen]
    report.seen_parts = [
        str(one)
        for one in Part.objects.filter(pk__in=report.seen_parts, monument=monument_id).values_list("pk", flat=True)
    ]
    DamageReport.objects.filter(pk=report.pk).update(seen=report.seen, seen_parts=report.seen_parts)


def merge_monuments(
    monument_id: UUID, into_id: UUID, *, by: Actor, note: str, expected_version: int | None = None
) -> Monument:
    """Merge one monument into another together with its reports and photographs, in one transaction."""
    with transaction.atomic():
        merged = register.merge_monument(monument_id, into_id, by=by, note=note, expected_version=expected_version)
        for report in DamageReport.objects.filter(monument_id=monument_id):
            _reassign(report, into_id, by, note)
        evidence.place_all(monument_id, into_id, by=by)
        rebuild_condition(monument_id)
        rebuild_condition(into_id)
    return merged
