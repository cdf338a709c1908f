"""The same code on an S3 server: kept, read in pieces, removed, and refused when the bytes are others."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from assessments.evidence import operations, queries
from assessments.kit.actor import system
from assessments.kit.errors import Unavailable
from assessments.kit.store import ObjectStore, store
from tests import factories

KEY, SECRET = "key-of-the-test", "secret-of-the-test"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(port=0)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
    )
    client.create_bucket(Bucket="evidence")
    yield address
    running.stop()


@pytest.fixture
def remote(server: str, django_settings: Any, tmp_path: Path) -> ObjectStore:
    django_settings.STORE_ROOT = tmp_path
    django_settings.OBJECT_STORE = f"s3://evidence/palmyra?endpoint={server}&region=us-east-1&addressing=path"
    django_settings.OBJECT_STORE_KEY = KEY
    django_settings.OBJECT_STORE_SECRET = SECRET
    found = store()
    assert isinstance(found, ObjectStore)
    return found


def staged(root: Path, body: bytes) -> Path:
    root.mkdir(exist_ok=True)
    file = root / "staged"
    file.write_bytes(body)
    return file


def test_what_is_kept_is_read_back_whole_in_pieces_and_as_a_file(remote: ObjectStore, tmp_path: Path) -> None:
    body = os.urandom(300_000)
    digest = hashlib.sha256(body).hexdigest()
    remote.keep(staged(tmp_path, body), digest)
    assert remote.has(digest)
    assert remote.open(digest).read() == body
    assert remote.read_range(digest, "originals", 1000, 2000) == body[1000:2000]
    with remote.local(digest) as path:
        assert path.read_bytes() == body
    assert not path.exists()
    assert not (tmp_path / "staged").exists()
    remote.remove(digest)
    assert not remote.has(digest)
    with pytest.raises(FileNotFoundError):
        remote.open(digest)


def test_a_store_that_does_not_answer_is_reported(remote: ObjectStore, django_settings: Any) -> None:
    assert remote.is_available()
    django_settings.OBJECT_STORE = "s3://no-such-bucket?endpoint=http://127.0.0.1:9&region=us-east-1&addressing=path"
    gone = store()
    assert not gone.is_available()
    with pytest.raises(Unavailable):
        gone.has("0" * 64)


def test_a_photograph_goes_all_its_way_over_the_object_store(world: SimpleNamespace, remote: ObjectStore) -> None:
    photo = factories.processed(world, factories.jpeg(2600, 1800))
    assert photo.state == "ready", photo.reason
    operations.cut_tiles(photo.id, by=system("photo-worker"))
    photo.pyramid.refresh_from_db()
    first = remote.read_range(photo.pyramid.sha256, "tiles", 0, photo.pyramid.ends[0])
    assert first.startswith(b"\xff\xd8")
    thumb = queries.derivative(world.by("recorder"), photo.id, "thumb")
    assert remote.open(thumb.sha256, "derived").read().startswith(b"\xff\xd8")
    with operations.release_original(photo, by=world.by("recorder")) as original:
        assert hashlib.sha256(original.read()).hexdigest() == photo.sha256
    remote.remove(photo.sha256)
    found = operations.check_files(by=system("store-check"), every=True)
    assert ("photo", str(photo.id), "missing") in found.troubles
