"""Photographs in IIIF: Image API 3.0 at level 0, Presentation API 3.0, W3C Web Annotations. Does not use Django.

Level 0 serves only prepared images: the three derivatives by their sizes, and the tiles of the pyramid. See
iiif.io/api/image/3.0 (sections 4 and 5) and iiif.io/api/presentation/3.0 (section 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.evidence.reader import tiles

IMAGE_CONTEXT = "http://iiif.io/api/image/3/context.json"
PRESENTATION_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
LEVEL = "level0"
SHARES = 1_000_000


@dataclass(frozen=True)
class Picture:
    """One smaller picture of a photograph: its recipe and size in pixels."""

    recipe: str
    width: int
    height: int


@dataclass(frozen=True)
class Mark:
    """A polygon in fractions of the picture, with a text."""

    id: str
    points: Sequence[Sequence[float]]
    text: str


@dataclass(frozen=True)
class View:
    """One photograph as a reader may see it. `size` is that of the whole upright picture; `is_tiled` if its tiles may
    be seen.
    """

    id: str
    size: tuple[int, int]
    pictures: Sequence[Picture]
    is_tiled: bool = False
    label: str = ""
    taken: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    credit: str = ""
    rights: str = ""
    marks: Sequence[Mark] = ()

    @property
    def largest(self) -> Picture:
        return max(self.pictures, key=lambda one: one.width)


def image_info(view: View, address: str) -> dict[str, Any]:
    """`info.json` of one photograph (Image API 3.0, section 5)."""
    width, height = view.size if view.is_tiled else (view.largest.width, view.largest.height)
    sizes = sorted({(one.width, one.height) for one in view.pictures})
    info: dict[str, Any] = {
        "@context": IMAGE_CONTEXT, "id": address, "type": "ImageService3", "protocol": "http://iiif.io/api/image",
        "profile": LEVEL, "width": width, "height": height,
        "maxWidth": view.largest.width, "maxHeight": max(one.height for one in view.pictures),
        "sizes": [{"width": across, "height": down} for across, down in sizes],
    }  # fmt: skip
    if view.is_tiled:
        whole = tiles.scales(width, height)
        info["tiles"] = [{"width": tiles.EDGE, "height": tiles.EDGE, "scaleFactors": whole}]
    return info


_REGION = re.compile(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})")
_SIZE = re.compile(r"(\d{1,6}),(\d{1,6})?")


def resolve_request(view: View, region: str, size: str) -> Picture | tiles.Place | None:
    """The prepared picture or tile for this region and size; None where level 0 has none."""
    width, height = view.size
    if region == "full":
        if size == "max":
            return view.largest
        if wanted := _wanted(size, width, height):
            found = next((one for one in view.pictures if (one.width, one.height) == wanted), None)
            return found or _tile(view, (0, 0, width, height), wanted)
        return None
    parts = _REGION.fullmatch(region)
    if parts is None:
        return None
    box = (int(parts[1]), int(parts[2]), int(parts[3]), int(parts[4]))
    wanted = _wanted(size, box[2], box[3])
    return _tile(view, box, wanted) if wanted else None


def _tile(view: View, region: tuple[int, int, int, int], wanted: tuple[int, int]) -> tiles.Place | None:
    return tiles.place_of(view.size, region, wanted) if view.is_tiled else None


def _wanted(size: str, width: int, height: int) -> tuple[int, int] | None:
    """`w,h`, or the older `w,` whose height follows."""
    parts = _SIZE.fullmatch(size)
    if parts is None or not width:
        return None
    across = int(parts[1])
    return across, int(parts[2]) if parts[2] else max(1, -(-height * across // width))


def manifest(
    *, id: str, label: Mapping[str, Sequence[str]], summary: str, language: str, base: str, views: Iterable[View]
) -> dict[str, Any]:
    """One manifest with a canvas per photograph (Presentation API 3.0, section 5.2). `base` is where images are
    served.
    """
    document: dict[str, Any] = {"@context": PRESENTATION_CONTEXT, "id": id, "type": "Manifest", "label": label}
    if summary:
        document["summary"] = {language: [summary]}
    document["items"] = [_canvas(view, id, base, language) for view in views]
    return document


def _canvas(view: View, manifest_id: str, base: str, language: str) -> dict[str, Any]:
    address = f"{base}/{view.id}"
    canvas_id = f"{manifest_id}/canvas/{view.id}"
    width, height = view.size
    largest = view.largest
    body = {
        "id": f"{address}/full/max/0/default.jpg", "type": "Image", "format": "image/jpeg", "width": largest.width,
        "height": largest.height, "service": [{"id": address, "type": "ImageService3", "profile": LEVEL}],
    }  # fmt: skip
    canvas: dict[str, Any] = {
        "id": canvas_id, "type": "Canvas", "label": {"none": [view.label or view.id]}, "width": width, "height": height,
        "metadata": [{"label": {language: [name]}, "value": {"none": [value]}} for name, value in view.facts.items()],
        "items": [
            {
                "id": f"{canvas_id}/page", "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas_id}/painting", "type": "Annotation", "motivation": "painting", "body": body,
                        "target": canvas_id,
                    }
                ],
            }
        ],
        "thumbnail": [
            {
                "id": f"{address}/full/{one.width},{one.height}/0/default.jpg", "type": "Image", "format": "image/jpeg",
                "width": one.width, "height": one.height,
            }
            for one in [min(view.pictures, key=lambda each: each.width)]
        ],
    }  # fmt: skip
    if view.taken:
        canvas["navDate"] = view.taken
    if view.credit:
        canvas["requiredStatement"] = {"label": {language: ["Credit"]}, "value": {"none": [view.credit]}}
    if view.rights:
        canvas["rights"] = view.rights
    if view.marks:
        page = {"id": f"{canvas_id}/marks", "type": "AnnotationPage"}
        canvas["annotations"] = [page | {"items": [web_annotation(one, canvas_id, view.size) for one in view.marks]}]
    return canvas


def web_annotation(mark: Mark, target: str, size: tuple[int, int]) -> dict[str, Any]:
    """A mark after the W3C Web Annotation Data Model: a rectangle as a media fragment, a polygon as SVG."""
    return {
        "id": f"{target}/mark/{mark.id}", "type": "Annotation", "motivation": "commenting",
        "body": {"type": "TextualBody", "value": mark.text, "format": "text/plain"},
        "target": {"type": "SpecificResource", "source": target, "selector": _selector(mark.points, size)},
    }  # fmt: skip


def _selector(points: Sequence[Sequence[float]], size: tuple[int, int]) -> dict[str, Any]:
    pixels = [(round(x * size[0]), round(y * size[1])) for x, y in points]
    across, down = sorted({x for x, _y in pixels}), sorted({y for _x, y in pixels})
    if len(pixels) == 4 and len(across) == 2 and len(down) == 2:
        box = f"{across[0]},{down[0]},{across[1] - across[0]},{down[1] - down[0]}"
        return {
            "type": "FragmentSelector",
            "conformsTo": "http://www.w3.org/TR/media-frags/",
            "value": f"xywh=pixel:{box}",
        }
    path = "M" + " L".join(f"{x},{y}" for x, y in pixels) + " Z"
    return {"type": "SvgSelector", "value": f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{path}"/></svg>'}
