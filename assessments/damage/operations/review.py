"""Review of reports: return with a note, verify on a stated basis, retract a wrong verification, adjudicate.

Nobody reviews a report of a visit they took part in. When two verifiers act at once, the first wins; the second gets a
conflict error and their note is saved as a comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage import policy, queries, vocabulary
from assessments.damage.errors import NothingToAdjudicate, OwnVisit
from assessments.damage.models import Adjudication, DamageReport, ReviewClaim, ReviewNote
from assessments.damage.operations.condition import rebuild_condition
from assessments.damage.operations.drafts import OPEN_FIELDS
from assessments.damage.workflow import REPORT
from assessments.evidence import operations as evidence
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.roles import May

CLAIM = timedelta(minutes=3)
"""How long a claim lasts; the open page renews it every minute."""


def require_reviewer(report: DamageReport, by: Actor) -> None:
    """Raises `NotAMember` unless the actor is a verifier of the site, `OwnVisit` if they took part in the visit."""
    register.require(by, May.VERIFY, report.site_id)
    if policy.took_part(report, by):
        raise OwnVisit


def _for_review(report_id: UUID, move: str, by: Actor, expected_version: int | None) -> DamageReport:
    report = resources.get_visible(policy.visible_reports(by).select_related("supersedes"), report_id)
    require_reviewer(report, by)
    resources.require_version(report, expected_version)
    REPORT.require(report.status, move)
    return report


def _record(
    report: DamageReport, verb: str, before: str, by: Actor, note: str, more: Mapping[str, Any] | None = None
) -> None:
    changes = {"status": (before, report.status), **{name: (None, value) for name, value in (more or {}).items()}}
    subject = Subject("report", report.id, report.site_id)
    audit.record(Entry(verb, subject, changes, OPEN_FIELDS, note=note, version=report.version), by=by)


def _note(report: DamageReport, verdict: str, by: Actor, note: str, fields: Mapping[str, str] | None = None) -> None:
    ReviewNote.objects.create(
        report=report, revision=report.revision, verdict=verdict, written_by_id=by.user_id, note=note,
        fields=dict(fields or {}), written_at=clock.now(),
    )  # fmt: skip


def claim(report_id: UUID, *, by: Actor) -> ReviewClaim:
    """Announce that the actor is reviewing a submitted report; returns the claim in force. Unrenewed claims expire.

    A claim does not change the report: it leaves no history and no new version, and does not lock others out.
    """
    report = resources.get_visible(policy.visible_reports(by), report_id)
    require_reviewer(report, by)
    REPORT.require(report.status, "verify")
    now = clock.recorded_now()
    with transaction.atomic():
        mine = ReviewClaim(report=report, claimed_by_id=by.user_id, until=now + CLAIM)
        ReviewClaim.objects.bulk_create([mine], ignore_conflicts=True)
        held = ReviewClaim.objects.select_for_update().select_related("claimed_by").get(pk=report.pk)
        if held.claimed_by_id == by.user_id or held.until <= now:
            held.claimed_by_id, held.until = mine.claimed_by_id, mine.until
            held.save(update_fields=["claimed_by", "until"])
            held.refresh_from_db()
    return held


def comment(report_id: UUID, *, by: Actor, note: str) -> DamageReport:
    """Save a reviewer's comment on a report, for example when another reviewer decided first."""
    report = resources.get_visible(policy.visible_reports(by), report_id)
    require_reviewer(report, by)
    if not note.strip():
        raise invalid_field("/note", "missing", _("There is nothing to keep."))
    with transaction.atomic():
        _note(report, "comment", by, note)
        _record(report, "damage.report.commented", report.status, by, note)
    return report


def return_(
    report_id: UUID,
    *,
    by: Actor,
    note: str,
    fields: Mapping[str, str] | None = None,
    expected_version: int | None = None,
) -> DamageReport:
    """Return a report to its author with a note on what to correct, overall and per field."""
    report = _for_review(report_id, "return", by, expected_version)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say what should be mended, so that it can be."))
    with transaction.atomic():
        report = advance(report, REPORT, "return")
        _note(report, "returned", by, note, fields)
        _record(report, "damage.report.returned", "submitted", by, note, {"fields": dict(fields)} if fields else None)
    return report


def verify(
    report_id: UUID, *, by: Actor, basis: str, note: str = "", expected_version: int | None = None
) -> DamageReport:
    """Verify a report: its photographs get a hold, the report it corrects is superseded, and the damage state of its
    monument is recomputed."""
    report = _for_review(report_id, "verify", by, expected_version)
    vocabulary.BASIS.require(basis, "/basis")
    with transaction.atomic():
        report = advance(
            report, REPORT, "verify", verified_by_id=by.user_id, verified_at=clock.now(), verified_on_basis=basis
        )
        if note:
            _note(report, "verified", by, note)
        _record(report, "damage.report.verified", "submitted", by, note, {"basis": basis})
        if report.supersedes and report.supersedes.status == "verified":
            before = report.supersedes
            after = advance(before, REPORT, "supersede")
            _record(after, "damage.report.superseded", "verified", by, "")
        photos = report.photo_links.values_list("photo_id", flat=True)
        evidence.hold(photos, holder_kind="report", holder_id=report.id, by=by)
        rebuild_condition(report.monument_id)
    return report


def retract(report_id: UUID, *, by: Actor, note: str, expected_version: int | None = None) -> DamageReport:
    """Retract a wrong verification, with a reason; the damage state is recomputed."""
    report = _for_review(report_id, "retract", by, expected_version)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say why the verification was wrong."))
    with transaction.atomic():
        before = report.status
        report = advance(report, REPORT, "retract", retracted_at=clock.now())
        evidence.release_hold(holder_kind="report", holder_id=report.id, by=by)
        _note(report, "retracted", by, note)
        _record(report, "damage.report.retracted", before, by, note)
        rebuild_condition(report.monument_id)
    return report


def adjudicate(
    report_id: UUID, *, by: Actor, note: str, against: Sequence[UUID] = (), expected_version: int | None = None
) -> DamageReport:
    """Settle a disagreement in writing: this report stands against those named, or against all that disagree with it.

    The reports themselves stay unchanged and readable; only the damage state follows the upheld one. Raises `OwnVisit`
    if the actor took part in either visit, `NothingToAdjudicate` if no report disagrees.
    """
    report = _for_review(report_id, "adjudicate", by, expected_version)
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say why this report stands and the other does not."))
    others = _disagreeing(report, against)
    for other in others:
        if policy.took_part(other, by):
            raise OwnVisit
    with transaction.atomic():
        report = advance(report, REPORT, "adjudicate")
        for other in others:
            # The latest adjudication wins: an opposite earlier one is deleted; history keeps both.
            Adjudication.objects.filter(stands=other, against=report).delete()
            Adjudication.objects.update_or_create(
                stands=report, against=other,
                defaults={"written_by_id": by.user_id, "note": note, "written_at": clock.now()},
            )  # fmt: skip
        _note(report, "adjudicated", by, note)
        details = {"against": [str(one.id) for one in others]}
        _record(report, "damage.report.adjudicated", report.status, by, note, details)
        rebuild_condition(report.monument_id)
    return report


def _disagreeing(report: DamageReport, named: Sequence[UUID]) -> list[DamageReport]:
    """The verified reports that this one stands against."""
    if not named:
        if found := queries.disagreeing_with(report):
            return found
        raise NothingToAdjudicate
    rows = {one.id: one for one in queries.verified_on(report.monument_id) if one.id != report.id}
    for one in named:
        if one not in rows:
            raise invalid_field(
                "/against", "other_monument", _("No verified report on this monument has the id %(id)s.") % {"id": one}
            )
    return [rows[one] for one in dict.fromkeys(named)]
