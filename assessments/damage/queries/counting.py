"""Counts the monuments of a site in SQL, from the stored damage intervals, so that a site with ten thousand tombs stays
fast. Returns plain rows, which `figures` interprets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from assessments.kit import clock

_LISTED = """
WITH listed AS (
    SELECT one.id, coalesce(one.parent_id, one.id) AS group_id, one.area_m2, one.conveys FROM assessments_monument one
    WHERE one.site_id = %(site)s AND one.merged_into_id IS NULL AND NOT one.provisional
      AND NOT EXISTS (SELECT FROM assessments_monument inside WHERE inside.parent_id = one.id
                      AND inside.merged_into_id IS NULL AND NOT inside.provisional)
)"""

_STATES = """, struck AS (
    SELECT touched.monument_id, incident.last_day FROM assessments_incident incident
    JOIN assessments_incident_monuments touched ON touched.incident_id = incident.id
    WHERE incident.site_id = %(site)s AND NOT incident.proposed AND incident.last_day <= %(day)s
), states AS (
    SELECT listed.*, state.grade, state.report_id, state.is_remote, state.is_disputed, state.seen_on,
        state.grade IS NOT NULL AND EXISTS (
            SELECT FROM struck WHERE struck.monument_id = listed.id AND struck.last_day > state.seen_on
        ) AS before_incident
    FROM listed LEFT JOIN assessments_conditioninterval state ON state.monument_id = listed.id AND {in_force}
)
"""
# No report is dated after today, so from today on only open-ended intervals are in force; they have their own index.
_LASTING = _LISTED + _STATES.format(in_force="upper_inf(state.during) AND lower(state.during) <= %(day)s")
_THAT_DAY = _LISTED + _STATES.format(in_force="state.during @> %(day)s")

_BY_GRADE = """
, grades AS (
    SELECT grade, count(*), count(*) FILTER (WHERE is_remote), count(*) FILTER (WHERE before_incident),
        count(*) FILTER (WHERE is_disputed), min(seen_on), count(area_m2), coalesce(sum(area_m2), 0)
    FROM states GROUP BY grade
), groups AS (
    SELECT count(*), count(*) FILTER (WHERE assessed > 0), count(*) FILTER (WHERE assessed > 0 AND light)
    FROM (SELECT count(grade) AS assessed, bool_and(coalesce(grade IN ('none', 'slight'), true)) AS light
          FROM states GROUP BY group_id) one
)
SELECT * FROM groups LEFT JOIN grades ON true
"""

_BY_ATTRIBUTE = """
SELECT code, grade, count(*) FROM states, jsonb_array_elements_text(conveys) code GROUP BY code, grade
"""

_BY_CAUSE = """
SELECT cause->>'cause', count(DISTINCT states.id) FROM states
JOIN assessments_finding finding ON finding.report_id = states.report_id, jsonb_array_elements(finding.causes) cause
GROUP BY 1 ORDER BY 2 DESC, 1
"""

_CHANGES = """
, moments AS (
    SELECT lower(during) AS day, grade, 1 AS change
    FROM assessments_conditioninterval JOIN listed ON listed.id = monument_id
    UNION ALL
    SELECT upper(during), grade, -1
    FROM assessments_conditioninterval JOIN listed ON listed.id = monument_id
    WHERE NOT upper_inf(during)
)
SELECT day, grade, sum(change)::int FROM moments WHERE day <= %(day)s GROUP BY day, grade ORDER BY day
"""


@dataclass(frozen=True, slots=True)
class ByGrade:
    """Counts of one grade; `grade` is None for monuments not assessed, which have no `oldest_seen`."""

    grade: str | None
    count: int
    remote: int
    before_incident: int
    disputed: int
    oldest_seen: date
    with_area: int
    area_m2: Decimal


def _rows(sql: str, site_id: UUID, day: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"site": site_id, "day": day})
        return list(cursor.fetchall())


def _states_on(day: date) -> str:
    return _LASTING if day >= clock.today() else _THAT_DAY


def by_grade(site_id: UUID, day: date) -> tuple[list[ByGrade], tuple[int, int, int]]:
    """The counts of each grade; (on the list, assessed, in no or slight damage) with each group taken as one."""
    rows = _rows(_states_on(day) + _BY_GRADE, site_id, day)
    on_list, assessed, light = rows[0][:3]
    return [ByGrade(*row[3:]) for row in rows if row[4] is not None], (on_list, assessed, light)


def by_attribute(site_id: UUID, day: date) -> dict[tuple[str, str | None], int]:
    """Monuments by (attribute, grade); grade None: not assessed."""
    return {(code, grade): count for code, grade, count in _rows(_states_on(day) + _BY_ATTRIBUTE, site_id, day)}


def by_cause(site_id: UUID, day: date) -> dict[str, int]:
    """Monuments by each cause that the report behind their state on a day names, the most frequent first."""
    return dict(_rows(_states_on(day) + _BY_CAUSE, site_id, day))


def changes(site_id: UUID, until: date) -> dict[date, dict[str, int]]:
    """How many monuments more or fewer stand in a grade from a day on, in the order of the days."""
    found: dict[date, dict[str, int]] = {}
    for day, grade, change in _rows(_LISTED + _CHANGES, site_id, until):
        found.setdefault(day, {})[grade] = change
    return found
