"""An upload that always finishes: by tus at any byte, in one PUT, with checksums, and the same bytes stored once."""

from __future__ import annotations

import hashlib
import itertools
import os
import time
from base64 import b64encode
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from assessments.evidence import operations
from assessments.evidence.models import Document, Photo
from assessments.kit import ids
from assessments.kit.actor import system
from assessments.kit.store import store
from tests import factories

PIECE = "application/offset+octet-stream"
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@pytest.fixture
def client(world: SimpleNamespace) -> Client:
    made = Client()
    made.force_login(world.users["recorder"])
    return made


def registered(client: Client, world: SimpleNamespace, data: bytes, **fields: Any) -> dict[str, Any]:
    body = {
        "id": str(ids.uuid7()), "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "media_type": "image/jpeg",
        "filename": "IMG_1.jpg", "monument": str(world.arch.id),
    } | fields  # fmt: skip
    response = client.post("/api/v1/photos", body, content_type="application/json")
    assert response.status_code in (200, 201), response.content
    return response.json()  # type: ignore[no-any-return]


def piece(client: Client, url: str, data: bytes, offset: int, **headers: str) -> Any:
    return client.patch(url, data, content_type=PIECE, HTTP_UPLOAD_OFFSET=str(offset), **TUS, **headers)


def stands_at(client: Client, url: str) -> int:
    return int(client.head(url, **TUS)["Upload-Offset"])


def test_pieces_of_any_length_add_up_to_the_photograph(client: Client, world: SimpleNamespace) -> None:
    data = factories.jpeg(1200, 900, quality=95)
    registration = registered(client, world, data)
    url = registration["upload"]["url"]
    cuts = [0, 1, 7, 4096, len(data) // 2, len(data)]
    for start, end in itertools.pairwise(cuts):
        assert stands_at(client, url) == start
        response = piece(client, url, data[start:end], start)
        assert response.status_code == 204, response.content
        assert response["Upload-Offset"] == str(end)
        assert response["Tus-Resumable"] == "1.0.0"
    found = client.get(f"/api/v1/photos/{registration['id']}").json()
    assert found["state"] == "received"
    assert found["upload"] == {"state": "complete", "url": None}
    assert b"".join(client.get(f"/api/v1/photos/{registration['id']}/original").streaming_content) == data  # type: ignore[attr-defined]
    assert stands_at(client, url) == len(data)


def test_a_piece_at_the_wrong_place_is_refused_and_says_where_the_upload_stands(
    client: Client, world: SimpleNamespace
) -> None:
    registration = registered(client, world, b"x" * 100)
    url = registration["upload"]["url"]
    piece(client, url, b"x" * 10, 0)
    response = piece(client, url, b"x" * 10, 30)
    assert response.status_code == 409
    assert response.json()["code"] == "wrong_offset"
    assert "byte 10" in response.json()["detail"]
    assert stands_at(client, url) == 10


def test_a_piece_that_fails_its_checksum_is_thrown_away(client: Client, world: SimpleNamespace) -> None:
    data = os.urandom(300)
    url = registered(client, world, data)["upload"]["url"]
    wrong = b64encode(hashlib.sha1(b"other").digest()).decode()
    response = piece(client, url, data[:100], 0, HTTP_UPLOAD_CHECKSUM=f"sha1 {wrong}")
    assert response.status_code == 460
    assert stands_at(client, url) == 0
    right = b64encode(hashlib.sha256(data[:100]).digest()).decode()
    assert piece(client, url, data[:100], 0, HTTP_UPLOAD_CHECKSUM=f"sha256 {right}").status_code == 204
    assert piece(client, url, b"x", 100, HTTP_UPLOAD_CHECKSUM=f"md4 {right}").status_code == 400


def test_the_whole_must_be_what_was_registered_or_nothing_is_kept(client: Client, world: SimpleNamespace) -> None:
    data = os.urandom(300)
    registration = registered(client, world, data)
    url = registration["upload"]["url"]
    piece(client, url, data[:200], 0)
    response = piece(client, url, b"\0" * 100, 200)
    assert (response.status_code, response.json()["code"]) == (422, "checksum_mismatch")
    assert stands_at(client, url) == 0
    assert piece(client, url, data, 0).status_code == 204
    assert Photo.objects.get(pk=registration["id"]).state == "received"


def test_more_than_was_registered_is_refused(client: Client, world: SimpleNamespace) -> None:
    url = registered(client, world, b"x" * 100)["upload"]["url"]
    assert piece(client, url, b"x" * 101, 0).json()["code"] == "length_mismatch"
    assert client.put(url, b"x" * 101, content_type="image/jpeg").json()["code"] == "length_mismatch"


def test_a_request_that_is_not_tus_gets_a_clear_error(client: Client, world: SimpleNamespace) -> None:
    url = registered(client, world, b"x" * 100)["upload"]["url"]
    response = client.head(url)
    assert response.status_code == 412
    assert response["Tus-Version"] == "1.0.0"
    response = client.patch(url, b"x", content_type="application/json", HTTP_UPLOAD_OFFSET="0", **TUS)
    assert response.status_code == 415
    assert piece(client, url, b"x", "nothing").status_code == 400  # type: ignore[arg-type]
    options = client.options(url)
    assert options.status_code == 204
    assert set(options["Tus-Extension"].split(",")) == {"creation", "expiration", "termination", "checksum"}
    assert int(options["Tus-Max-Size"]) > 0


def test_a_body_without_a_length_is_refused(client: Client, world: SimpleNamespace) -> None:
    url = registered(client, world, b"x" * 100)["upload"]["url"]
    assert piece(client, url, b"x", 0, CONTENT_LENGTH="").status_code == 411


def test_an_upload_can_be_ended_and_begun_again(client: Client, world: SimpleNamespace) -> None:
    data = os.urandom(50)
    url = registered(client, world, data)["upload"]["url"]
    piece(client, url, data[:20], 0)
    assert client.delete(url, **TUS).status_code == 204
    assert not store().staged(UUID(url.rsplit("/", 1)[1])).exists()
    assert stands_at(client, url) == 0
    assert piece(client, url, data, 0).status_code == 204
    assert client.delete(url, **TUS).json()["code"] == "upload_gone"


def test_what_was_left_expires_and_may_be_sent_anew(
    client: Client, world: SimpleNamespace, django_settings: Any
) -> None:
    data = os.urandom(50)
    url = registered(client, world, data)["upload"]["url"]
    response = piece(client, url, data[:20], 0)
    assert "GMT" in response["Upload-Expires"]
    file = store().staged(UUID(url.rsplit("/", 1)[1]))
    assert file in [one for one, _moment in store().unfinished()]
    operations.clear_uploads()
    assert file.exists()
    django_settings.UPLOAD_DAYS = 14
    old = time.time() - 15 * 86_400
    os.utime(file, (old, old))
    operations.clear_uploads()
    assert not file.exists()
    assert stands_at(client, url) == 0
    assert piece(client, url, data, 0).status_code == 204


def test_tus_alone_can_register_and_send(client: Client, world: SimpleNamespace) -> None:
    data = os.urandom(64)
    id_ = ids.uuid7()
    metadata = {
        "id": str(id_), "sha256": hashlib.sha256(data).hexdigest(), "filename": "قوس.jpg", "filetype": "image/jpeg",
        "monument": str(world.arch.id),
    }  # fmt: skip
    header = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in metadata.items())
    response = client.post(
        "/api/v1/uploads", b"", content_type=PIECE, HTTP_UPLOAD_LENGTH="64", HTTP_UPLOAD_METADATA=header, **TUS
    )
    assert response.status_code == 201, response.content
    assert piece(client, response["Location"], data, 0).status_code == 204
    found = Photo.objects.get(pk=id_)
    assert (found.state, found.filename) == ("received", "قوس.jpg")


def test_nobody_sends_for_another(client: Client, world: SimpleNamespace) -> None:
    url = registered(client, world, b"x" * 10)["upload"]["url"]
    other = Client()
    other.force_login(world.users["verifier"])
    assert other.put(url, b"x" * 10, content_type="image/jpeg").status_code == 404
    stranger = Client()
    stranger.force_login(world.users["outsider"])
    assert stranger.head(url, **TUS).status_code == 404
    assert Client().patch(url, b"x", content_type=PIECE, **TUS).status_code == 401


def test_need_answers_only_what_must_be_sent_and_the_same_bytes_are_stored_once(
    client: Client, world: SimpleNamespace
) -> None:
    data, other = factories.jpeg(), factories.jpeg(colour="navy")
    digests = [hashlib.sha256(one).hexdigest() for one in (data, other)]
    url = registered(client, world, data)["upload"]["url"]
    assert client.put(url, data, content_type="image/jpeg").status_code == 200
    response = client.post("/api/v1/photos/need", {"sha256": digests}, content_type="application/json")
    assert response.json() == {"needed": [digests[1]]}
    again = registered(client, world, data)
    assert again["upload"]["state"] == "complete"
    assert Photo.objects.filter(sha256=digests[0]).count() == 2


def test_who_only_looks_at_a_photograph_gets_no_bytes_by_its_digest(client: Client, world: SimpleNamespace) -> None:
    """A viewer of one site who records on another cannot fetch an original by registering its digest there."""
    data = factories.jpeg()
    url = registered(client, world, data)["upload"]["url"]
    client.put(url, data, content_type="image/jpeg")
    elsewhere = factories.site("OTH")
    factories.Membership.objects.create(user=world.users["viewer"], site=elsewhere, role="recorder")
    looking = Client()
    looking.force_login(world.users["viewer"])
    registration = registered(looking, world, data, monument=None, site=str(elsewhere.id))
    assert registration["upload"]["state"] == "needed"


def test_documents_go_the_same_way_and_are_never_rendered(client: Client, world: SimpleNamespace) -> None:
    data = b"%PDF-1.7 <script>alert(1)</script>"
    body = {
        "id": str(ids.uuid7()), "sha256": hashlib.sha256(data).hexdigest(), "size": len(data),
        "media_type": "application/pdf", "filename": "certificate.pdf", "site": str(world.site.id),
        "document_kind": "certificate",
    }  # fmt: skip
    registration = client.post("/api/v1/documents", body, content_type="application/json").json()
    assert piece(client, registration["upload"]["url"], data, 0).status_code == 204
    found = Document.objects.get(pk=UUID(registration["id"]))
    assert found.state == "received"
    response = client.get(f"/api/v1/documents/{found.id}/original")
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == data  # type: ignore[attr-defined]
    kinds = [one["kind"] for one in client.get(f"/api/v1/documents/{found.id}/custody").json()["results"]]
    assert kinds == ["received", "checked", "released"]
    assert client.get(f"/api/v1/documents/{found.id}/custody/verify").json()["valid"]


def test_a_full_disk_is_reported_before_anything_is_written(
    client: Client, world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assessments.kit import store as store_module

    monkeypatch.setattr(store_module, "KEEP_FREE_BYTES", 1 << 60)
    url = registered(client, world, b"x" * 10)["upload"]["url"]
    assert piece(client, url, b"x" * 10, 0).status_code == 507
    assert stands_at(client, url) == 0


def test_a_damaged_original_is_requested_again_and_replaced(client: Client, world: SimpleNamespace) -> None:
    data = factories.jpeg()
    first = registered(client, world, data)
    client.put(first["upload"]["url"], data, content_type="image/jpeg")
    digest = Photo.objects.get(pk=first["id"]).sha256
    place = store().path(digest)  # type: ignore[attr-defined]
    place.chmod(0o640)
    place.write_bytes(data[:-1] + b"?")
    operations.check_files(by=system("check"), every=True)
    assert Photo.objects.get(pk=first["id"]).bytes_state == "changed"
    need = client.post("/api/v1/photos/need", {"sha256": [digest]}, content_type="application/json").json()
    assert need["needed"] == [digest]
    again = registered(client, world, data)
    assert again["upload"]["state"] == "needed"
    client.put(again["upload"]["url"], data, content_type="image/jpeg")
    operations.check_files(by=system("check"), every=True)
    assert Photo.objects.get(pk=first["id"]).bytes_state == "sound"


def test_known_bytes_of_another_length_are_no_such_bytes(client: Client, world: SimpleNamespace) -> None:
    data = factories.jpeg()
    client.put(registered(client, world, data)["upload"]["url"], data, content_type="image/jpeg")
    assert registered(client, world, data, size=len(data) + 1)["upload"]["state"] == "needed"


def test_a_header_that_is_not_ascii_gets_a_clear_error(client: Client, world: SimpleNamespace) -> None:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "3", "Upload-Metadata": "filename caf\xe9"}
    response = client.post("/api/v1/uploads", headers=headers)
    assert response.status_code == 400


def test_a_late_repeat_of_what_is_being_completed_leaves_nothing_behind(client: Client, world: SimpleNamespace) -> None:
    data = factories.jpeg()
    registration = registered(client, world, data)
    # As if the file had just been moved to its place, and the change of state were not yet visible to others.
    assert piece(client, registration["upload"]["url"], data[100:], 100).status_code == 409
    assert not store().staged(UUID(registration["id"])).exists()
    assert piece(client, registration["upload"]["url"], data, 0).status_code == 204
