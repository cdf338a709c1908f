"""Renderers of the API. Separate from `kit.api`, because Django REST framework imports them while it loads."""

from __future__ import annotations

from typing import Any

import msgspec
from rest_framework.renderers import BaseRenderer


def plain(value: Any) -> Any:
    if isinstance(value, memoryview):
        return bytes(value).hex()
    return str(value)


def encoded(document: Any) -> bytes:
    return msgspec.json.encode(document, enc_hook=plain)


class MsgspecJSONRenderer(BaseRenderer):
    """JSON by msgspec."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else encoded(data)


class GeoJSONRenderer(MsgspecJSONRenderer):
    media_type = "application/geo+json"
    format = "geojson"
