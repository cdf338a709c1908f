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
from assessments.kit.json_in_sql import json_list, json_object, moment, plain, quoted, text, word
from assessments.kit.statements import rows, statement
from assessments.register import policy as register
from assessments.register.roles import May

_FINDING = {
    "id": quoted("f.id"), "part": quoted("f.part_id"), "part_label": text("f.part_label"), "causes": plain("f.causes"),
    "effects": plain("f.effects"), "stone_pattern": quoted("f.stone_pattern"), "extent": quoted("f.extent"),
    "measurements": plain("f.measurements"), "element": quoted("f.element"), "material": quoted("f.material"),
    "plan_reference": text("f.plan_reference"), "recommendations": plain("f.recommendations"),
    "urgent_measure": text("f.urgent_measure"), "occurred": plain("f.occurred"), "note": text("f.note"),
}  # fmt: skip
_FACTOR = {
    "category": quoted("f.category"), "type": quoted("f.type"), "probability": quoted("f.probability"),
    "horizon": quoted("f.horizon"), "assessor": quoted("f.assessor_id"),
}  # fmt: skip
_LINK = {"photo": quoted("link.photo_id"), "role": quoted("link.role"), "finding": quoted("link.finding_id")}
_ARRIVED = {name: f"coalesce(pictures.{name}, 0)" for name in ("named", "arrived", "ready")}
_REPORT = {
    "id": quoted("r.id"), "reference": quoted("r.reference"), "status": quoted("r.status"),
    "revision": plain("r.revision"), "version": plain("r.version"), "site": quoted("r.site_id"),
    "monument": quoted("r.monument_id"), "visit": quoted("r.visit_id"), "method": quoted("r.method"),
    "stage": quoted("r.stage"), "observed": plain("r.observed"), "observers": plain("r.observers"),
    "author": quoted("r.author_id"), "entered_by": quoted("r.entered_by_id"), "field_number": text("r.field_number"),
    "scope": quoted("r.scope"), "seen": plain("r.seen"), "seen_parts": plain("r.seen_parts"),
    "not_reached": plain("r.not_reached"), "imagery_source": text("r.imagery_source"), "weather": text("r.weather"),
    "interventions": plain("r.interventions"), "damage": word("r.damage"),
    "reference_state": plain("r.reference_state"), "change_reason": word("r.change_reason"),
    "conservation_state": word("r.conservation_state"), "extent": word("r.extent"), "certainty": word("r.certainty"),
    "posting": word("r.posting"), "cordon_m": quoted("r.cordon_m"), "cordon_reason": text("r.cordon_reason"),
    "pilot_location": plain("CASE WHEN r.sees_gate THEN r.pilot_location END"), "priority": word("r.priority"),
    "priority_reason": text("r.priority_reason"), "priority_computed": word("r.priority_computed"),
    "intervention_required": quoted("r.intervention_required"), "safety_hazards": quoted("r.safety_hazards"),
    "original_fabric_share": quoted("r.original_fabric_share"), "narrative": text("r.narrative"),
    "language": text("r.language"), "incident": quoted("r.incident_id"), "supersedes": quoted("r.supersedes_id"),
    "findings": "coalesce(found.findings, '[]')", "factors": "coalesce(threats.factors, '[]')",
    "photos": "coalesce(pictures.photos, '[]')", "photos_arrived": json_object(_ARRIVED),
    "gate": plain("CASE WHEN r.sees_gate THEN r.gate END"),
    "outside_released_area": plain("CASE WHEN r.sees_gate THEN r.outside_released_area END"),
    "warnings": plain("r.warnings"), "submitted_at": moment("r.submitted_at"), "verified_at": moment("r.verified_at"),
    "verified_by": quoted("r.verified_by_id"), "verified_on_basis": word("r.verified_on_basis"),
    "external_ids": plain("r.external_ids"), "created_at": moment("r.created_at"),
    "updated_at": moment("r.updated_at"),
}  # fmt: skip


def _statement(which: str) -> str:
    return statement(
        __file__, "report", which=which, report=json_object(_REPORT),
        findings=json_list(json_object(_FINDING), order="f.place_in_list"),
        factors=json_list(json_object(_FACTOR), order="f.id"),
        photos=json_list(json_object(_LINK), order="link.place_in_list, link.id"),
    )  # fmt: skip


# The same rule as `policy.visible_reports`, which a test compares with it for every role.
_VISIBLE = """
    (%(member_sites)s::uuid[] IS NULL OR r.site_id = ANY(%(member_sites)s::uuid[]))
    AND (
        r.status <> 'draft' OR r.author_id = %(me)s OR r.entered_by_id = %(me)s
        OR r.observers @> to_jsonb(%(me)s::text)
        OR %(verify_sites)s::uuid[] IS NULL OR r.site_id = ANY(%(verify_sites)s::uuid[])
    )
"""
_ONE = _statement(f"r.id = %(id)s AND {_VISIBLE}")
_MANY = _statement("r.id = ANY(%(ids)s)")
_MANY_VISIBLE = _statement(f"r.id = ANY(%(ids)s) AND {_VISIBLE}")
_PAGE = _statement(
    f"""{_VISIBLE} AND (%(sites)s::uuid[] IS NULL OR r.site_id = ANY(%(sites)s::uuid[]))
        AND (%(since)s::timestamptz IS NULL OR r.updated_at >= %(since)s)
        AND (%(after)s::uuid IS NULL OR r.id > %(after)s)
        ORDER BY r.id LIMIT %(limit)s"""
)
ALL_REPORTS = _statement("true")
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
    """A page of all reports that the actor may see, by id. For who sees some sites of many it is planned for those: the
    index of a site serves them.
    """
    wanted = {"sites": page.sites, "since": page.changed_since, "after": page.after, "limit": page.limit}
    sight = _sight(actor)
    is_prepared = sight["member_sites"] is None and page.sites is None
    found = rows(_PAGE, _reader(actor) | sight | wanted, is_prepared=is_prepared)
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
