"""Features of a site's plan from GeoJSON (RFC 7946), as other programs write it. No database.

Of the properties of a feature `name` (or `title`, `label`, or `name_<language>`) is its name and `kind` one of the
vocabulary's terms, else it is "other". `source` outranks what the person said of the whole file.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exchange.table_reading import NotGeoJSON, features
from assessments.kit import ids
from assessments.kit.errors import invalid_field
from assessments.register.messages import SiteFeatureIn
from assessments.register.vocabulary import SITE_FEATURE

MAX_FEATURES = 2000
SENTENCES = {
    "json": gettext_lazy("Choose a GeoJSON file; this one cannot be read as JSON."),
    "collection": gettext_lazy("A GeoJSON FeatureCollection with features is wanted."),
    "crs": gettext_lazy("GeoJSON is in WGS 84 (RFC 7946). Convert the coordinates first."),
}
NAME = re.compile(r"name[_:]([a-z]{2,3})$")
NAMES = ("name", "title", "label")


def read_features(data: bytes, site: UUID, source: str) -> list[SiteFeatureIn]:
    """What is to be drawn. Raises `Invalid` for a file that is none, is too long, or names no source."""
    try:
        found = features(data)
    except NotGeoJSON as refusal:
        raise invalid_field("/file", "unreadable", str(SENTENCES[refusal.why])) from None
    if not found:
        raise invalid_field("/file", "unreadable", str(SENTENCES["collection"]))
    if len(found) > MAX_FEATURES:
        detail = _("The file has %(n)s features; a plan takes %(most)s at once. Send it in parts.")
        raise invalid_field("/file", "too_many", detail % {"n": len(found), "most": MAX_FEATURES})
    return [_read(one, number, site, source.strip()) for number, one in enumerate(found, start=1)]


def _read(feature: Any, number: int, site: UUID, source: str) -> SiteFeatureIn:
    place = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(place, dict):
        raise invalid_field("/file", "unreadable", _("Feature %(n)s has no geometry.") % {"n": number})
    properties = feature.get("properties")
    own = {
        key: str(value).replace("\x00", "").strip()
        for key, value in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(value, (str, int, float))
    }
    said = (own.get("source") or source)[:20_000]
    if not said:
        raise invalid_field("/source", "required", _("Say from which survey, plan or publication it is."))
    kind = own.get("kind", "")
    return SiteFeatureIn(
        id=ids.uuid7(), site=site, kind=kind if kind in SITE_FEATURE.ids else "other", location=place, source=said,
        title=_title(own),
    )  # fmt: skip


def _title(own: dict[str, str]) -> dict[str, str]:
    found = {match[1]: text[:200] for key, text in own.items() if (match := NAME.match(key)) and text}
    plain = next((own[one][:200] for one in NAMES if own.get(one)), "")
    return {"en": plain} | found if plain else found
