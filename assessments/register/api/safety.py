"""REST views of hazard zones, clearances, access changes, and the safety feed that clients fetch first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit import clock
from assessments.kit.api import IfMatch, JSONView, endpoint, respond, respond_created
from assessments.kit.checksums import digest_of
from assessments.kit.resources import get_visible
from assessments.people.authentication import signed_in
from assessments.register import ground, messages, operations, policy, queries
from assessments.register.api.resources import (
    ORDNANCE,
    ChangeSpec,
    ResourceOut,
    resource_out,
    resource_views,
)
from assessments.register.models import AccessChange, Clearance, HazardZone, Monument, Site
from assessments.register.roles import May

HazardZoneList, HazardZoneDetail = resource_views(
    "Hazard zones", HazardZone, messages.HazardZoneIn, operations.record_hazard_zone,
    changes=ChangeSpec(messages.HazardZonePatch, operations.change_hazard_zone, May.KEEP_SAFETY),
)  # fmt: skip
ClearanceList, ClearanceDetail = resource_views(
    "Clearances", Clearance, messages.ClearanceIn, operations.enter_clearance
)
AccessChangeList, AccessChangeDetail = resource_views(
    "Access changes", AccessChange, messages.AccessChangeIn, operations.record_access_change
)


class ConfirmClearance(JSONView):
    @endpoint("Confirm a clearance as second officer", request=messages.Confirm, response=ResourceOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = get_visible(Clearance.objects.filter(policy.member_rows(by, "site_id")), id)
        policy.require(by, May.KEEP_SAFETY, found.site_id)
        version, _empty = if_match(found), body()
        row = operations.confirm_clearance(id, by=by, expected_version=version)
        return respond(resource_out(row), version=row.version)


class SuspiciousObjects(JSONView):
    @endpoint(
        "Close 100 m around a suspicious object, at once",
        request=messages.SuspiciousObject,
        response=ResourceOut,
        status=201,
    )
    def post(self, request: Request, body: Any) -> Response:
        row = operations.report_suspicious_object(body(), by=signed_in(request))
        return respond_created(row, resource_out(row, without=ORDNANCE))


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


class Safety(JSONView):
    @endpoint("What is released, what is not, as of today: fetch this first and show its age", response=SafetyOut)
    def get(self, request: Request, id: UUID) -> Response:
        by = signed_in(request)
        site = queries.site(by, id)
        if not policy.is_member(by, site.id):
            policy.require(by, May.SEE, site.id)
        body = _safety(by, site)
        etag = digest_of({"feed": msgspec.to_builtins(body) | {"server_time": None}}).hex()[:32]
        headers = {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return respond(None, 304, headers=headers)
        return respond(body, headers=headers)


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
