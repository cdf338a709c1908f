"""The day and time of a photograph are read wherever its file carries them, and the page says where that was."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from PIL import Image

from assessments.evidence.models import Photo
from assessments.evidence.reader.facts import written_time
from tests import factories
from tests.evidence.test_photograph_metadata import EXIFTOOL

DIGITIZED, ORIGINAL, EXIF_IFD = 0x9004, 0x9003, 0x8769


def written_by_exiftool(world: SimpleNamespace, tmp_path: Path, *arguments: str) -> Photo:
    """A photograph as it is read after exiftool wrote these tags into it."""
    file = tmp_path / "dated.jpg"
    file.write_bytes(factories.jpeg())
    subprocess.run([EXIFTOOL, "-overwrite_original", *arguments, str(file)], check=True, capture_output=True)
    return factories.processed(world, file.read_bytes())


def with_exif(world: SimpleNamespace, **tags: str) -> Photo:
    exif = Image.Exif()
    numbers = {"original": ORIGINAL, "digitized": DIGITIZED}
    for name, text in tags.items():
        exif.get_ifd(EXIF_IFD)[numbers[name]] = text
    return factories.processed(world, factories.jpeg(exif=exif))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_a_time_that_only_xmp_carries_is_the_time_of_the_photograph(world: SimpleNamespace, tmp_path: Path) -> None:
    photo = written_by_exiftool(world, tmp_path, "-XMP-photoshop:DateCreated=2016:04:25 09:12:30+03:00")
    assert (photo.exif_taken, photo.exif_offset) == ("2016-04-25 09:12:30", "+03:00")
    assert photo.exif_taken_at == utc(2016, 4, 25, 6, 12, 30)
    assert photo.exif_taken_source == "XMP photoshop:DateCreated"
    assert any("XMP photoshop:DateCreated" in one for one in photo.doubt_sentences)


def test_a_time_that_only_iptc_carries_is_the_time_of_the_photograph(world: SimpleNamespace, tmp_path: Path) -> None:
    photo = written_by_exiftool(
        world, tmp_path, "-IPTC:DateCreated=2016:04:25", "-IPTC:TimeCreated=09:12:30+03:00"
    )  # fmt: skip
    assert photo.exif_taken_at == utc(2016, 4, 25, 6, 12, 30)
    assert photo.exif_taken_source == "IPTC DateCreated"


def test_a_day_without_a_time_is_kept_as_the_day(world: SimpleNamespace, tmp_path: Path) -> None:
    photo = written_by_exiftool(world, tmp_path, "-IPTC:DateCreated=1935:10:02")
    assert photo.exif_taken == "1935-10-02"
    assert photo.exif_taken_at
    assert photo.exif_taken_at.date().isoformat() == "1935-10-02"
    assert any("no time" in one for one in photo.doubt_sentences)


def test_what_the_camera_wrote_outranks_what_programs_wrote(world: SimpleNamespace, tmp_path: Path) -> None:
    photo = written_by_exiftool(
        world, tmp_path, "-DateTimeOriginal=2016:04:25 09:12:30", "-XMP-photoshop:DateCreated=2017:01:01 00:00:00"
    )  # fmt: skip
    assert photo.exif_taken == "2016-04-25 09:12:30"
    assert photo.exif_taken_source == "EXIF DateTimeOriginal"


def test_a_scan_is_dated_by_its_picture_before_its_scanner(world: SimpleNamespace, tmp_path: Path) -> None:
    photo = written_by_exiftool(
        world, tmp_path, "-ExifIFD:CreateDate=2021:03:01 10:00:00", "-XMP-photoshop:DateCreated=1935:10:02"
    )  # fmt: skip
    assert photo.exif_taken == "1935-10-02"


def test_a_time_of_digitising_says_that_it_is_one(world: SimpleNamespace) -> None:
    photo = with_exif(world, digitized="2021:03:01 10:00:00")
    assert photo.exif_taken_source == "EXIF DateTimeDigitized"
    assert any("digitised" in one for one in photo.doubt_sentences)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2016:04:25 09:12:30+03:00", utc(2016, 4, 25, 6, 12, 30)),
        ("2016:04:25 06:12:30Z", utc(2016, 4, 25, 6, 12, 30)),
        ("2016-04-25T09:12:30+0300", utc(2016, 4, 25, 6, 12, 30)),
        ("2016/04/25 09.12.30 +03:00", utc(2016, 4, 25, 6, 12, 30)),
    ],
)
def test_exif_dates_with_a_zone_or_odd_separators_are_read(world: SimpleNamespace, text: str, at: datetime) -> None:
    photo = with_exif(world, original=text)
    assert photo.exif_taken_at == at
    assert photo.exif_taken_source == "EXIF DateTimeOriginal"


@pytest.mark.parametrize(
    "text", ["", "0000:00:00 00:00:00", "2016:13:01 00:00:00", "25.04.2016", "2016", "9999:99:99", "x" * 90]
)
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert written_time(text) is None


def test_the_page_says_where_the_time_is_from(world: SimpleNamespace, tmp_path: Path) -> None:
    photo = written_by_exiftool(world, tmp_path, "-XMP-photoshop:DateCreated=2016:04:25 09:12:30+03:00")
    client = Client()
    client.force_login(world.users["verifier"], "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/photos/{photo.id}").content.decode()
    assert "XMP photoshop:DateCreated" in page
