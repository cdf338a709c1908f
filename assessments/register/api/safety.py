"""Ground over REST: hazard zones, clearances, changes of access, and the small feed that clients fetch first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request

from assessments.kit import clock
from assessments.kit.api import Answer, Door, says
from assessments.kit.checksums import digest_of
from assessments.kit.things import one_of
from assessments.people.doors import signed_in
from assessments.register import ground, messages, operations, policy, queries
from assessments.register.api.nouns import ORDNANCE, Changes, ThingOut, created, doors_of, thing_out
from assessments.register.models import AccessChange, Clearance, HazardZone, Monument, Site
from assessments.register.roles import May

HazardZones, OneHazardZone = doors_of(
    "Hazard zones", HazardZone, messages.HazardZoneIn, operations.record_hazard_zone,
    changes=Changes(messages.HazardZonePatch, operations.change_hazard_zone, May.KEEP_SAFETY),
)  # fmt: skip
Clearances, OneClearance = doors_of("Clearances", Clearance, messages.ClearanceIn, operations.enter_clearance)
AccessChanges, OneAccessChange = doors_of(
    "Access changes", AccessChange, messages.AccessChangeIn, operations.record_access_change
)


class ConfirmClearance(Door):
    @says("Confirm a clearance as second officer", body=messages.Confirm, answer=ThingOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        found = one_of(Clearance.objects.filter(policy.member_rows(by, "site_id")), id)
        policy.require(by, May.KEEP_SAFETY, found.site_id)
        version, _empty = expected(found), body()
        row = operations.confirm_clearance(id, by=by, expected_version=version)
        return Answer(thing_out(row), version=row.version)


class SuspiciousObjects(Door):
    @says(
        "Close 100 m around a suspicious object, at once", body=messages.SuspiciousObject, answer=ThingOut, status=201
    )
    def post(self, request: Request, body: Any) -> Answer:
        row = operations.report_suspicious_object(body(), by=signed_in(request))
        return created(row, thing_out(row, without=ORDNANCE))


class AccessLine(msgspec.Struct, kw_only=True, omit_defaults=True):
    monument: UUID
    status: str
    because: str
    depth_cm: int | None = None
    certificate_no: str = ""
    released_on: date | None = None
    lapsed_on: date | None = None


class SafetyOut(msgspec.Struct, kw_only=True):
    site: UUID
    regime: str
    on: date
    server_time: datetime
    unknown_after_hours: int
    contact: str
    zones: list[dict[str, Any]]
    clearances: list[dict[str, Any]]
    access_changes: list[dict[str, Any]]
    monuments: list[AccessLine]


UNKNOWN_AFTER_HOURS = 72


class Safety(Door):
    @says("What is released, what is not, as of today: fetch this first and show its age", answer=SafetyOut)
    def get(self, request: Request, id: UUID) -> Answer:
        by = signed_in(request)
        site = queries.site(by, id)
        if not policy.is_member(by, site.id):
            policy.require(by, May.SEE, site.id)
        body = _safety(by, site)
        etag = digest_of({"feed": msgspec.to_builtins(body) | {"server_time": None}}).hex()[:32]
        headers = {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return Answer(None, 304, headers=headers)
        return Answer(body, headers=headers)


def _safety(by: Any, site: Site) -> SafetyOut:
    today = clock.today()
    zones, clearances, changes = ground.on_file(by, site.id)
    rows = list(Monument.objects.filter(site=site, merged_into__isnull=True).order_by("id"))
    return SafetyOut(
        site=site.id, regime=site.hazard_regime, on=today, server_time=clock.recorded_now(),
        unknown_after_hours=UNKNOWN_AFTER_HOURS, contact=site.mine_action_contact,
        zones=[
            {"id": one.id, "status": one.status, "outline": one.location, "since": one.surveyed_on} for one in zones
        ],
        clearances=[
            {
                "id": one.id, "status": one.status, "outline": one.location, "depth_cm": one.depth_cm,
                "certificate_no": one.certificate_no, "issued_on": one.issued_on, "opens": one.confirmed_at is not None,
            }
            for one in clearances
        ],
        access_changes=[{"id": one.id, "kind": one.kind, "first_day": one.first_day} for one in changes],
        monuments=[
            AccessLine(
                monument=one.monument.id, status=one.answer.status, because=one.answer.because,
                depth_cm=one.answer.depth_cm, certificate_no=one.answer.certificate_no,
                released_on=one.answer.released_on, lapsed_on=one.answer.lapsed_on,
            )
            for one in ground.access_to(site, rows, today)
        ],
    )  # fmt: skip
