"""Submitting a report (full validation, reference number, frozen snapshot) and withdrawing a submitted one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage import policy, queries, rules, sentences
from assessments.damage.errors import ConfirmationNeeded, Incomplete, NotTheAuthor
from assessments.damage.models import DamageReport, ReportSnapshot, ReviewNote
from assessments.damage.operations.drafts import OPEN_FIELDS
from assessments.damage.operations.parts import propose_parts
from assessments.damage.workflow import REPORT
from assessments.evidence.models import Photo
from assessments.kit import clock, geometry, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import FieldError, Stale, invalid_field
from assessments.kit.seal import seal
from assessments.kit.workflow import advance
from assessments.register import gate, ground
from assessments.register import queries as register
from assessments.register.models import Monument

SNAPSHOT_OPEN_FIELDS = frozenset(
    {
        "id", "monument", "site", "visit", "method", "stage", "observed", "scope", "damage", "reference_state",
        "change_reason", "conservation_state", "extent", "certainty", "posting", "cordon_m", "priority",
        "intervention_required", "safety_hazards", "original_fabric_share", "language", "incident", "supersedes",
        "factors", "photos", "revision", "seen_parts", "interventions",
    }
)  # fmt: skip


def _draft_of(report: DamageReport, last_grade: str) -> rules.Draft:
    findings = [
        rules.FindingDraft(
            bool(one.effects), bool(one.measurements), one.extent, [effect["effect"] for effect in one.effects]
        )
        for one in report.findings.all()
    ]
    height = report.monument.height_m
    return rules.Draft(
        method=report.method, damage=report.damage, extent=report.extent, scope=report.scope,
        certainty=report.certainty, first_seen=report.first_seen, last_seen=report.last_seen,
        submitted_on=report.monument.site.today, seen=report.seen, standing_parts=queries.standing_parts(report),
        change_reason=report.change_reason, narrative=report.narrative,
        cordon_m=float(report.cordon_m) if report.cordon_m is not None else None, cordon_reason=report.cordon_reason,
        pilot_is_placed=report.pilot_location is not None,
        hazards_apply=report.monument.site.hazard_regime == "applies",
        height_m=float(height) if height else None, photographs=len(report.photo_links.all()), last_grade=last_grade,
        findings=findings, camera_distance_m=_farthest_camera(report),
    )  # fmt: skip


def _farthest_camera(report: DamageReport) -> float | None:
    """Metres from where the monument was on the day to the farthest position that one of its photographs carries."""
    if report.last_seen is None or not (report.monument.location or report.monument.movable):
        return None
    place, error_m = ground.place_of(report.monument, report.last_seen)
    if place is None:
        return None
    cameras = Photo.objects.filter(report_links__report=report).values_list("exif_longitude", "exif_latitude")
    here = geometry.centre(place)
    metres = [geometry.distance_m(here, (x, y)) for x, y in cameras if x is not None and y is not None]
    return max(metres) - error_m if metres else None


def _field_errors(issues: Sequence[rules.Issue]) -> list[FieldError]:
    return [FieldError(one.pointer, one.code, sentences.issue(one.code, one.pointer)) for one in issues]


def validation_issues(
    report: DamageReport, *, accept_doubts: bool = False
) -> tuple[list[FieldError], list[FieldError]]:
    """(errors that block submission, doubts that need confirmation), with translated sentences. Doubts that only an
    answer settles block as errors do, unless all doubts are accepted."""
    last = register.condition_on([report.monument_id], report.last_seen or report.monument.site.today).get(
        report.monument_id
    )
    draft = _draft_of(report, last.grade if last and report.scope == "whole" else "")
    doubts = rules.doubts(draft)
    if not accept_doubts:
        unanswered = [one for one in doubts if one.code in rules.UNCONFIRMABLE]
        doubts = [one for one in doubts if one not in unanswered]
        return _field_errors([*rules.contradictions(draft), *unanswered]), _field_errors(doubts)
    return _field_errors(rules.contradictions(draft)), _field_errors(doubts)


def submit(
    report_id: UUID,
    *,
    by: Actor,
    note: str = "",
    confirm: Sequence[str] = (),
    expected_version: int | None = None,
    accept_doubts: bool = False,
) -> DamageReport:
    """Submit a report for verification. It gets its reference, the result of the access gate, and a frozen snapshot.

    Raises `Incomplete` for contradictions, and `ConfirmationNeeded` for doubts whose codes are not in `confirm`; with
    `accept_doubts` (sync) doubts are stored as warnings without confirmation. Only the author or the person who
    entered the report may submit it.
    """
    rows = queries.with_lists(policy.visible_reports(by).select_related("monument__site"))
    report = resources.get_visible(rows, report_id)
    if not policy.is_author(report, by):
        raise NotTheAuthor
    if expected_version is not None and expected_version != report.version:
        raise Stale(yours=expected_version, now=report.version)
    REPORT.require(report.status, "submit")
    errors, doubts = validation_issues(report, accept_doubts=accept_doubts)
    if errors:
        raise Incomplete(" ".join([_(Incomplete.title), *(one.detail for one in errors)]), errors=errors)
    open_doubts = [one for one in doubts if one.code not in confirm]
    if open_doubts and not accept_doubts:
        raise ConfirmationNeeded(open_doubts)
    answer, outside = _gate(report)
    urgency = queries.urgency_of(report, report.monument.site.today)
    with transaction.atomic():
        before = report.status
        seen_parts = [str(one) for one in propose_parts(report, by)]
        report = advance(
            report, REPORT, "submit", seen_parts=seen_parts, submitted_at=clock.now(), revision=report.revision + 1,
            gate=answer, outside_released_area=outside, priority_computed=urgency.priority,
            warnings=[{"code": one.code, "pointer": one.pointer} for one in doubts],
            reference=report.reference or _placeholder_reference(report),
        )  # fmt: skip
        digest = _create_snapshot(report)
        subject = Subject("report", report.id, report.site_id)
        changes: dict[str, Any] = {
            "status": (before, report.status),
            "revision": (report.revision - 1, report.revision),
        }
        changes["sha256"] = (None, digest)
        entry = Entry("damage.report.submitted", subject, changes, OPEN_FIELDS, note=note, version=report.version)
        audit.record(entry, by=by)
        if report.reference == _placeholder_reference(report):
            # Last step, to lock the counter row as briefly as possible. The lock keeps the numbers gap-free.
            _assign_reference(report)
    return report


def _gate(report: DamageReport) -> tuple[dict[str, Any], bool]:
    """(result of the access gate for the last day seen, as computed now; whether the recorder was on ground that had
    not been released)."""
    monument: Monument = report.monument
    assert report.last_seen is not None
    from_elsewhere = report.method in gate.FROM_ELSEWHERE
    if from_elsewhere:
        answer = ground.answer_for(monument.site, report.pilot_location, report.last_seen)
    else:
        answer = ground.gate_answer(monument, report.last_seen)
    gate_record = {
        "status": answer.status, "because": answer.because, "zones": [str(one) for one in answer.zones],
        "clearances": [str(one) for one in answer.clearances], "depth_cm": answer.depth_cm,
        "certificate_no": answer.certificate_no, "on": report.last_seen.isoformat(),
        "permit": answer.permit.reference if answer.permit else "", "regime": answer.regime.status,
        "regime_by": answer.regime.stated_by,
        "regime_on": answer.regime.stated_on.isoformat() if answer.regime.stated_on else None,
        "regime_source": answer.regime.source,
    }  # fmt: skip
    on_ground = from_elsewhere or report.method in gate.ENTERS_GROUND
    hazardous = answer.regime.status == "applies" or answer.status == "not_released"
    return gate_record, on_ground and hazardous and not answer.is_within_what_was_allowed


def _create_snapshot(report: DamageReport) -> str:
    """Freeze what is submitted. Returns its digest, which the ledger keeps too."""
    document = queries.document_of(report)
    sealed = seal(document, open_fields=SNAPSHOT_OPEN_FIELDS)
    ReportSnapshot.objects.create(
        report=report, number=report.revision, canonical=sealed.canonical, digest=sealed.digest, private=sealed.private
    )
    return sealed.digest.hex()


def _placeholder_reference(report: DamageReport) -> str:
    """Placeholder for the reference within the transaction, until the counter is incremented at its end."""
    return f"~{report.id.hex}"


def _assign_reference(report: DamageReport) -> None:
    assert report.last_seen is not None
    year = report.last_seen.year
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO assessments_referencecounter (site_id, year, last) VALUES (%s, %s, 1)
            ON CONFLICT ON CONSTRAINT one_counter_a_site_and_year
            DO UPDATE SET last = assessments_referencecounter.last + 1
            RETURNING last
            """,
            [report.site_id, year],
        )
        (number,) = cursor.fetchone()
    report.reference = f"{report.monument.site.code}-{year}-{number:04d}"
    DamageReport.objects.filter(pk=report.pk).update(reference=report.reference)


def withdraw(report_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> DamageReport:
    """Withdraw a submitted report: it stays readable but no longer counts."""
    report = resources.get_visible(policy.visible_reports(by), report_id)
    if not policy.is_author(report, by):
        raise NotTheAuthor
    if expected_version is not None and expected_version != report.version:
        raise Stale(yours=expected_version, now=report.version)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say why it is withdrawn."))
    with transaction.atomic():
        before = report.status
        report = advance(report, REPORT, "withdraw")
        ReviewNote.objects.create(
            report=report, revision=report.revision, verdict="withdrawn", written_by_id=by.user_id, note=note,
            written_at=clock.now(),
        )  # fmt: skip
        changes = {"status": (before, report.status)}
        subject = Subject("report", report.id, report.site_id)
        entry = Entry("damage.report.withdrawn", subject, changes, OPEN_FIELDS, note=note, version=report.version)
        audit.record(entry, by=by)
    return report
