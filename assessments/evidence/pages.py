"""Views that serve derivatives and originals to the HTML pages."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from assessments.evidence import policy, queries
from assessments.evidence.api import original_response
from assessments.kit.caching import by_digest
from assessments.kit.errors import NotFound
from assessments.kit.resources import get_visible
from assessments.people.authentication import session_or_token_actor, signed_in


def _picture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    return by_digest(
        request, sha256, lambda: FileResponse(queries.picture_file(sha256), content_type="image/jpeg")
    )  # fmt: skip


@require_GET
def picture(request: HttpRequest, id: UUID, recipe: str) -> HttpResponseBase:
    """A derivative. It is re-encoded on the server without metadata, so it may be displayed inline."""
    return _picture(request, queries.derivative(session_or_token_actor(request), id, recipe).sha256)


@require_GET
def original(request: HttpRequest, id: UUID) -> FileResponse:
    actor = signed_in(request)
    return original_response(queries.photo(actor, id), actor)


@require_GET
def aligned(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The earlier picture of a pair, warped onto the later one."""
    actor = session_or_token_actor(request)
    pair = get_visible(queries.pairs(actor), id)
    if not pair.sha256 or policy.is_covered_for(actor, pair.earlier):
        raise NotFound
    return _picture(request, pair.sha256)
