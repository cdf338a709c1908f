"""REST views of hazard zones, clearances, access changes, and the safety feed that clients fetch first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.api import IfMatch, JSONView, endpoint, respond, respond_created
from assessments.kit.checksums import digest_of
from assessments.kit.resources import get_visible
from assessments.people.authentication import signed_in
from assessments.register import messages, operations, policy, queries, safety_feed
from assessments.register.api.resources import ChangeSpec, resource_views
from assessments.register.documents import ORDNANCE, ResourceOut, SiteOut, resource_out, site_out
from assessments.register.models import AccessChange, Clearance, EntryPermit, HazardZone
from assessments.register.roles import May

HazardZoneList, HazardZoneDetail = resource_views(
    "Hazard zones", HazardZone, messages.HazardZoneIn, operations.record_hazard_zone,
    changes=ChangeSpec(messages.HazardZonePatch, operations.change_hazard_zone, May.KEEP_SAFETY),
)  # fmt: skip
ClearanceList, ClearanceDetail = resource_views(
    "Clearances", Clearance, messages.ClearanceIn, operations.enter_clearance,
    changes=ChangeSpec(messages.ClearancePatch, operations.change_clearance, May.KEEP_SAFETY),
)  # fmt: skip
EntryPermitList, EntryPermitDetail = resource_views(
    "Entry permits", EntryPermit, messages.EntryPermitIn, operations.record_entry_permit
)
AccessChangeList, AccessChangeDetail = resource_views(
    "Access changes", AccessChange, messages.AccessChangeIn, operations.record_access_change
)


def _move_view(name: str, summary: str, table: Any, shape: Any, run: Any) -> type[JSONView]:
    """The view of a safety officer's move on one row of a site."""

    class MoveView(JSONView):
        @endpoint(summary, request=shape, response=ResourceOut, if_match=True)
        def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
            by = signed_in(request)
            found = get_visible(table.objects.filter(policy.member_rows(by, "site_id")), id)
            policy.require(by, May.KEEP_SAFETY, found.site_id)
            version, message = if_match(found), body()
            row = run(id, message, by=by, expected_version=version)
            return respond(resource_out(row), version=row.version)

    MoveView.__name__ = name
    return MoveView


def _confirm(id: UUID, _message: Any, **rest: Any) -> Clearance:
    return operations.confirm_clearance(id, **rest)


def _withdraw(id: UUID, message: messages.Because, **rest: Any) -> Clearance:
    return operations.withdraw_clearance(id, because=message.note, **rest)


def _withdraw_permit(id: UUID, message: messages.Because, **rest: Any) -> EntryPermit:
    return operations.withdraw_entry_permit(id, because=message.note, **rest)


ConfirmClearance = _move_view(
    "ConfirmClearance", "Confirm a clearance as second officer", Clearance, messages.Confirm, _confirm
)
WithdrawClearance = _move_view(
    "WithdrawClearance", "Take a clearance back: its ground is closed at once", Clearance, messages.Because, _withdraw
)
WithdrawEntryPermit = _move_view(
    "WithdrawEntryPermit", "Take leave to enter back", EntryPermit, messages.Because, _withdraw_permit
)


class StateHazardRegime(JSONView):
    @endpoint(
        "State whether explosive hazards may be present", request=messages.HazardRegimeStatement, response=SiteOut,
        if_match=True,
    )  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.site(by, id)
        policy.require(by, May.STATE_HAZARD_REGIME, id)
        version, message = if_match(found), body()
        site = operations.state_hazard_regime(id, message, by=by, expected_version=version)
        return respond(site_out(by, site), version=site.version)


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


class Safety(JSONView):
    @endpoint(
        "What is released, what is not, as of today: fetch this first and show its age", response=safety_feed.SafetyOut
    )
    def get(self, request: Request, id: UUID) -> Response:
        by = signed_in(request)
        site = queries.site(by, id)
        if not policy.is_member(by, site.id):
            policy.require(by, May.SEE, site.id)
        body = safety_feed.feed_of(by, site)
        etag = digest_of({"feed": msgspec.to_builtins(body) | {"server_time": None}}).hex()[:32]
        headers = {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return respond(None, status=304, headers=headers)
        return respond(body, headers=headers)
