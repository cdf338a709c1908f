"""Changing parts, visits, incidents, hazard zones, authorities and statements.

Access changes and the text of statements are only followed by newer ones; a clearance is corrected or withdrawn with a
reason, in `operations/clearances.py`.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.kit import geometry, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.register import messages, policy, vocabulary
from assessments.register.models import (
    Authority,
    HazardZone,
    Incident,
    Part,
    Site,
    Statement,
    Visit,
    VisitMember,
)
from assessments.register.operations.field import (
    INCIDENT_OPEN,
    VISIT_OPEN,
    chosen,
    known_organisation,
    monuments_of,
    require_known,
)
from assessments.register.operations.places import DERIVED, named
from assessments.register.operations.records import AUTHORITY_OPEN, require_place_in_review
from assessments.register.operations.safety import ZONE_OPEN
from assessments.register.roles import May

Row = TypeVar("Row", bound=resources.Resource)


def _change(
    row: Row, values: dict[str, Any], what: str, open_fields: frozenset[str], by: Actor, version: int | None,
    site_id: UUID | None, lists: dict[str, tuple[Any, Any]] | None = None,
) -> Row:  # fmt: skip
    """The common last step of every change: external ids and names as columns, then one conditional UPDATE with
    history. `lists` are (before, after) of related rows that were rewritten; after is None for those that were not."""
    rewritten = {name: msgspec.to_builtins(pair) for name, pair in (lists or {}).items() if pair[1] is not None}
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    if "names" in values:
        values |= named(values["names"])
    return recorded_changes.update(
        row, values, by=by, verb=f"register.{what}.changed", kind=what, site_id=site_id, open_fields=open_fields,
        expected_version=version, hidden=DERIVED, lists=rewritten or None,
    )  # fmt: skip


def _get_own(model: type[Row], id: UUID, by: Actor, path: str = "site_id") -> Row:
    row: Row = resources.get_visible(model._default_manager.filter(policy.member_rows(by, path)), id)
    return row


def change_part(id: UUID, message: messages.PartPatch, *, by: Actor, expected_version: int | None) -> Part:
    """Name a part better, or accept a proposed one."""
    part = _get_own(Part, id, by, "monument__site_id")
    site_id = part.monument.site_id
    policy.require(by, May.KEEP_REGISTER, site_id)
    return _change(part, given(message), "part", frozenset({"provisional"}), by, expected_version, site_id)


def change_visit(id: UUID, message: messages.VisitPatch, *, by: Actor, expected_version: int | None) -> Visit:
    """Correct a visit: its days, its team, what could not be reached."""
    visit = _get_own(Visit, id, by)
    policy.require(by, May.RECORD, visit.site_id)
    values = given(message)
    if values.get("last_day", visit.last_day) < values.get("first_day", visit.first_day):
        raise invalid_field("/last_day", "span", _("The last day lies before the first."))
    team = values.pop("team", None)
    if "organisation" in values:
        values["organisation_id"] = known_organisation(values.pop("organisation"))
    present = [messages.VisitMemberIn(one.user_id, one.role) for one in visit.members.all()]
    with transaction.atomic():
        if team is not None:
            # Who was there stays in the team, with or without a role here today.
            before = {one.person for one in present}
            require_known([one for one in team if one.person not in before])
            VisitMember.objects.filter(visit=visit).delete()
            VisitMember.objects.bulk_create(VisitMember(visit=visit, user_id=one.person, role=one.role) for one in team)
        return _change(
            visit, values, "visit", VISIT_OPEN, by, expected_version, visit.site_id, {"team": (present, team)}
        )


def change_incident(id: UUID, message: messages.IncidentPatch, *, by: Actor, expected_version: int | None) -> Incident:
    """Choose another claim, name the monuments it touched, accept what was proposed."""
    incident = _get_own(Incident, id, by)
    policy.require(by, May.KEEP_REGISTER, incident.site_id)
    values = given(message)
    if "claims" in values:
        values |= chosen(values["claims"])
    ids = values.pop("monuments", None)
    present = sorted(incident.monuments.values_list("pk", flat=True))
    with transaction.atomic():
        if ids is not None:
            incident.monuments.set(monuments_of(ids, incident.site_id))
        lists = {"monuments": (present, ids)}
        return _change(incident, values, "incident", INCIDENT_OPEN, by, expected_version, incident.site_id, lists)


def change_hazard_zone(
    id: UUID, message: messages.HazardZonePatch, *, by: Actor, expected_version: int | None
) -> HazardZone:
    """Correct a zone or its outline, or end it. Ending one releases nothing: the ground becomes unknown."""
    zone = _get_own(HazardZone, id, by)
    policy.require(by, May.KEEP_SAFETY, zone.site_id)
    values = given(message)
    if "status" in values:
        vocabulary.HAZARD_STATUS.require(values["status"], "/status")
    closed = values.get("closed_on")
    if closed and closed > zone.site.today:
        raise invalid_field("/closed_on", "future", _("A zone ends on a day that has come."))
    if "label" in values:
        values["label_text"] = values.pop("label")
    if "location" in values:
        values |= geometry.placed(geometry.validated(values["location"], "/location", kinds=geometry.AREAS))
    return _change(zone, values, "hazard_zone", ZONE_OPEN, by, expected_version, zone.site_id)


def change_authority(
    id: UUID, message: messages.AuthorityPatch, *, by: Actor, expected_version: int | None
) -> Authority:
    """Correct an authority's names, period or sites. Only administrators of all sites."""
    policy.require_administrator(by)
    authority: Authority = resources.get_visible(Authority.objects.all(), id)
    values = given(message)
    require_place_in_review(values.get("mandate", authority.mandate), values.get("level", authority.level))
    sites = values.pop("sites", None)
    with transaction.atomic():
        if sites is not None:
            authority.sites.set(Site.objects.filter(pk__in=sites))
        return _change(authority, values, "authority", AUTHORITY_OPEN, by, expected_version, None)


def change_statement(
    id: UUID, message: messages.StatementPatch, *, by: Actor, expected_version: int | None
) -> Statement:
    """Correct a statement's source, or the explanation of our differing figure. The quotation stays."""
    statement = _get_own(Statement, id, by)
    policy.require(by, May.STATE, statement.site_id)
    return _change(statement, given(message), "statement", frozenset(), by, expected_version, statement.site_id)
