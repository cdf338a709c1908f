"""Photographs as evidence: the bytes as sent are stored, checked and read, and custody records it."""

from __future__ import annotations

import io
import socket
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from assessments.evidence import custody, operations
from assessments.evidence.errors import ChecksumMismatch
from assessments.evidence.models import CustodyEntry, Derivative, Photo
from assessments.kit import clock
from assessments.kit.actor import system
from assessments.kit.store import store
from tests import factories

WORKER = system("photo-worker")


def processed(world: SimpleNamespace, data: bytes) -> Photo:
    made = factories.photo(world, data)
    operations.process(made.id, by=WORKER)
    return Photo.objects.get(pk=made.id)


def encoded(format_: str, size: tuple[int, int] = (900, 600), **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "peru").save(out, format_, **save)
    return out.getvalue()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_each_accepted_format_ends_ready_with_three_pictures(world: SimpleNamespace, format_: str) -> None:
    made = processed(world, encoded(format_))
    assert made.state == "ready", made.because
    assert (made.width, made.height) == (900, 600)
    assert set(made.derivatives.values_list("recipe", flat=True)) == {"large", "medium", "thumb"}


def test_pictures_carry_no_metadata(world: SimpleNamespace) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    made = processed(world, encoded("JPEG", exif=exif))
    assert made.exif_camera == "SecretCamera"
    for one in made.derivatives.all():
        assert b"SecretCamera" not in store().path(one.sha256, "derived").read_bytes()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encoded("JPEG", (3000, 2000))[:-4000], "breaks off"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "web or drawing"),
        (b"<!doctype html><script>alert(1)</script>", "web or drawing"),
        (b"%PDF-1.7 not a photograph", "PDF"),
        (b"just text", "not a JPEG"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video"),
    ],
    ids=["cut off", "svg", "html", "pdf", "text", "video"],
)
def test_what_is_no_sound_photograph_ends_rejected_with_a_reason(
    world: SimpleNamespace, data: bytes, reason: str
) -> None:
    made = processed(world, data)
    assert made.state == "rejected"
    assert reason in made.reason
    assert store().has(made.sha256), "kept as received for the record"


def test_a_bomb_is_kept_and_not_rendered(world: SimpleNamespace) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 6_000)).save(out, "PNG")
    made = processed(world, out.getvalue())
    assert made.state == "ready"
    assert "not rendered" in made.because
    assert not made.derivatives.exists()


def test_bytes_other_than_registered_are_refused_and_not_kept(world: SimpleNamespace) -> None:
    made = factories.photo(world, received=False)
    staged = store().staged(made.id)
    staged.write_bytes(b"x" * made.size)
    with pytest.raises(ChecksumMismatch):
        operations.receive_file(made, staged, by=world.by("recorder"))
    assert not staged.exists()
    assert Photo.objects.get(pk=made.id).state == "registered"


def test_the_same_bytes_registered_twice_are_two_pieces_of_evidence_stored_once(world: SimpleNamespace) -> None:
    first, second = factories.photo(world), factories.photo(world)
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert second.state == "received"


def test_a_hash_is_no_oracle_for_what_others_sent(world: SimpleNamespace) -> None:
    other = factories.site("OTH")
    factories.Membership.objects.create(user=world.users["outsider"], site=other, role="recorder")
    sent = factories.photo(world)
    assert operations.needed([sent.sha256], by=world.by("outsider")) == [sent.sha256]
    assert operations.needed([sent.sha256], by=world.by("recorder")) == []


def test_custody_is_chained_and_a_changed_entry_is_found(world: SimpleNamespace) -> None:
    made = processed(world, factories.jpeg())
    kinds = list(CustodyEntry.objects.filter(photo=made).order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["received", "checked", "derived"]
    assert custody.verify(made).valid


def test_an_original_is_released_with_one_entry_an_hour(world: SimpleNamespace) -> None:
    made = processed(world, factories.jpeg())
    for _each in range(3):
        operations.release_original(made, by=world.by("viewer")).close()
    assert CustodyEntry.objects.filter(photo=made, kind="released").count() == 1


def test_processing_twice_makes_nothing_twice(world: SimpleNamespace) -> None:
    made = processed(world, factories.jpeg())
    operations.process(made.id, by=WORKER)
    assert Derivative.objects.filter(photo=made).count() == 3


def test_a_worker_that_holds_the_lease_is_not_disturbed(world: SimpleNamespace) -> None:
    from assessments.kit import jobs

    made = factories.photo(world)
    assert jobs.claim(Photo.objects.all(), made.id, seconds=60)
    operations.process(made.id, by=WORKER)
    assert Photo.objects.get(pk=made.id).state == "received"


def test_the_fifth_failure_sets_it_aside(world: SimpleNamespace) -> None:
    made = factories.photo(world)
    Photo.objects.filter(pk=made.pk).update(attempt=5, state="processing")
    operations.process(made.id, by=WORKER)
    made.refresh_from_db()
    assert made.state == "set_aside"
    assert "5 times" in made.reason


def test_all_eight_orientations_end_upright(world: SimpleNamespace, shared_data: Any) -> None:
    for number in range(1, 9):
        wide = processed(world, (shared_data / "photos/orientation" / f"landscape_{number}.jpg").read_bytes())
        tall = processed(world, (shared_data / "photos/orientation" / f"portrait_{number}.jpg").read_bytes())
        for made, is_wide in ((wide, True), (tall, False)):
            large = made.derivatives.get(recipe="large")
            assert (made.width > made.height) is is_wide, (number, made.width, made.height)
            assert (large.width > large.height) is is_wide


@pytest.mark.parametrize(("taken", "offset"), [("0001:01:01 00:00:00", "+03:00"), ("9999:12:31 23:59:59", "-03:00")])
def test_an_absurd_date_costs_no_photograph(world: SimpleNamespace, taken: str, offset: str) -> None:
    exif = Image.Exif()
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = taken, offset
    photo = factories.processed(world, factories.jpeg(exif=exif))
    assert photo.state == "ready"
    assert photo.exif_taken_at is None
    assert photo.doubt_sentences


def test_while_the_store_does_not_answer_no_attempt_is_counted(world: SimpleNamespace, django_settings: Any) -> None:
    photo = factories.photo(world)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    django_settings.OBJECT_STORE = f"s3://evidence/x?endpoint=http://127.0.0.1:{port}&region=us-east-1&addressing=path"
    django_settings.OBJECT_STORE_KEY = django_settings.OBJECT_STORE_SECRET = "of-no-server"
    operations.process(photo.id, by=system("photo-worker"))
    photo.refresh_from_db()
    assert (photo.state, photo.attempt) == ("processing", 0)
    assert photo.lease_until > clock.recorded_now()
