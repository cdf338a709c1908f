"""Keeping the damage state of monuments in step with their verified reports."""

from __future__ import annotations

from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from assessments.damage import rules
from assessments.damage.queries.state import ever_verified, seen_of
from assessments.register import operations as register
from assessments.register.models import ConditionInterval, Incident


def reports_that_counted(monument_id: UUID) -> list[rules.Seen]:
    """Every report of a monument that was ever verified."""
    return seen_of(ever_verified([monument_id]))


def rebuild_condition(monument_id: UUID) -> None:
    """Work out a monument's damage state over time anew and hand it to the register."""
    incidents = Incident.objects.filter(Q(monuments=monument_id), first_day__isnull=False, proposed=False)
    days = [day for day in incidents.values_list("last_day", flat=True) if day]
    register.note_condition(
        monument_id,
        [
            ConditionInterval(
                monument_id=monument_id, during=DateRange(one.since, one.until), grade=one.report.grade,
                report_id=one.report.id, method=one.report.method, is_remote=one.report.is_remote,
                seen_on=one.report.last_seen, certainty=one.report.certainty, is_disputed=one.is_disputed,
            )
            for one in rules.intervals(reports_that_counted(monument_id), days)
        ],
    )  # fmt: skip
