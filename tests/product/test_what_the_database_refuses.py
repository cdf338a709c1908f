"""A violation that only the database notices is reported as a clear error, never as a 500."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from assessments.kit import ids
from assessments.register import operations as register
from tests import factories


@pytest.fixture
def recorder(world: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(world.users["recorder"])
    return client


def test_a_person_who_is_on_a_visit_twice(world: SimpleNamespace, recorder: Client) -> None:
    person = {"person": str(world.users["recorder"].id)}
    body = {
        "id": str(ids.uuid7()), "site": str(world.site.id), "first_day": "2016-04-25", "last_day": "2016-04-26",
        "method": "field_visual", "team": [person, person],
    }  # fmt: skip
    response = recorder.post("/api/v1/visits", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (409, "conflict")
    assert "a person joins a visit once" in response.json()["detail"]


def test_a_document_under_the_id_of_a_file_that_is_kept_already(world: SimpleNamespace, recorder: Client) -> None:
    data = b"%PDF-1.7 certificate"
    known = register.record_file(
        id=ids.uuid7(), site_id=world.site.id, sha256="0" * 64, size=1, media_type="application/pdf", filename="a.pdf",
        by=world.by("safety_officer"),
    )  # fmt: skip
    body = {
        "id": str(known.id), "site": str(world.site.id), "size": len(data), "media_type": "application/pdf",
        "sha256": factories.sha256(data).hex(), "filename": "b.pdf",
    }  # fmt: skip
    registered = recorder.post("/api/v1/documents", body, content_type="application/json").json()
    response = recorder.put(registered["upload"]["url"], data, content_type="application/pdf")
    assert (response.status_code, response.json()["code"]) == (409, "id_taken")
