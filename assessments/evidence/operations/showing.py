"""What a photograph shows beside the monument under which it is filed: other monuments of the site, fallen blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.evidence.models import Photo
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.register import policy as register
from assessments.register.models import Block

LINKS = ("also_shows", "blocks")
Links = dict[str, list[UUID]]


def taken_out(values: dict[str, Any]) -> Links:
    """Takes the links out of a message's values: the same ids, each once."""
    return {name: list(dict.fromkeys(values.pop(name))) for name in LINKS if name in values}


def require_links(links: Mapping[str, list[UUID]], site_id: UUID, monument_id: UUID | None, by: Actor) -> Links:
    """The links without the monument that the photograph is filed under. Raises `Invalid` for those of other sites."""
    found = dict(links)
    if others := [one for one in found.get("also_shows", ()) if one != monument_id]:
        known = set(register.visible_monuments(by).filter(pk__in=others, site_id=site_id).values_list("pk", flat=True))
        _require_known(others, known, "/also_shows", "unknown_monument", _("Choose a monument of the same site."))
    if "also_shows" in found:
        found["also_shows"] = others
    if blocks := found.get("blocks"):
        known = set(Block.objects.filter(pk__in=blocks, monument__site_id=site_id).values_list("pk", flat=True))
        _require_known(blocks, known, "/blocks", "unknown_block", _("Choose a block of the same site."))
    return found


def _require_known(ids: list[UUID], known: set[UUID], pointer: str, code: str, detail: str) -> None:
    for index, one in enumerate(ids):
        if one not in known:
            raise invalid_field(f"{pointer}/{index}", code, detail)


def differing(photo: Photo, links: Mapping[str, list[UUID]]) -> Links:
    """Those links that are not the photograph's own already."""
    return {name: ids for name, ids in links.items() if set(ids) != present(photo, name)}


def present(photo: Photo, name: str) -> set[UUID]:
    """The ids that are linked now."""
    return set(getattr(photo, name).values_list("pk", flat=True))


def write(photo: Photo, links: Mapping[str, list[UUID]]) -> None:
    for name, ids in links.items():
        getattr(photo, name).set(ids)
