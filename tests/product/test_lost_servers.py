"""A lost database or a full disk gives a clear error that reveals no internals."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from assessments.kit import store
from assessments.kit.errors import TooLarge
from tests import factories


@pytest.fixture
def lost_database(worker_database: str) -> Iterator[None]:
    """The database's address with nobody behind it."""
    original = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": "9"}
    pool, connection.settings_dict["OPTIONS"] = connection.settings_dict["OPTIONS"], {"connect_timeout": 2}
    yield
    connection.close()
    connection.settings_dict.update(original, OPTIONS=pool)


@pytest.mark.parametrize(
    "path", ["/", "/queue", "/reports/0190f3c2-0000-7000-8000-000000000000", "/api/v1/me", "/api/v1/reports"]
)
def test_a_lost_database_is_a_503_that_says_what_to_do(lost_database: None, path: str) -> None:
    client = Client(raise_request_exception=False, headers={"Authorization": "Bearer abc"})
    client.cookies["sessionid"] = "a-session-that-was-open"
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 503
    assert "does not answer: database" in text
    assert "Nothing was lost" in text
    assert "Traceback" not in text
    assert "psycopg" not in text


def test_readiness_names_what_is_missing(lost_database: None) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "database" in ready.content.decode()


def test_a_full_disk_refuses_the_bytes_and_keeps_the_registration(
    world: SimpleNamespace, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = factories.photo(world, received=False)
    monkeypatch.setattr(store, "KEEP_FREE_BYTES", 1 << 62)  # no disk has so much room, so every disk is full
    recorder = api("recorder")
    response = recorder.put(f"/uploads/{photo.id}", factories.jpeg())
    assert (response.status, response.code) == (507, "storage_full")
    assert "Keep your copy" in response.json["detail"]
    monkeypatch.undo()
    assert recorder.put(f"/uploads/{photo.id}", factories.jpeg()).status == 200


def test_a_too_large_body_is_a_413_with_the_limit(world: SimpleNamespace, api: Any) -> None:
    response = api("recorder").post("/reports", {"narrative": "x" * (9 << 20)})
    assert response.status == 413
    assert "8 MiB" in response.json["detail"]


def test_a_too_large_photograph_is_refused_when_it_is_registered_or_sent(
    world: SimpleNamespace, api: Any, django_settings: Any
) -> None:
    photo = factories.photo(world, received=False)
    django_settings.UPLOAD_MAX_BYTES = 1000
    response = api("recorder").put(f"/uploads/{photo.id}", factories.jpeg())
    assert (response.status, response.code) == (413, "too_large")
    with pytest.raises(TooLarge):
        factories.photo(world, factories.jpeg(800, 600))
