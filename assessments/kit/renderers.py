"""How answers of the API become bytes. Apart from the doors, since Django REST framework reads it while it loads."""

from __future__ import annotations

from typing import Any

import msgspec
from rest_framework.renderers import BaseRenderer


def plain(value: Any) -> Any:
    if isinstance(value, memoryview):
        return bytes(value).hex()
    return str(value)


class JSONBytes(BaseRenderer):
    """JSON by msgspec."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else msgspec.json.encode(data, enc_hook=plain)


class GeoJSONBytes(JSONBytes):
    media_type = "application/geo+json"
    format = "geojson"
