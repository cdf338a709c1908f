"""REST API of plans and orthophotos that are laid on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from assessments.evidence import messages, operations, queries
from assessments.evidence.documents import GeoreferencedImageOut, georeferenced_image_out
from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.resources import get_visible
from assessments.people.authentication import signed_in
from assessments.register import policy as places
from assessments.register.roles import May


class GeoreferenceQuery(Page, kw_only=True):
    site: UUID | None = None
    photo: UUID | None = None


class GeoreferencedImageList(JSONView):
    @endpoint("Pictures laid on the map", query=GeoreferenceQuery, response=GeoreferencedImageOut, many=True)
    def get(self, request: Request, query: GeoreferenceQuery) -> dict[str, Any]:
        rows = queries.georeferenced(signed_in(request))
        filters = {"photo__site": query.site, "photo": query.photo}
        rows = rows.filter(**{name: value for name, value in filters.items() if value})
        return self.paged(request, rows, query, lambda found: [georeferenced_image_out(one) for one in found])

    @endpoint(
        "Lay a picture on the map", request=messages.GeoreferencedImageIn, response=GeoreferencedImageOut, status=201
    )
    def post(self, request: Request, body: Callable[[], messages.GeoreferencedImageIn]) -> Response:
        by = signed_in(request)
        made = operations.georeference(body(), by=by)
        return respond_created(made, georeferenced_image_out(made))


class GeoreferencedImageDetail(JSONView):
    @endpoint("One picture on the map", response=GeoreferencedImageOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = get_visible(queries.georeferenced(signed_in(request)), id)
        return respond(georeferenced_image_out(found), version=found.version)

    @endpoint(
        "Move a picture, or take it off the map", request=messages.GeoreferencedImagePatch,
        response=GeoreferencedImageOut, if_match=True,
    )  # fmt: skip
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = get_visible(queries.georeferenced(by), id)
        places.require(by, May.KEEP_REGISTER, found.photo.site_id)
        version = if_match(found)
        made = operations.change_georeference(found, body(), by=by, expected_version=version)
        return respond(georeferenced_image_out(made), version=made.version)
