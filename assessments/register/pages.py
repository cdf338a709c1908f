"""Pages of the register: the name behind an alias, tiles of base maps. Pages that span packages are in `desk`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.kit import tile_files
from assessments.kit.errors import NotFound, Problem
from assessments.people.authentication import signed_in
from assessments.people.queries import display_names
from assessments.register import operations, policy, queries
from assessments.register.roles import May

TILE_SECONDS = 86_400


def reveal(request: HttpRequest, site_id: UUID, id: UUID) -> HttpResponse:
    """The name of a protected member: asked for with a reason, shown this once."""
    by = signed_in(request)
    site = queries.site(by, site_id)
    policy.require(by, May.REVEAL, site.id)
    context: dict[str, Any] = {"site": site, "alias": display_names([id]).get(id, ""), "typed": request.POST}
    if request.method == "POST":
        try:
            context["name"] = operations.reveal(id, site.id, because=request.POST.get("because", ""), by=by)
        except Problem as problem:
            context["problem"] = problem
    problem = context.get("problem")
    return render(request, "register/reveal.html", context, status=problem.status if problem else 200)


@require_GET
def base_map_tile(request: HttpRequest, id: UUID, zoom: int, column: int, row: int) -> HttpResponse:
    """One tile of a file that this installation chose as a base map; 204 where the file has none there."""
    found = queries.shown_base_map(id)
    try:
        tile = tile_files.tile(found.address, zoom, column, row)
    except OSError:
        raise NotFound from None
    answer = HttpResponse(tile.data, content_type=tile.media_type) if tile else HttpResponse(status=204)
    if tile and tile.is_gzipped:
        answer["Content-Encoding"] = "gzip"
    # The same for everybody; the address changes with the entry.
    answer["Cache-Control"] = f"public, max-age={TILE_SECONDS}"
    return answer
