"""Every endpoint that takes `If-Match` refuses in one order: 401, 404, 403, 428, 412, and only then 409 or 422.

Each row of the table is an endpoint found in the URL map; each column a request with one thing less wrong than the one
before. A client that reads the status knows which of its mistakes to mend first.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.test import Client

from assessments.restoration.models import Plan
from tests.product.samples import of_each_kind
from tests.product.url_map import endpoints, filled, signed_in

METHODS = ("POST", "PATCH", "DELETE")
ROLES = (
    "recorder", "verifier", "safety_officer", "planner", "works_manager", "national_reviewer", "state_party",
    "administrator",
)  # fmt: skip
WRONG_BODY = json.dumps({"no such field": 1})
ORDER = ["401", "404", "428", "412"]


def versioned_endpoints() -> list[tuple[str, str]]:
    """(method, address pattern) of every endpoint that takes `If-Match`."""
    found = []
    for address, view in endpoints():
        for method in METHODS:
            spec = getattr(getattr(getattr(view, "cls", None), method.lower(), None), "spec", None)
            if spec is not None and spec.if_match:
                found.append((method, address))
    return found


def send(client: Client, method: str, address: str, if_match: str = "") -> str:
    """The status of a request with a wrong body; whatever it changed is taken back."""
    headers = {"If-Match": if_match} if if_match else {}
    with transaction.atomic():
        response = client.generic(method, address, WRONG_BODY, content_type="application/json", headers=headers)
        transaction.set_rollback(True)
    return str(response.status_code)


def test_every_versioned_endpoint_refuses_in_one_order(world: SimpleNamespace, django_settings: Any) -> None:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True
    known = of_each_kind(world)
    Plan.objects.update(status="national_review", dossier_sha256="0" * 64)  # so that those who decide may see it
    clients = {role: signed_in(world, role) for role in ("outsider", "viewer", *ROLES)}
    versioned = versioned_endpoints()
    assert len(versioned) > 35
    wrong = []
    for method, pattern in versioned:
        address = filled(pattern, known)
        answers = {role: send(clients[role], method, address) for role in ROLES}
        allowed = [role for role, status in answers.items() if status == "428"]
        if not allowed or set(answers.values()) - {"428", "403", "404"}:
            wrong.append((method, pattern, answers))
            continue
        client = clients[allowed[0]]
        stale = send(client, method, address, '"999"')
        row = [send(Client(), method, address), send(clients["outsider"], method, address), "428", stale]
        etag = client.get("/".join(address.split("/")[:5])).headers["ETag"]
        last = send(client, method, address, etag)
        # Authorities and public sites exist for everybody, so a stranger is told 403 there instead of 404.
        if row not in (ORDER, ["401", "403", "428", "412"]) or last not in ("409", "422", "204"):
            wrong.append((method, pattern, [*row, last]))
        if send(clients["viewer"], method, address) not in ("403", "404"):
            wrong.append((method, pattern, "viewer"))
    assert wrong == []


def test_a_move_in_the_wrong_state_is_refused_before_its_body_is_read(world: SimpleNamespace) -> None:
    from tests import factories

    draft, verified = factories.report(world), factories.report(world, upto="verified")
    moves = [(draft, "verifier", "retract"), (verified, "verifier", "verify"), (verified, "recorder", "submit")]
    for report, role, move in moves:
        address, client = f"/api/v1/reports/{report.id}", signed_in(world, role)
        etag = client.get(address).headers.get("ETag", '"1"')
        assert send(client, "POST", f"{address}/{move}", etag) in ("409", "404"), move
    address = f"/api/v1/reports/{verified.id}"
    author = signed_in(world, "recorder")
    assert send(author, "PATCH", address, author.get(address).headers["ETag"]) == "409"
