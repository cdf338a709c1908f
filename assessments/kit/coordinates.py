"""Positions and outlines as people type or paste them: degrees, degrees with minutes and seconds, GeoJSON.

People write latitude first, GeoJSON longitude: so a line of two bare numbers is latitude, longitude; letters (N, S, E,
W, and O for the French west) decide wherever they stand. The digits of three scripts and decimal commas are read.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit import geometry
from assessments.kit.errors import invalid_field
from assessments.kit.parsing import WESTERN_DIGITS

_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_ENDING_IN_LETTERS = re.compile(r"[^NSEWO]+[NSEWO]", re.IGNORECASE)
_ANGLE = re.compile(
    r"""^\s*(?P<lead>[NSEWO])?\s*
        (?P<sign>-)?(?P<degrees>\d+(?:\.\d+)?)\s*[°d]?\s*
        (?:(?P<minutes>\d+(?:\.\d+)?)\s*['′m]\s*)?
        (?:(?P<seconds>\d+(?:\.\d+)?)\s*(?:"|″|''|s)\s*)?
        (?P<trail>[NSEWO])?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


def angle(text: str, pointer: str) -> tuple[float, str]:
    """Degrees, with `lat`, `lon` or '' for what its letter says it is. O is the French west."""
    found = _ANGLE.match(text.translate(WESTERN_DIGITS))
    if found is None:
        detail = _("'%(text)s' is no position. Write degrees, such as 34.5520 or 34°33'07\"N.")
        raise invalid_field(pointer, "number", detail % {"text": text.strip()[:60]})
    minutes, seconds = float(found["minutes"] or 0), float(found["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        raise invalid_field(pointer, "range", _("Minutes and seconds are less than 60."))
    value = float(found["degrees"]) + minutes / 60 + seconds / 3600
    letter = (found["lead"] or found["trail"] or "").upper()
    negative = bool(found["sign"]) or letter in ("S", "W", "O")
    return -value if negative else value, {"": "", "N": "lat", "S": "lat"}.get(letter, "lon")


def position(latitude: str, longitude: str, pointer: str = "/location") -> tuple[float, float]:
    """(longitude, latitude) of two typed numbers; compass letters override the order of the arguments."""
    (first, first_is), (second, second_is) = angle(latitude, pointer), angle(longitude, pointer)
    lat, lon = (second, first) if first_is == "lon" or second_is == "lat" else (first, second)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise invalid_field(pointer, "range", _("This position lies off the globe."))
    return lon, lat


def line_position(line: str, pointer: str = "/location") -> tuple[float, float]:
    """(longitude, latitude) of one line with both: `34.5520, 38.2671`, `34,5520; 38,2671`, `34°33'N 38°16'E`."""
    pieces = _halves(line.strip().translate(WESTERN_DIGITS))
    if len(pieces) != 2:
        detail = _("'%(line)s' is no position. Write latitude, longitude, one corner a line.")
        raise invalid_field(pointer, "position", detail % {"line": line[:60]})
    return position(pieces[0], pieces[1], pointer)


def _halves(line: str) -> list[str]:
    """The two numbers of a line; a list of another length when the line is not a position."""
    if ";" in line or "\t" in line:
        return [_DECIMAL_COMMA.sub(".", one) for one in re.split(r"[;\t]+", line) if one.strip()]
    words = line.split()
    if len(words) == 2:
        # A comma at the end of the first separates; commas between digits are decimal ones.
        return [_DECIMAL_COMMA.sub(".", one.rstrip(",،")) for one in words]
    commas = [one for one in re.split("[,،]", line) if one.strip()]
    return commas if len(commas) == 2 else [one for one in _ENDING_IN_LETTERS.findall(line) if one.strip()]


def outline(text: str, radius: str = "", pointer: str = "/location") -> geometry.GeoJSON | None:
    """The area that somebody typed: GeoJSON as pasted, corners one a line, or one point with a radius in metres."""
    text = text.strip()
    if not text:
        return None
    if text.startswith("{"):
        pasted: geometry.GeoJSON | None = _pasted(text, pointer)
        return pasted
    corners = [line_position(one, pointer) for one in text.splitlines() if one.strip()]
    if len(corners) == 1:
        return geometry.circle(*corners[0], _metres(radius, pointer))
    if len(corners) < 3:
        raise invalid_field(pointer, "corners", _("An area has at least three corners, or one point and a radius."))
    ring = [list(one) for one in corners]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]] if ring[0] != ring[-1] else ring]}


def _metres(text: str, pointer: str) -> float:
    try:
        radius = float(text.translate(WESTERN_DIGITS).replace(",", "."))
    except ValueError:
        raise invalid_field(pointer, "radius", _("One point needs a radius in metres.")) from None
    if not 1 <= radius <= 20_000:
        raise invalid_field(pointer, "radius", _("A radius lies between 1 and 20 000 metres."))
    return radius


def _pasted(text: str, pointer: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise invalid_field(pointer, "geometry_unreadable", _("This GeoJSON cannot be read.")) from None
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features") or [{}]
        if len(features) != 1:
            raise invalid_field(pointer, "one_feature", _("Paste one area at a time."))
        found = features[0]
    return found.get("geometry") if isinstance(found, dict) and found.get("type") == "Feature" else found


def as_text(area: geometry.GeoJSON | None) -> str:
    """An area as text, one corner a line, latitude first; anything but one simple ring is returned as GeoJSON."""
    if not area:
        return ""
    rings = area["coordinates"] if area["type"] == "Polygon" else []
    if len(rings) != 1:
        return json.dumps(area)
    return "\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat, *_height in rings[0][:-1])
