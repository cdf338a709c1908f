"""Correcting a report that is not edited any more: a successor filled with it, which supersedes it once verified."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from assessments.damage import policy, vocabulary
from assessments.damage.errors import NotTheAuthor, NotWritable
from assessments.damage.messages import PhotoLink, ReportIn
from assessments.damage.models import DamageReport
from assessments.damage.operations.drafts import create_report, present_lists
from assessments.damage.workflow import WRITABLE
from assessments.evidence import policy as evidence
from assessments.kit import ids, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import Conflict
from assessments.register import policy as register
from assessments.register.roles import May

COPIED = (
    "method", "observed", "stage", "field_number", "scope", "seen", "not_reached", "imagery_source", "weather",
    "reference_state", "cordon_m", "cordon_reason", "priority_reason", "intervention_required", "safety_hazards",
    "interventions", "original_fabric_share", "narrative", "language",
)  # fmt: skip
COPIED_TERMS = ("damage", "conservation_state", "extent", "certainty", "posting", "priority")


def begin_correction(report_id: UUID, *, by: Actor) -> DamageReport:
    """A draft that corrects a verified report, filled with all that it says; the draft that this person began already,
    if there is one. The verified report stands until the correction is verified. Raises `Conflict` unless it is
    verified."""
    report = resources.get_visible(policy.visible_reports(by), report_id)
    register.require(by, May.RECORD, report.site_id)
    if report.status != "verified":
        raise Conflict(_("Only a verified report is corrected by another; a draft or a returned one is changed."))
    return _draft_of(report, by)


def _draft_of(report: DamageReport, by: Actor) -> DamageReport:
    mine = DamageReport.objects.filter(supersedes=report, status__in=WRITABLE, entered_by_id=by.user_id).first()
    return mine or create_report(_successor(report, by), by=by)


def revise(report_id: UUID, *, by: Actor) -> tuple[DamageReport, dict[str, str]]:
    """The draft that takes in a change of something submitted or verified that arrived late, and the id under which it
    holds each finding. Raises `NotTheAuthor`, and `NotWritable` for what was withdrawn, retracted or superseded."""
    report = resources.get_visible(policy.visible_reports(by), report_id)
    if not policy.is_author(report, by):
        raise NotTheAuthor
    if report.status not in ("submitted", "verified"):
        raise NotWritable(status=vocabulary.REPORT_STATUS.label(report.status))
    draft = _draft_of(report, by)
    return draft, {str(one.id): str(_successor_id(draft.id, one.id)) for one in report.findings.all()}


def _successor_id(draft_id: UUID, finding_id: UUID) -> UUID:
    """The id of a finding in the draft that follows its report: the same whenever it is asked for."""
    return uuid5(draft_id, str(finding_id))


def _successor(report: DamageReport, by: Actor) -> ReportIn:
    """The message of the successor. Findings are new rows, so that each report keeps its own; photographs are those
    that this person may see."""
    lists, successor = present_lists(report), ids.uuid7()
    renamed = {one.id: _successor_id(successor, one.id) for one in lists.findings}
    for one in lists.findings:
        one.id = renamed[one.id]
    seen = set(
        evidence.visible_photos(by).filter(pk__in=[one.photo for one in lists.photos]).values_list("pk", flat=True)
    )
    photos = [
        PhotoLink(one.photo, one.role, renamed.get(one.finding) if one.finding else None)
        for one in lists.photos
        if one.photo in seen
    ]
    copied: dict[str, Any] = {name: getattr(report, name) for name in COPIED}
    copied |= {name: getattr(report, name) or None for name in COPIED_TERMS}
    return ReportIn(
        id=successor, monument=report.monument_id, visit=report.visit_id, incident=report.incident_id,
        supersedes=report.id, observers=[UUID(one) for one in report.observers], change_reason="correction",
        pilot_location=report.pilot_location if policy.may_see_gate(report, by) else None,
        findings=lists.findings, factors=lists.factors, photos=photos, **copied,
    )  # fmt: skip
