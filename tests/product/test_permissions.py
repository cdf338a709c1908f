"""Every door, every role: the table of who gets in, complete by construction from the URL map.

The committed table is read by people; a new door or a changed answer shows as a difference in it. Rewrite it with
`WRITE_PERMISSIONS=1 make test ARGS=tests/product/test_permissions.py`, and read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.product.everything import of_each_kind

TABLE = Path(__file__).with_name("permissions.txt")
ROLES = (
    "nobody",
    "outsider",
    "viewer",
    "recorder",
    "verifier",
    "safety_officer",
    "planner",
    "national_reviewer",
    "administrator",
)
SKIPPED = ("accounts/", "admin/", "static/")  # allauth's and Django's own; the back room's own pages are listed below
BACK_ROOM = ("/admin/", "/admin/assessments/user/", "/admin/assessments/user/invite/", "/admin/assessments/plan/")


def doors(patterns: list[Any], prefix: str = "") -> list[tuple[str, str]]:
    """(address pattern, name) of every door in the URL map."""
    found = []
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            found += doors(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            found.append((address, str(one.name)))
    return [one for one in found if not one[0].startswith(SKIPPED)]


def filled(address: str, known: dict[str, Any]) -> str:
    """The address with the ids of what the words before them name."""

    def thing(found: re.Match[str]) -> str:
        words = found[1]
        return f"{words}/{known[words if words in known else words.rpartition('/')[2]]}"

    address = re.sub(r"([a-z-]+(?:/[a-z-]+)?)/<uuid:\w+>", thing, address)
    return "/" + address.replace("<slug:recipe>", "thumb")


def test_every_door_answers_each_role_as_the_table_says(world: SimpleNamespace) -> None:
    known = of_each_kind(world)
    clients = {}
    for role in ROLES:
        client = clients[role] = Client(raise_request_exception=False)
        if role != "nobody":
            client.force_login(world.users[role], "allauth.account.auth_backends.AuthenticationBackend")
    lines = [" ".join(["method", "door", *ROLES])]
    addresses = [(one, filled(one, known)) for one, _name in doors(get_resolver().url_patterns)]
    addresses += [(one.lstrip("/"), one) for one in BACK_ROOM]
    for pattern, address in sorted(addresses):
        for method in ("GET", "POST"):
            answers = [_answer(clients[role], method, address) for role in ROLES]
            if set(answers) != {"405"}:
                lines.append(" ".join([method, f"/{pattern}", *answers]))
    written = "\n".join(lines) + "\n"
    if os.environ.get("WRITE_PERMISSIONS"):
        TABLE.write_text(written)
    assert not [line for line in lines if " 500" in line]
    assert written == TABLE.read_text()


def _answer(client: Client, method: str, address: str) -> str:
    """The status of an empty request; each runs in a savepoint that is taken back, so that none changes the next."""
    from django.db import transaction

    with transaction.atomic():
        kind = "application/json" if address.startswith("/api/") else "application/x-www-form-urlencoded"
        response = client.get(address) if method == "GET" else client.post(address, "", content_type=kind)
        if response.streaming:
            b"".join(response.streaming_content)  # the client closes what was opened once it is read
        transaction.set_rollback(True)
    return str(response.status_code)
