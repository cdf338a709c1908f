"""Responses whose bytes a digest names: the one kind that a browser may keep, since it never changes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

YEAR_S = 365 * 24 * 3600


def by_digest(request: HttpRequest, digest: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The response of `make`, or 304 when the client has these bytes.

    Under an address that carries the digest (`?sha256=`) it may be kept for a year; under any other the client asks
    again each time, so that a picture that was covered or withdrawn since is not shown from its cache.
    """
    etag, is_named = f'"{digest}"', request.GET.get("sha256") == digest
    response = get_conditional_response(request, etag=etag) or make()
    if response.status_code in (200, 304):
        response.headers["Cache-Control"] = f"private, max-age={YEAR_S}, immutable" if is_named else "private, no-cache"
        response.headers["ETag"] = etag
    return response
