"""Recomputes the stored damage states of monuments from their verified reports."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from assessments.damage import rules
from assessments.damage.queries.state import as_verified_reports, ever_verified
from assessments.kit.actor import Actor
from assessments.register import operations as register
from assessments.register.messages import IncidentIn, IncidentPatch
from assessments.register.models import ConditionInterval, Incident, Monument


def reports_ever_verified(monument_id: UUID) -> list[rules.VerifiedReport]:
    """Every report of a monument that was ever verified."""
    return as_verified_reports(ever_verified([monument_id]))


def propose_incident(message: IncidentIn, *, by: Actor) -> Incident:
    """Record an incident and recompute the damage states of its monuments, since it may explain a disagreement."""
    with transaction.atomic():
        incident = register.propose_incident(message, by=by)
        _rebuild_touched(set(incident.monuments.values_list("pk", flat=True)))
    return incident


def change_incident(id: UUID, message: IncidentPatch, *, by: Actor, expected_version: int | None) -> Incident:
    """Change an incident; the damage states of the monuments it touches, or touched, follow."""
    with transaction.atomic():
        before = set(Monument.objects.filter(incidents=id).values_list("pk", flat=True))
        incident = register.change_incident(id, message, by=by, expected_version=expected_version)
        _rebuild_touched(before | set(incident.monuments.values_list("pk", flat=True)))
    return incident


def _rebuild_touched(monument_ids: set[UUID]) -> None:
    for monument_id in sorted(monument_ids):
        rebuild_condition(monument_id)


def rebuild_all_conditions() -> tuple[int, int]:
    """Rebuild every monument with a verified report, one transaction each. Returns (rebuilt, changed)."""
    done = changed = 0
    for monument_id in (
        Monument.objects.filter(reports__verified_at__isnull=False).distinct().values_list("pk", flat=True)
    ):
        before = _stored_intervals(monument_id)
        rebuild_condition(monument_id)
        done, changed = done + 1, changed + (before != _stored_intervals(monument_id))
    return done, changed


def _stored_intervals(monument_id: UUID) -> list[tuple[object, ...]]:
    rows = ConditionInterval.objects.filter(monument_id=monument_id).order_by("during")
    return list(rows.values_list("during", "grade", "report_id", "is_disputed"))


def rebuild_condition(monument_id: UUID) -> None:
    """Recompute a monument's damage state over time and store it in the register."""
    incidents = Incident.objects.filter(Q(monuments=monument_id), first_day__isnull=False, proposed=False)
    days = [day for day in incidents.values_list("last_day", flat=True) if day]
    register.replace_condition_intervals(
        monument_id,
        [
            ConditionInterval(
                monument_id=monument_id, during=DateRange(one.since, one.until), grade=one.report.grade,
                report_id=one.report.id, method=one.report.method, is_remote=one.report.is_remote,
                seen_on=one.report.last_seen, certainty=one.report.certainty, is_disputed=one.is_disputed,
            )
            for one in rules.intervals(reports_ever_verified(monument_id), days)
        ],
    )  # fmt: skip
