"""Laying plans and orthophotos on the map."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.evidence import georeferencing, policy
from assessments.evidence.messages import ControlPoint, GeoreferencedImageIn, GeoreferencedImagePatch
from assessments.evidence.models import GeoreferencedImage
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.resources import get_visible
from assessments.register import policy as register
from assessments.register.roles import May

OPEN = frozenset({"photo_id", "is_shown"})


def georeference(message: GeoreferencedImageIn, *, by: Actor) -> GeoreferencedImage:
    """Lay a photograph on the map. Raises `NotFound`, `NotAMember`, `Invalid` for too few points or points in line."""
    photo = get_visible(policy.visible_photos(by), message.photo)
    register.require(by, May.KEEP_REGISTER, photo.site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(GeoreferencedImage, message.id, created_with):
        return found
    values = {"id": message.id, "photo_id": photo.id, "is_shown": message.is_shown}
    return recorded_changes.create(
        GeoreferencedImage, values | _fitted(message.control_points, photo.turned), by=by,
        verb="evidence.georeference.made", kind="georeference", site_id=photo.site_id, open_fields=OPEN,
        created_with=created_with,
    )  # fmt: skip


def change_georeference(
    row: GeoreferencedImage, message: GeoreferencedImagePatch, *, by: Actor, expected_version: int | None
) -> GeoreferencedImage:
    """Move its points, or take it off the map. Raises `NotAMember`, `Invalid`, `Stale`."""
    register.require(by, May.KEEP_REGISTER, row.photo.site_id)
    values: dict[str, Any] = {}
    if message.control_points is not msgspec.UNSET:
        values |= _fitted(message.control_points, row.photo.turned)
    if message.is_shown is not msgspec.UNSET:
        values["is_shown"] = message.is_shown
    return recorded_changes.update(
        row, values, by=by, verb="evidence.georeference.changed", kind="georeference", site_id=row.photo.site_id,
        open_fields=OPEN, expected_version=expected_version,
    )  # fmt: skip


def _fitted(points: list[ControlPoint], turned: int) -> dict[str, Any]:
    known = [georeferencing.ControlPoint(one.x, one.y, one.longitude, one.latitude) for one in points]
    try:
        found = georeferencing.fit(known)
    except georeferencing.TooFew:
        detail = _("Set at least three points, each in the picture and on the map; there are %(n)s.")
        raise invalid_field("/control_points", "too_few", detail % {"n": len(points)}) from None
    except georeferencing.InLine:
        detail = _("The points lie in one line. Set one beside it, so that the picture is held in both directions.")
        raise invalid_field("/control_points", "in_line", detail) from None
    return {
        "control_points": msgspec.to_builtins(points), "corners": found.corners, "error_m": found.error_m,
        "turned_deg": turned * 90,
    }  # fmt: skip
