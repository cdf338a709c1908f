"""The browser's session over the API: JSON with its CSRF token is taken, without it refused."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import Client

from assessments.kit import ids


def test_json_from_a_page_needs_the_token_and_gets_through_with_it(world: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["recorder"])
    body = {
        "id": str(ids.uuid7()), "monument": str(world.arch.id), "sha256": "0" * 64, "size": 10,
        "media_type": "image/jpeg", "filename": "a.jpg",
    }  # fmt: skip
    assert client.post("/api/v1/photos", body, content_type="application/json").status_code == 403
    client.get("/accounts/login/")
    client.get("/outbox")
    token = client.cookies["csrftoken"].value
    response = client.post("/api/v1/photos", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert response.status_code == 201, response.content
