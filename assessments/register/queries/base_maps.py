"""The base maps of this installation, and how a browser asks for each."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.urls import reverse

from assessments.kit import tile_files
from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import policy
from assessments.register.models import BaseMap

logger = logging.getLogger(__name__)
WMS = {
    "service": "WMS", "request": "GetMap", "version": "1.1.1", "styles": "", "srs": "EPSG:3857", "width": "256",
    "height": "256", "format": "image/png", "transparent": "true",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layer:
    """A base map for the browser: `tiles` is the address of one tile with {z}, {x} and {y}, or {bbox-epsg-3857}."""

    row: BaseMap
    tiles: str
    is_vector: bool = False

    @property
    def origin(self) -> str:
        """Where else than here its tiles come from."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def base_maps(actor: Actor) -> list[BaseMap]:
    """All of them, in order, for administrators."""
    policy.require_administrator(actor)
    return list(BaseMap.objects.all())


def base_map(actor: Actor, id: UUID) -> BaseMap:
    policy.require_administrator(actor)
    found: BaseMap = get_visible(BaseMap.objects.all(), id)
    return found


def layers() -> list[Layer]:
    """What everybody may lay under the map. A file that lies no longer in its folder is left out, which the log and
    the page of base maps say."""
    found = []
    for one in BaseMap.objects.filter(is_shown=True):
        if one.kind != "file":
            found.append(Layer(one, _template(one)))
            continue
        try:
            is_vector = tile_files.is_vector(one.address)
        except OSError as failure:
            logger.warning("the base map '%s' is not offered: %s", one.address, failure)
            continue
        address = reverse("base-map-tile", args=[one.id, 0, 0, 0]).removesuffix("0/0/0") + "{z}/{x}/{y}"
        found.append(Layer(one, f"{address}?v={one.version}", is_vector))
    return found


def shown_base_map(id: UUID) -> BaseMap:
    found: BaseMap = get_visible(BaseMap.objects.filter(is_shown=True, kind="file"), id)
    return found


def _template(one: BaseMap) -> str:
    if one.kind == "wms":
        joint = "&" if "?" in one.address else "?"
        return f"{one.address}{joint}{urlencode(WMS | {'layers': one.layers})}&bbox={{bbox-epsg-3857}}"
    return one.address
