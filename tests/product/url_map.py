"""The URL map as the tables over all endpoints read it: every address filled with an id of each kind."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

SKIPPED = ("accounts/", "admin/", "static/")  # allauth's and Django's own


def endpoints() -> list[tuple[str, Any]]:
    """(address pattern, view) of every endpoint of ours."""
    return [one for one in _endpoints(get_resolver().url_patterns, "") if not one[0].startswith(SKIPPED)]


def _endpoints(patterns: list[Any], prefix: str) -> list[tuple[str, Any]]:
    found = []
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            found += _endpoints(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            found.append((address, one.callback))
    return found


def filled(address: str, known: dict[str, Any]) -> str:
    """The address with the ids of the resources that the words before them name."""

    def with_id(match: re.Match[str]) -> str:
        words = match[1]
        return f"{words}/{known[words if words in known else words.rpartition('/')[2]]}"

    address = re.sub(r"([a-z-]+(?:/[a-z-]+)?)/<uuid:\w+>", with_id, address)
    others = {
        "<int:number>": "1", "<slug:recipe>": "thumb", "<str:region>/<str:size>": "full/max",
        "<int:zoom>/<int:column>/<int:row>": "1/0/0",
    }  # fmt: skip
    for piece, value in others.items():
        address = address.replace(piece, value)
    return f"/{address}"


def signed_in(world: SimpleNamespace, role: str) -> Client:
    """A browser of that person; of nobody for "nobody"."""
    client = Client(raise_request_exception=False)
    if role != "nobody":
        client.force_login(world.users[role], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def drained(response: Any) -> Any:
    """The response, read to its end and closed without ending the test's transaction."""
    if response.streaming:
        b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return response
