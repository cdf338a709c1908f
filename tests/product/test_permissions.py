"""Every endpoint, every role: the table of permissions, complete because it is built from the URL map.

The committed table is read by people; a new endpoint or a changed status shows as a difference in it. Rewrite it with
`WRITE_PERMISSIONS=1 make test ARGS=tests/product/test_permissions.py`, and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

from django.test import Client

from tests.product.samples import of_each_kind
from tests.product.url_map import drained, endpoints, filled, signed_in

TABLE = Path(__file__).with_name("permissions.txt")
ROLES = (
    "nobody",
    "outsider",
    "viewer",
    "recorder",
    "verifier",
    "safety_officer",
    "planner",
    "works_manager",
    "national_reviewer",
    "state_party",
    "administrator",
)
ADMIN_PAGES = ("/admin/", "/admin/assessments/user/", "/admin/assessments/user/invite/", "/admin/assessments/plan/")


def test_every_endpoint_answers_each_role_as_the_table_says(world: SimpleNamespace) -> None:
    known = of_each_kind(world)
    clients = {role: signed_in(world, role) for role in ROLES}
    lines = [" ".join(["method", "endpoint", *ROLES])]
    addresses = [(one, filled(one, known)) for one, _view in endpoints()]
    addresses += [(one.lstrip("/"), one) for one in ADMIN_PAGES]
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
        drained(response)
        transaction.set_rollback(True)
    return str(response.status_code)
