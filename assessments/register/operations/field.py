"""Visits and incidents: what field clients send besides reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.kit import uncertain_dates
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.people.models import Organisation, User
from assessments.register import policy, vocabulary
from assessments.register.messages import Claim, IncidentIn, VisitIn, VisitMemberIn
from assessments.register.models import Incident, Membership, Monument, Visit, VisitMember
from assessments.register.roles import May

VISIT_OPEN = frozenset({"site_id", "first_day", "last_day", "method"})
INCIDENT_OPEN = frozenset({"site_id", "mechanism", "intent", "first_day", "last_day", "proposed"})


def create_visit(message: VisitIn, *, by: Actor) -> Visit:
    """Record a visit with its team. Refuses people who are not known here."""
    policy.require(by, May.RECORD, message.site)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Visit, message.id, created_with):
        return found
    if message.last_day < message.first_day:
        raise invalid_field("/last_day", "span", _("The last day lies before the first."))
    values = given(message)
    values["external_ids"] = msgspec.to_builtins(message.external_ids)
    team = values.pop("team")
    values |= {"site_id": values.pop("site"), "organisation_id": known_organisation(values.pop("organisation"))}
    require_known(team)
    with transaction.atomic():
        visit = recorded_changes.create(
            Visit, values, by=by, verb="register.visit.created", kind="visit", site_id=message.site,
            open_fields=VISIT_OPEN, created_with=created_with,
        )  # fmt: skip
        VisitMember.objects.bulk_create(VisitMember(visit=visit, user_id=one.person, role=one.role) for one in team)
    return visit


def known_organisation(id: UUID | None) -> UUID | None:
    """Raises `Invalid` for an organisation that is not on file."""
    if id and not Organisation.objects.filter(pk=id).exists():
        raise invalid_field("/organisation", "unknown_organisation", _("No organisation with this id is on file."))
    return id


def require_known(team: Sequence[VisitMemberIn]) -> None:
    """Raises `Invalid` when a team member has no active role on any site."""
    members = Membership.objects.filter(user__in=[one.person for one in team], is_active=True)
    known = set(User.objects.filter(pk__in=members.values("user")).values_list("pk", flat=True))
    for index, one in enumerate(team):
        if one.person not in known:
            raise invalid_field(f"/team/{index}/person", "unknown_person", _("Nobody with this id works here."))


def record_incident(message: IncidentIn, *, by: Actor) -> Incident:
    """Record a destructive event with its claims, of which at most one is chosen."""
    policy.require(by, May.KEEP_REGISTER, message.site)
    return _record(message, by=by, proposed=False)


def propose_incident(message: IncidentIn, *, by: Actor) -> Incident:
    """Record an incident from the field; a verifier's is accepted at once, a recorder's is a proposal."""
    policy.require(by, May.RECORD, message.site)
    return _record(message, by=by, proposed=not policy.may(by, May.KEEP_REGISTER, message.site))


def _record(message: IncidentIn, *, by: Actor, proposed: bool) -> Incident:
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Incident, message.id, created_with):
        return found
    vocabulary.MECHANISM.require(message.mechanism, "/mechanism")
    vocabulary.INTENT.require(message.intent, "/intent")
    monuments = monuments_of(message.monuments, message.site)
    values: dict[str, Any] = {
        "id": message.id, "site_id": message.site, "title": dict(message.title), "mechanism": message.mechanism,
        "intent": message.intent, "note": message.note, "proposed": proposed,
        "external_ids": msgspec.to_builtins(message.external_ids), **chosen(message.claims),
    }  # fmt: skip
    with transaction.atomic():
        incident = recorded_changes.create(
            Incident, values, by=by, verb="register.incident.recorded", kind="incident", site_id=message.site,
            open_fields=INCIDENT_OPEN, created_with=created_with,
        )  # fmt: skip
        incident.monuments.set(monuments)
    return incident


def monuments_of(ids: Sequence[UUID], site_id: UUID) -> list[Monument]:
    """The monuments that an incident touched, all of its site."""
    found = list(Monument.objects.filter(pk__in=ids, site_id=site_id))
    if len(found) != len(set(ids)):
        raise invalid_field("/monuments", "unknown_monument", _("Every monument of an incident belongs to its site."))
    return found


def chosen(given_claims: Sequence[Claim]) -> dict[str, Any]:
    """The columns derived from the claims: the claims as JSON, and the days of the chosen one."""
    claims = []
    for index, claim in enumerate(given_claims):
        occurred = uncertain_dates.parsed(claim.occurred, f"/claims/{index}/occurred")
        claims.append({**msgspec.to_builtins(claim), "occurred": occurred.as_json()})
    picked = [claim for claim in given_claims if claim.chosen]
    if len(picked) > 1:
        raise invalid_field("/claims", "one_chosen", _("At most one claim of an incident is the chosen one."))
    span = uncertain_dates.parsed(picked[0].occurred, "/claims") if picked else uncertain_dates.UncertainDate("unknown")
    return {"claims": claims, "first_day": span.first or span.last, "last_day": span.last or span.first}
