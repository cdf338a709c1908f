"""Collections of features as GeoJSON (RFC 7946), also from before it, when files named their reference system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assessments.exchange.table_reading.table import NotATable


class NotGeoJSON(NotATable):
    """A file that is none. `why`: it is no `json`, no `collection` of features, or in another `crs`."""

    def __init__(self, why: str, sentence: str) -> None:
        self.why = why
        super().__init__(sentence)


def features(data: bytes) -> list[Any]:
    """The features of a collection in WGS 84, each as it stands there. Raises `NotGeoJSON`."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise NotGeoJSON("json", "The file begins like GeoJSON and cannot be read as JSON.") from None
    found = document.get("features") if isinstance(document, dict) else None
    if not isinstance(found, list) or document.get("type") != "FeatureCollection":
        raise NotGeoJSON("collection", "A GeoJSON FeatureCollection is wanted.")
    if (named := _other_crs(document)) is not None:
        raise NotGeoJSON("crs", f"The coordinates are in {named}. GeoJSON is in WGS 84 (RFC 7946); convert them first.")
    return found


def _other_crs(document: Mapping[str, Any]) -> str | None:
    """The name of a coordinate reference system other than WGS 84, as in files from before RFC 7946."""
    try:
        name = str(document["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return None
    return None if name.endswith(("CRS84", ":4326")) else name
