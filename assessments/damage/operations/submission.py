"""Submitting a report (full validation, reference number, frozen snapshot) and withdrawing a submitted one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage import policy, queries, rules, sentences
from assessments.damage.errors import ConfirmationNeeded, Incomplete, NotTheAuthor
from assessments.damage.models import DamageReport, ReportSnapshot, ReviewNote
from assessments.damage.operations.drafts import OPEN_FIELDS
from assessments.damage.operations.parts import propose_parts
from assessments.damage.operations.surroundings import Surroundings, day_of, gate_record, is_outside
from assessments.damage.workflow import REPORT
from assessments.kit import bulk, clock, resources, statements
from assessments.kit.actor import Actor
from assessments.kit.errors import FieldError, NotFound, Problem, SomebodyWasFaster, invalid_field
from assessments.kit.seal import seal
from assessments.kit.workflow import advance, advance_all

SNAPSHOT_OPEN_FIELDS = frozenset(
    {
        "id", "monument", "site", "visit", "method", "stage", "observed", "scope", "damage", "reference_state",
        "change_reason", "conservation_state", "extent", "certainty", "posting", "cordon_m", "priority",
        "intervention_required", "safety_hazards", "original_fabric_share", "language", "incident", "supersedes",
        "factors", "photos", "revision", "seen_parts", "interventions",
    }
)  # fmt: skip


def _draft_of(report: DamageReport, around: Surroundings) -> rules.Draft:
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
        height_m=float(height) if height else None, photographs=len(report.photo_links.all()),
        last_grade=around.last_grade(report) if report.scope == "whole" else "",
        findings=findings, camera_distance_m=around.farthest_camera_m(report),
    )  # fmt: skip


def _field_errors(issues: Sequence[rules.Issue]) -> list[FieldError]:
    return [FieldError(one.pointer, one.code, sentences.issue(one.code, one.pointer)) for one in issues]


@dataclass(frozen=True, slots=True)
class Submission:
    """A report to be submitted. `confirm`: the codes of doubts that its author confirms."""

    report: UUID
    note: str = ""
    confirm: Sequence[str] = ()
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class _Judged:
    """A submission that may be made, and what it writes."""

    asked: Submission
    report: DamageReport
    before: str
    changes: dict[str, Any]


def submit(
    report_id: UUID,
    *,
    by: Actor,
    note: str = "",
    confirm: Sequence[str] = (),
    expected_version: int | None = None,
    accept_doubts: bool = False,
) -> DamageReport:
    """Submit one report. Raises what `submit_reports` says in its place."""
    asked = Submission(report_id, note, confirm, expected_version)
    (outcome,) = submit_reports([asked], by=by, accept_doubts=accept_doubts)
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


def submit_reports(
    asked: Sequence[Submission], *, by: Actor, accept_doubts: bool = False
) -> list[DamageReport | Problem]:
    """Submit reports for verification, at once. Each gets its reference, the result of the access gate, and a frozen
    snapshot. Returns one outcome per submission, in order.

    In place of a report stands `Incomplete` for contradictions, and `ConfirmationNeeded` for doubts whose codes are not
    in `confirm`; with `accept_doubts` (sync) doubts are stored as warnings without confirmation. Only the author or the
    person who entered a report may submit it.
    """
    rows = queries.with_lists(policy.visible_reports(by).select_related("monument__site"))
    reports = {one.pk: one for one in rows.filter(pk__in=[one.report for one in asked])}
    around = Surroundings(reports.values())
    outcomes: list[DamageReport | Problem] = []
    judged: dict[int, _Judged] = {}
    for index, one in enumerate(asked):
        report = reports.pop(one.report, None)
        try:
            if report is None:
                raise NotFound
            judged[index] = _judge(one, report, around, by, accept_doubts=accept_doubts)
            outcomes.append(report)
        except Problem as refusal:
            outcomes.append(refusal)
    with transaction.atomic():
        written = advance_all([(one.report, one.changes) for one in judged.values()], REPORT, "submit")
        for index, is_written in zip(judged, written, strict=True):
            if not is_written:
                outcomes[index] = SomebodyWasFaster()
        _record([one for one, is_written in zip(judged.values(), written, strict=True) if is_written], by)
    return outcomes


def _judge(
    asked: Submission, report: DamageReport, around: Surroundings, by: Actor, *, accept_doubts: bool
) -> _Judged:  # fmt: skip
    """Raises a `Problem` for what may not be submitted."""
    if not policy.is_author(report, by):
        raise NotTheAuthor
    resources.require_version(report, asked.expected_version)
    REPORT.require(report.status, "submit")
    errors, doubts = _issues(_draft_of(report, around), accept_doubts=accept_doubts)
    if errors:
        raise Incomplete(" ".join([_(Incomplete.title), *(one.detail for one in errors)]), errors=errors)
    open_doubts = [one for one in doubts if one.code not in asked.confirm]
    if open_doubts and not accept_doubts:
        raise ConfirmationNeeded(open_doubts)
    answer = around.answer(report)
    changes = {
        "submitted_at": clock.now(),
        "revision": report.revision + 1,
        "gate": gate_record(answer, day_of(report)),
        "outside_released_area": is_outside(report, answer),
        "priority_computed": queries.urgency_of(report, report.monument.site.today).priority,
        "warnings": [{"code": one.code, "pointer": one.pointer} for one in doubts],
        "reference": report.reference or _placeholder_reference(report),
    }
    return _Judged(asked, report, report.status, changes)


def _issues(draft: rules.Draft, *, accept_doubts: bool) -> tuple[list[FieldError], list[FieldError]]:
    """(errors that block submission, doubts that need confirmation), with translated sentences. Doubts that only an
    answer settles block as errors do, unless all doubts are accepted."""
    doubts = rules.doubts(draft)
    if not accept_doubts:
        unanswered = [one for one in doubts if one.code in rules.UNCONFIRMABLE]
        doubts = [one for one in doubts if one not in unanswered]
        return _field_errors([*rules.contradictions(draft), *unanswered]), _field_errors(doubts)
    return _field_errors(rules.contradictions(draft)), _field_errors(doubts)


def _record(submitted: Sequence[_Judged], by: Actor) -> None:
    """Freeze what was submitted and write its history; then number it, to lock the counters as briefly as possible."""
    snapshots, entries = [], []
    late: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for one in submitted:
        report = one.report
        seen_parts = [str(part) for part in propose_parts(report, by)]
        if seen_parts != report.seen_parts:
            report.seen_parts = late[report.id]["seen_parts"] = seen_parts
        sealed = seal(queries.document_of(report), open_fields=SNAPSHOT_OPEN_FIELDS)
        snapshot = {
            "report_id": report.id, "number": report.revision, "canonical": sealed.canonical,
            "digest": sealed.digest, "private": sealed.private,
        }  # fmt: skip
        snapshots.append(bulk.new(ReportSnapshot, snapshot))
        changes = {
            "status": (one.before, report.status),
            "revision": (report.revision - 1, report.revision),
            "sha256": (None, sealed.digest.hex()),
        }
        subject = Subject("report", report.id, report.site_id)
        entries.append(
            Entry("damage.report.submitted", subject, changes, OPEN_FIELDS, note=one.asked.note, version=report.version)
        )
    if not entries:
        return
    audit.record_many(entries, by=by, made=[snapshots])
    reports = [one.report for one in submitted]
    for report in _numbered(reports):
        late[report.id]["reference"] = report.reference
    bulk.update([bulk.Update(one, late[one.id], only_if={}) for one in reports if one.id in late])


def _placeholder_reference(report: DamageReport) -> str:
    """Placeholder for the reference within the transaction, until the counter is incremented at its end."""
    return f"~{report.id.hex}"


def _numbered(reports: Sequence[DamageReport]) -> list[DamageReport]:
    """Those that had no reference yet, with one. The lock of the counter keeps the numbers gap-free."""
    new: dict[tuple[UUID, int], list[DamageReport]] = defaultdict(list)
    for one in reports:
        if one.reference == _placeholder_reference(one):
            new[one.site_id, day_of(one).year].append(one)
    # Always in the same order, so that two who number on the same sites never wait for each other.
    for (site_id, year), numbered in sorted(new.items(), key=lambda item: (str(item[0][0]), item[0][1])):
        ((last,),) = statements.rows(_COUNT, {"site": site_id, "year": year, "more": len(numbered)})
        for number, one in enumerate(numbered, last - len(numbered) + 1):
            one.reference = f"{one.monument.site.code}-{year}-{number:04d}"
    return [one for numbered in new.values() for one in numbered]


_COUNT = """
    INSERT INTO assessments_referencecounter (site_id, year, last) VALUES (%(site)s, %(year)s, %(more)s)
    ON CONFLICT ON CONSTRAINT one_counter_a_site_and_year
    DO UPDATE SET last = assessments_referencecounter.last + EXCLUDED.last
    RETURNING last
"""


def withdraw(report_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> DamageReport:
    """Withdraw a submitted report: it stays readable but no longer counts."""
    report = resources.get_visible(policy.visible_reports(by), report_id)
    if not policy.is_author(report, by):
        raise NotTheAuthor
    resources.require_version(report, expected_version)
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
