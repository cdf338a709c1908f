"""Pages of photographs: one photograph with what the file says and what we know, its pictures, its original."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from assessments.evidence import custody, queries
from assessments.evidence.api import original_response
from assessments.kit.store import store
from assessments.people.doors import actor_of, signed_in
from assessments.people.models import User


@require_GET
def photo(request: HttpRequest, id: UUID) -> HttpResponse:
    actor = signed_in(request)
    found = queries.photo(actor, id)
    entries = list(custody.entries_of(found))
    names = {
        user.code: user.shown_name for user in User.objects.filter(code__in={entry.actor_code for entry in entries})
    }
    if found.state == "ready":
        custody.append_once_an_hour(found, "viewed", by=actor)
    context = {
        "photo": found,
        "large": next((one for one in found.derivatives.all() if one.recipe == "large"), None),
        "custody": [(names.get(entry.actor_code, ""), entry) for entry in entries],
        "chain": custody.verify(found),
    }
    return render(request, "evidence/photo_detail.html", context)


@require_GET
@cache_control(private=True, max_age=3600, immutable=True)
def picture(request: HttpRequest, id: UUID, recipe: str) -> FileResponse:
    """A derivative: re-encoded by us, without metadata, and so fit to be shown."""
    found = queries.derivative(actor_of(request), id, recipe)
    return FileResponse(store().open(found.sha256, "derived"), content_type="image/jpeg")


@require_GET
def original(request: HttpRequest, id: UUID) -> FileResponse:
    actor = signed_in(request)
    return original_response(queries.photo(actor, id), actor)
