"""Pictures and originals under the addresses that pages use."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from assessments.evidence import policy, queries
from assessments.evidence.api import original_response
from assessments.kit.errors import NotFound
from assessments.kit.things import one_of
from assessments.people.doors import reader_of, signed_in


@require_GET
@cache_control(private=True, max_age=3600, immutable=True)
def picture(request: HttpRequest, id: UUID, recipe: str) -> FileResponse:
    """A derivative: re-encoded by us, without metadata, and so fit to be shown."""
    found = queries.derivative(reader_of(request), id, recipe)
    return FileResponse(queries.picture_file(found.sha256), content_type="image/jpeg")


@require_GET
def original(request: HttpRequest, id: UUID) -> FileResponse:
    actor = signed_in(request)
    return original_response(queries.photo(actor, id), actor)


@require_GET
@cache_control(private=True, max_age=3600)
def aligned(request: HttpRequest, id: UUID) -> FileResponse:
    """The earlier picture of a pair as laid upon the later one."""
    actor = reader_of(request)
    pair = one_of(queries.pairs(actor), id)
    if not pair.sha256 or policy.is_covered_for(actor, pair.earlier):
        raise NotFound
    return FileResponse(queries.picture_file(pair.sha256), content_type="image/jpeg")
