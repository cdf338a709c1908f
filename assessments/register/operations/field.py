"""Visits and incidents: what the field sends besides reports."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import transaction

from assessments.audit import writing
from assessments.kit import when
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.people.models import User
from assessments.register import policy, vocabulary
from assessments.register.messages import IncidentIn, VisitIn
from assessments.register.models import Incident, Membership, Monument, Visit, VisitMember
from assessments.register.roles import May

VISIT_OPEN = frozenset({"site_id", "first_day", "last_day", "method"})
INCIDENT_OPEN = frozenset({"site_id", "mechanism", "intent", "first_day", "last_day", "proposed"})


def create_visit(message: VisitIn, *, by: Actor) -> Visit:
    """Record a visit with its team. Refuses people who are not known here."""
    policy.require(by, May.RECORD, message.site)
    created_with = digest_of_struct(message)
    if found := writing.already_there(Visit, message.id, created_with):
        return found
    if message.last_day < message.first_day:
        raise invalid_field("/last_day", "span", "The last day lies before the first.")
    values = given(message)
    values["external_ids"] = msgspec.to_builtins(message.external_ids)
    team = values.pop("team")
    values |= {"site_id": values.pop("site"), "organisation_id": values.pop("organisation")}
    members = Membership.objects.filter(user__in=[one.person for one in team], is_active=True)
    known = set(User.objects.filter(pk__in=members.values("user")).values_list("pk", flat=True))
    for index, one in enumerate(team):
        if one.person not in known:
            raise invalid_field(f"/team/{index}/person", "unknown_person", "Nobody with this id works here.")
    with transaction.atomic():
        visit = writing.create(
            Visit, values, by=by, verb="register.visit.created", kind="visit", site_id=message.site,
            open_fields=VISIT_OPEN, created_with=created_with,
        )  # fmt: skip
        VisitMember.objects.bulk_create(VisitMember(visit=visit, user_id=one.person, role=one.role) for one in team)
    return visit


def record_incident(message: IncidentIn, *, by: Actor) -> Incident:
    """Record a destructive event with its claims, of which at most one is chosen."""
    policy.require(by, May.KEEP_REGISTER, message.site)
    return _record(message, by=by, proposed=False)


def propose_incident(message: IncidentIn, *, by: Actor) -> Incident:
    """Record an incident from the field; a verifier's is kept at once, a recorder's as proposed."""
    policy.require(by, May.RECORD, message.site)
    return _record(message, by=by, proposed=not policy.may(by, May.KEEP_REGISTER, message.site))


def _record(message: IncidentIn, *, by: Actor, proposed: bool) -> Incident:
    created_with = digest_of_struct(message)
    if found := writing.already_there(Incident, message.id, created_with):
        return found
    vocabulary.MECHANISM.require(message.mechanism, "/mechanism")
    vocabulary.INTENT.require(message.intent, "/intent")
    monuments = list(Monument.objects.filter(pk__in=message.monuments, site_id=message.site))
    if len(monuments) != len(set(message.monuments)):
        raise invalid_field("/monuments", "unknown_monument", "Every monument of an incident belongs to its site.")
    values: dict[str, Any] = {
        "id": message.id, "site_id": message.site, "title": dict(message.title), "mechanism": message.mechanism,
        "intent": message.intent, "note": message.note, "proposed": proposed,
        "external_ids": msgspec.to_builtins(message.external_ids), **_chosen(message),
    }  # fmt: skip
    with transaction.atomic():
        incident = writing.create(
            Incident, values, by=by, verb="register.incident.recorded", kind="incident", site_id=message.site,
            open_fields=INCIDENT_OPEN, created_with=created_with,
        )  # fmt: skip
        incident.monuments.set(monuments)
    return incident


def _chosen(message: IncidentIn) -> dict[str, Any]:
    claims = []
    for index, claim in enumerate(message.claims):
        occurred = when.parsed(claim.occurred, f"/claims/{index}/occurred")
        claims.append({**msgspec.to_builtins(claim), "occurred": occurred.as_json()})
    chosen = [claim for claim in message.claims if claim.chosen]
    if len(chosen) > 1:
        raise invalid_field("/claims", "one_chosen", "At most one claim of an incident is the chosen one.")
    span = when.parsed(chosen[0].occurred, "/claims") if chosen else when.When("unknown")
    return {"claims": claims, "first_day": span.first or span.last, "last_day": span.last or span.first}
