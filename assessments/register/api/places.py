"""REST views of sites and monuments. What the caller may not see is 404; masked fields stay masked everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.api import (
    IfMatch,
    JSONView,
    Page,
    endpoint,
    feature_collection,
    respond,
    respond_created,
    wants_geojson,
)
from assessments.kit.errors import FieldMasked
from assessments.kit.geometry import parsed_bounds
from assessments.kit.messages import EmptyBody
from assessments.kit.renderers import GeoJSONRenderer, MsgspecJSONRenderer
from assessments.people.authentication import actor_of, signed_in
from assessments.register import messages, operations, policy, queries
from assessments.register.documents import MonumentOut, SiteOut, monument_out, site_out
from assessments.register.roles import May


class SiteQuery(Page, kw_only=True):
    q: str = ""
    bbox: str = ""


class MonumentQuery(Page, kw_only=True):
    site: UUID | None = None
    bbox: str = ""
    q: str = ""
    damage: str = ""
    category: str = ""


class GeoJSONListView(JSONView):
    """A list view that can also return GeoJSON."""

    renderer_classes: ClassVar[list[Any]] = [MsgspecJSONRenderer, GeoJSONRenderer]

    def in_requested_format(self, request: Request, page: dict[str, Any]) -> dict[str, Any]:
        return feature_collection(page) if wants_geojson(request) else page


class SiteList(GeoJSONListView):
    @endpoint("Sites that you may see", query=SiteQuery, response=SiteOut, many=True, geojson=True)
    def get(self, request: Request, query: SiteQuery) -> dict[str, Any]:
        bbox = parsed_bounds(query.bbox) if query.bbox else None
        actor = actor_of(request)
        rows = queries.sites(actor, q=query.q, bbox=bbox)
        page = self.paged(request, rows, query, lambda found: [site_out(actor, one) for one in found])
        return self.in_requested_format(request, page)

    @endpoint("Put a site on the register", request=messages.SiteIn, response=SiteOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.SiteIn]) -> Response:
        by = signed_in(request)
        policy.require_administrator(by)
        site = operations.create_site(body(), by=by)
        return respond_created(site, site_out(by, site))


class SiteDetail(JSONView):
    @endpoint("One site", response=SiteOut)
    def get(self, request: Request, id: UUID) -> Response:
        actor = actor_of(request)
        site = queries.site(actor, id)
        return respond(site_out(actor, site), version=site.version)

    @endpoint("Change a site", request=messages.SitePatch, response=SiteOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.site(by, id)
        policy.require(by, May.KEEP_REGISTER, id)
        version = if_match(found)
        site = operations.change_site(id, body(), by=by, expected_version=version)
        return respond(site_out(by, site), version=site.version)


class MonumentList(GeoJSONListView):
    @endpoint("Monuments that you may see", query=MonumentQuery, response=MonumentOut, many=True, geojson=True)
    def get(self, request: Request, query: MonumentQuery) -> dict[str, Any]:
        rows = queries.monuments(
            actor_of(request), site=query.site, q=query.q, category=query.category, damage=query.damage,
            bbox=parsed_bounds(query.bbox) if query.bbox else None,
        )  # fmt: skip
        page = self.paged(request, rows, query, lambda found: [monument_out(one) for one in found])
        return self.in_requested_format(request, page)

    @endpoint(
        "Put a monument on the list, or propose one", request=messages.MonumentIn, response=MonumentOut, status=201
    )
    def post(self, request: Request, body: Callable[[], messages.MonumentIn]) -> Response:
        by = signed_in(request)
        row = operations.create_monument(body(), by=by)
        return respond_created(row, monument_out(queries.monument(by, row.id)))


class MonumentDetail(JSONView):
    @endpoint("One monument; a merged one answers with `merged_into`", response=MonumentOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.monument(actor_of(request), id)
        return respond(monument_out(found), version=found.version)

    @endpoint("Change a monument", request=messages.MonumentPatch, response=MonumentOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.monument(by, id)
        if getattr(found, "is_masked", False):
            raise FieldMasked
        policy.require(by, May.KEEP_REGISTER, found.site_id)
        version = if_match(found)
        operations.change_monument(id, body(), by=by, expected_version=version)
        found = queries.monument(by, id)
        return respond(monument_out(found), version=found.version)


class AcceptMonument(JSONView):
    @endpoint("Put a proposed monument on the list", request=EmptyBody, response=MonumentOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.monument(by, id)
        policy.require(by, May.KEEP_REGISTER, found.site_id)
        version, _empty = if_match(found), body()
        operations.accept_monument(id, by=by, expected_version=version)
        found = queries.monument(by, id)
        return respond(monument_out(found), version=found.version)
