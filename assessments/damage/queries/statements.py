"""The document of a report, built by PostgreSQL in one statement: for one, for a list, for the feed.

A test holds it equal to `documents.ReportOut`, from which the OpenAPI document comes, for every reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from assessments.damage import policy
from assessments.damage.queries.documents import reports_out, with_lists
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.kit.feeds import Feed, Page, Told
from assessments.kit.statements import rows, statement
from assessments.register import policy as register
from assessments.register.roles import May

_TIMES = {
    name: f"to_char(r.{name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    for name in ("submitted_at", "verified_at", "created_at", "updated_at")
}
# The same rule as `policy.visible_reports`, which a test compares with it for every role.
_VISIBLE = """
    (%(member_sites)s::uuid[] IS NULL OR r.site_id = ANY(%(member_sites)s::uuid[]))
    AND (
        r.status <> 'draft' OR r.author_id = %(me)s OR r.entered_by_id = %(me)s
        OR r.observers @> to_jsonb(%(me)s::text)
        OR %(verify_sites)s::uuid[] IS NULL OR r.site_id = ANY(%(verify_sites)s::uuid[])
    )
"""
_ONE = statement(__file__, "report", which=f"r.id = %(id)s AND {_VISIBLE}", **_TIMES)
_MANY = statement(__file__, "report", which="r.id = ANY(%(ids)s)", **_TIMES)
_MANY_VISIBLE = statement(__file__, "report", which=f"r.id = ANY(%(ids)s) AND {_VISIBLE}", **_TIMES)
_PAGE = statement(
    __file__, "report", **_TIMES,
    which=f"""{_VISIBLE} AND (%(sites)s::uuid[] IS NULL OR r.site_id = ANY(%(sites)s::uuid[]))
        AND (%(since)s::timestamptz IS NULL OR r.updated_at >= %(since)s)
        AND (%(after)s::uuid IS NULL OR r.id > %(after)s)
        ORDER BY r.id LIMIT %(limit)s""",
)  # fmt: skip
ALL_REPORTS = statement(__file__, "report", which="true", **_TIMES)
"""Every report, for measuring what PostgreSQL does alone."""


def _sites(actor: Actor, *wanted: May) -> list[UUID] | None:
    """The sites on which the actor may do one of these; None for all."""
    found: set[UUID] = set()
    for one in wanted:
        sites = register.standing(actor).sites_where(one)
        if sites is None:
            return None
        found |= set(sites)
    return sorted(found)


def _reader(actor: Actor) -> dict[str, Any]:
    return {"me": actor.user_id, "gate_sites": None if actor.is_system else _sites(actor, May.KEEP_SAFETY, May.VERIFY)}


def reports_told(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """The documents of these reports, which the caller has made sure that the actor may see."""
    found = rows(_MANY, _reader(actor) | {"ids": list(ids)}) if ids else []
    return {one: (one, version, msgspec.Raw(document)) for one, version, document in found}


def _sight(actor: Actor) -> dict[str, Any]:
    standing = register.standing(actor)
    members = None if standing.sees_all or actor.is_system else standing.site_ids
    return {"member_sites": members, "verify_sites": None if actor.is_system else _sites(actor, May.VERIFY)}


def visible_reports_told(actor: Actor, ids: Sequence[UUID]) -> list[Told]:
    """The documents of those of these reports that the actor may see."""
    found = rows(_MANY_VISIBLE, _reader(actor) | _sight(actor) | {"ids": list(ids)}) if ids else []
    return [(one, version, msgspec.Raw(document)) for one, version, document in found]


def page_told(actor: Actor, page: Page) -> list[Told]:
    """A page of all reports that the actor may see, by id. Planned for its values: who sees one site of many is served
    by the index of the site.
    """
    wanted = {"sites": page.sites, "since": page.changed_since, "after": page.after, "limit": page.limit}
    found = rows(_PAGE, _reader(actor) | _sight(actor) | wanted, is_prepared=False)
    return [(one, version, msgspec.Raw(document)) for one, version, document in found]


def report_told(actor: Actor, id: UUID) -> Told:
    """One report. Raises `NotFound`, also for one that the actor may not see."""
    found = rows(_ONE, _reader(actor) | _sight(actor) | {"id": id})
    if not found:
        raise NotFound
    return found[0][0], found[0][1], msgspec.Raw(found[0][2])


FEED = Feed(
    "report", lambda actor: with_lists(policy.visible_reports(actor)), reports_out, has_age=True,
    by_id=visible_reports_told, by_page=page_told,
)  # fmt: skip
