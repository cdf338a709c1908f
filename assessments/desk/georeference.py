"""The page on which a plan or an orthophoto is laid on the map, point by point."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.evidence import operations, queries
from assessments.evidence.messages import GeoreferencedImageIn, GeoreferencedImagePatch
from assessments.evidence.models import GeoreferencedImage, Photo
from assessments.kit import coordinates, ids, messages, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.people.authentication import signed_in
from assessments.register import policy
from assessments.register.roles import May


@require_http_methods(["GET", "POST"])
def georeference(request: HttpRequest, id: UUID) -> HttpResponse:
    """Shows the points set so far; POST fits the picture to them and goes back to the photograph."""
    by = signed_in(request)
    photo = queries.photo(by, id)
    policy.require(by, May.KEEP_REGISTER, photo.site_id)
    row = queries.georeferenced(by).filter(photo=photo.id).first()
    problem: Problem | None = None
    typed = _as_text(row.control_points) if row else ""
    if request.method == "POST":
        typed = request.POST.get("points", "")
        try:
            _save(request.POST, photo, row, by)
            return redirect("photo", id=photo.id)
        except Problem as refusal:
            problem = refusal
    context = {
        "photo": photo, "row": row, "site": photo.site, "typed": typed, "problem": problem,
        "is_turned": row is not None and row.turned_deg != photo.turned * 90,
        **parsing.versions_shown(request.POST, row.version if row else None),
    }  # fmt: skip
    return render(request, "evidence/georeference.html", context, status=problem.status if problem else 200)


def _save(form: QueryDict, photo: Photo, row: GeoreferencedImage | None, by: Actor) -> None:
    values: dict[str, Any] = {"control_points": _points(form.get("points", "")), "is_shown": bool(form.get("is_shown"))}
    if row is None:
        new = {"id": ids.uuid7(), "photo": photo.id, **values}
        operations.georeference(messages.converted(new, GeoreferencedImageIn), by=by)
        return
    version = parsing.version_read(form, row.version)
    patch = messages.converted(values, GeoreferencedImagePatch)
    operations.change_georeference(row, patch, by=by, expected_version=version)


def _points(text: str) -> list[dict[str, float]]:
    """Of each line a point, as the message takes it: per cent from the left and from the top of the picture, then its
    position on the ground."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        picture, equals, ground = line.partition("=")
        shares = picture.replace("%", " ").replace(",", " ").split()
        try:
            x, y = (float(one) / 100 for one in shares)
        except ValueError:
            x = y = -1.0
        if not equals or not (0 <= x <= 1 and 0 <= y <= 1):
            detail = _("'%(line)s' is no point. Write per cent from the left and from the top, then the position: "
                       "12.5%% 40%% = 34.5512, 38.2701")  # fmt: skip
            raise invalid_field("/control_points", "point", detail % {"line": line[:60]})
        longitude, latitude = coordinates.line_position(ground.strip(), "/control_points")
        found.append({"x": x, "y": y, "longitude": longitude, "latitude": latitude})
    return found


def _as_text(points: list[dict[str, float]]) -> str:
    return "\n".join(
        f"{one['x'] * 100:.2f}% {one['y'] * 100:.2f}% = {one['latitude']:.6f}, {one['longitude']:.6f}" for one in points
    )
