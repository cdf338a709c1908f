"""IIIF views: image information, pictures and tiles, manifests of monuments. Cross-origin reads are allowed; what is
returned depends on the reader's permissions.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.evidence import iiif, policy, queries
from assessments.evidence.models import Photo, Pyramid
from assessments.evidence.reader.pictures import RECIPES
from assessments.kit.actor import Actor
from assessments.kit.caching import by_digest
from assessments.kit.errors import NotFound
from assessments.kit.names import reader_language
from assessments.kit.store import TILES, store
from assessments.people.authentication import session_or_token_actor
from assessments.register import policy as places
from assessments.register import queries as register

PRESENTATION_TYPE = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
IMAGE_TYPE = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
LICENCES = {
    "CC0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "http://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "http://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "http://creativecommons.org/licenses/by-nc-sa/4.0/",
    "InC": "http://rightsstatements.org/vocab/InC/1.0/",
}  # fmt: skip
MAX_CANVASES = 500


def _cross_origin(response: HttpResponseBase) -> HttpResponseBase:
    """Allow cross-origin reads. They carry no credentials, so other sites get only what is open to anybody."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def view_of(photo: Photo, actor: Actor) -> iiif.View:
    """What the actor may see of one photograph. Raises `NotFound` when they may see none of its pictures."""
    visible = queries.visible_pictures(actor, photo)
    pictures = [iiif.Picture(one, visible[one].width, visible[one].height) for one in RECIPES if one in visible]
    if not pictures or not photo.width or not photo.height:
        raise NotFound
    pyramid = getattr(photo, "pyramid", None)
    is_whole = places.is_member(actor, photo.site_id) and not policy.is_covered_for(actor, photo)
    is_tiled = is_whole and pyramid is not None and pyramid.state == "ready"
    largest = max(pictures, key=lambda one: one.width)
    size = (photo.width, photo.height) if is_tiled else (largest.width, largest.height)
    return iiif.View(str(photo.id), size, pictures, is_tiled)


def _image_address(request: HttpRequest, id: UUID | str) -> str:
    return request.build_absolute_uri(f"/iiif/image/{id}")


@require_safe
def image(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The base address leads to its information (Image API 3.0, section 2.3)."""
    return _cross_origin(HttpResponseRedirect(f"/iiif/image/{id}/info.json", status=303))


@require_safe
def image_info(request: HttpRequest, id: UUID) -> HttpResponseBase:
    actor = session_or_token_actor(request)
    view = view_of(queries.viewable_photo(actor, id), actor)
    return _cross_origin(JsonResponse(iiif.image_info(view, _image_address(request, id)), content_type=IMAGE_TYPE))


@require_safe
def image_piece(request: HttpRequest, id: UUID, region: str, size: str) -> HttpResponseBase:
    """A derivative or one tile; nothing is scaled at request time."""
    actor = session_or_token_actor(request)
    photo = queries.viewable_photo(actor, id)
    found = iiif.resolve_request(view_of(photo, actor), region, size)
    if found is None:
        raise NotFound
    if isinstance(found, iiif.Picture):
        derivative = queries.visible_pictures(actor, photo)[found.recipe]
        return _cross_origin(
            by_digest(
                request, derivative.sha256,
                lambda: FileResponse(queries.picture_file(derivative.sha256), content_type="image/jpeg"),
            )
        )  # fmt: skip
    number = found.number
    return _cross_origin(by_digest(request, f"{photo.pyramid.sha256}-{number}", lambda: _tile(photo.pyramid, number)))


def _tile(pyramid: Pyramid, number: int) -> HttpResponse:
    start = pyramid.ends[number - 1] if number else 0
    try:
        tile = store().read_range(pyramid.sha256, TILES, start, pyramid.ends[number])
    except FileNotFoundError:
        raise NotFound from None
    return HttpResponse(tile, content_type="image/jpeg")


@require_safe
def monument_manifest(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """All photographs of one monument that the reader may see, oldest first, with the marks on them."""
    actor = session_or_token_actor(request)
    monument = register.monument(actor, id)
    address = request.build_absolute_uri(reverse("iiif-manifest", args=[id]))
    manifest = iiif.manifest(
        id=address, label=_language_map(monument), summary="", language=reader_language(),
        base=request.build_absolute_uri("/iiif/image"), views=_views(actor, id),
    )  # fmt: skip
    return _cross_origin(JsonResponse(manifest, content_type=PRESENTATION_TYPE))


def _language_map(monument: Any) -> dict[str, list[str]]:
    """The visible names by language; if all are withheld, the placeholder label in the active language."""
    names_by_language: dict[str, list[str]] = {}
    for one in monument.display_names:
        names_by_language.setdefault(one.get("language") or "none", []).append(one["text"])
    return names_by_language or {reader_language(): [register.display_label(monument)]}


def _views(actor: Actor, monument: UUID) -> list[iiif.View]:
    rows = queries.viewable_photos_of(actor, monument)[:MAX_CANVASES]
    found = []
    for photo in rows:
        try:
            view = view_of(photo, actor)
        except NotFound:
            continue
        found.append(_with_description(photo, view, actor))
    return found


def _with_description(photo: Photo, view: iiif.View, actor: Actor) -> iiif.View:
    """Add the description. Outside readers get neither file name nor caption, camera, place or annotations."""
    taken = photo.shown_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    rights = LICENCES.get(photo.licence, "")
    if not places.is_member(actor, photo.site_id):
        return replace(view, label=taken[:10], taken=taken, rights=rights, credit=photo.credit)
    facts = {_("Taken"): photo.exif_taken, _("Camera"): photo.exif_camera, "SHA-256": photo.sha256}
    marks = [iiif.Mark(str(one.id), one.points, one.text) for one in photo.annotations.all() if one.removed_at is None]
    return replace(
        view, label=photo.caption or photo.filename, taken=taken, rights=rights, credit=photo.credit, marks=marks,
        facts={name: value for name, value in facts.items() if value},
    )  # fmt: skip
