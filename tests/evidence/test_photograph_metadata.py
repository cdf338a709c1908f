"""Every photograph of the shared data ends in the right state with the facts that an independent reader finds in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.evidence import operations
from assessments.evidence.models import Photo
from assessments.kit.actor import system
from tests import factories

EXIFTOOL = os.environ.get("EXIFTOOL") or shutil.which("exiftool") or "exiftool"


@pytest.fixture(scope="module")
def exiftool_tags(shared_data: Path) -> dict[Path, dict[str, Any]]:
    """The tags that exiftool finds in each file, by group, with numbers as numbers."""
    command = [EXIFTOOL, "-json", "-n", "-r", "-G1", "-charset", "exif=latin", str(shared_data / "photos")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {Path(one["SourceFile"]): one for one in json.loads(done.stdout)}


def first(tags: dict[str, Any], *names: str) -> Any:
    return next((tags[name] for name in names if name in tags), None)


def near(ours: float | None, theirs: Any, slack: float = 1e-6) -> bool:
    if theirs in (None, "", 0) and ours is None:
        return True
    return ours is not None and abs(ours - float(theirs)) <= slack * max(1.0, abs(float(theirs)))


def compared(photo: Photo, tags: dict[str, Any]) -> list[str]:
    """The names of the facts in which our reader and exiftool differ."""
    taken = first(tags, "ExifIFD:DateTimeOriginal", "ExifIFD:CreateDate", "XMP-xmp:CreateDate") or ""
    gps = first(tags, "Composite:GPSDateTime")
    latitude = first(tags, "Composite:GPSLatitude")
    rows = {
        "camera": photo.exif_camera.endswith(str(first(tags, "IFD0:Model") or "").strip()),
        "taken": photo.exif_taken.replace("-", ":") == taken[:19] or not photo.exif_taken,
        "taken is present": bool(photo.exif_taken) or not taken.strip(" :0"),
        "offset": photo.exif_offset
        == (first(tags, "ExifIFD:OffsetTimeOriginal", "ExifIFD:OffsetTime") or photo.exif_offset),
        "latitude": near(photo.exif_latitude, latitude) or (latitude == 0 and photo.exif_latitude is None),
        "longitude": near(photo.exif_longitude, first(tags, "Composite:GPSLongitude")),
        "altitude": near(photo.exif_altitude_m, first(tags, "Composite:GPSAltitude"), 1e-4),
        "direction": near(photo.exif_direction_deg, first(tags, "GPS:GPSImgDirection"), 1e-3),
        "error": near(photo.exif_error_m, first(tags, "GPS:GPSHPositioningError"), 1e-5),
        "exposure": near(photo.exif_exposure_s, first(tags, "ExifIFD:ExposureTime")),
        "aperture": near(photo.exif_f_number, first(tags, "ExifIFD:FNumber")),
        "focal length": near(photo.exif_focal_length_mm, first(tags, "ExifIFD:FocalLength")),
        "iso": near(photo.exif_iso, first(tags, "ExifIFD:ISO")),
        "lens": photo.exif_lens == (first(tags, "ExifIFD:LensModel") or ""),
        "serial": photo.exif_serial == str(first(tags, "ExifIFD:SerialNumber") or ""),
        "satellite time": photo.exif_gps_at == _moment(gps),
        "media type": photo.media_type == first(tags, "File:MIMEType"),
    }
    return [name for name, agree in rows.items() if not agree]


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    day, clock = text.rstrip("Z").split(" ")
    return datetime.fromisoformat(
        f"{day.replace(':', '-')} {clock[:8]}{clock[8:].ljust(7, '0') if '.' in clock else ''}"
    ).replace(tzinfo=UTC)


def test_every_real_photograph_says_what_an_independent_reader_finds(
    world: SimpleNamespace, shared_data: Path, exiftool_tags: dict[Path, dict[str, Any]]
) -> None:
    files = [one for one in sorted((shared_data / "photos").rglob("*")) if one.is_file()]
    differing = {}
    for file in files:
        photo = factories.processed(world, file.read_bytes())
        assert photo.state == "ready", (file.name, photo.reason)
        if names := compared(photo, exiftool_tags[file]):
            differing[file.name] = names
        size = (photo.width, photo.height)
        tags = exiftool_tags[file]
        written = (tags["File:ImageWidth"] if "File:ImageWidth" in tags else tags["IFD0:ImageWidth"],
                   tags["File:ImageHeight"] if "File:ImageHeight" in tags else tags["IFD0:ImageHeight"])  # fmt: skip
        assert size in (written, written[::-1]), file.name
    assert len(files) == 44
    assert differing == {}


def test_the_complete_set_has_every_tag_of_the_three_directories(
    world: SimpleNamespace, shared_data: Path, exiftool_tags: dict[Path, dict[str, Any]]
) -> None:
    """By count: no fewer values than the other reader finds, apart from empty ones and those it splits or computes."""
    for file in sorted((shared_data / "photos/cameras").iterdir()):
        photo = factories.processed(world, file.read_bytes())
        tags = exiftool_tags[file]
        for group in ("IFD0", "ExifIFD", "GPS"):
            theirs = [name for name, value in tags.items() if name.startswith(f"{group}:") and str(value).strip()]
            ours = photo.metadata.get(group, {})
            assert len(ours) >= 0.85 * len(theirs), (file.name, group, theirs, list(ours))


def test_what_people_wrote_is_read_in_the_order_of_the_iptc_guidelines(world: SimpleNamespace, tmp_path: Path) -> None:
    file = tmp_path / "written.jpg"
    file.write_bytes(factories.jpeg())
    arguments = [
        "-IFD0:Artist=from EXIF", "-IPTC:By-line=from IPTC", "-XMP-dc:Creator=Rana Haddad", "-IPTC:CopyrightNotice=© DGAM",
        "-IFD0:Copyright=other", "-XMP-dc:Description-ar=القوس", "-XMP-dc:Description=The Arch", "-IPTC:City=Tadmur",
        "-XMP-dc:Subject=arch", "-XMP-dc:Subject=rubble", "-codedcharacterset=utf8", "-XMP-photoshop:Country=Syria",
        "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        "-XMP-exif:GPSLatitude=34.5503", "-XMP-exif:GPSLongitude=38.2691", "-XMP-exif:GPSImgDirection=271.5",
        "-XMP-exif:DateTimeOriginal=2016:04:25 09:12:30+03:00",
    ]  # fmt: skip
    subprocess.run([EXIFTOOL, "-overwrite_original", "-n", *arguments, str(file)], check=True, capture_output=True)
    photo = factories.processed(world, file.read_bytes())
    assert photo.file_creator == "Rana Haddad"
    assert photo.file_rights == "© DGAM"
    assert photo.file_description == "The Arch"
    assert photo.file_keywords == ["arch", "rubble"]
    assert (photo.file_city, photo.file_country) == ("Tadmur", "Syria")
    assert photo.exif_latitude == pytest.approx(34.5503, abs=1e-5)
    assert photo.exif_longitude == pytest.approx(38.2691, abs=1e-5)
    assert photo.exif_direction_deg == 271.5
    assert photo.exif_taken_at == datetime(2016, 4, 25, 6, 12, 30, tzinfo=UTC)
    doubts = " ".join(photo.doubt_sentences)
    assert "XMP" in doubts
    assert "generating program" in doubts


def test_the_camera_without_a_zone_is_read_by_the_satellites_beside_it(world: SimpleNamespace, tmp_path: Path) -> None:
    file = tmp_path / "gps.jpg"
    file.write_bytes(factories.jpeg())
    arguments = [
        "-DateTimeOriginal=2016:04:25 09:42:00", "-GPSDateStamp=2016:04:25", "-GPSTimeStamp=06:40:05",
        "-GPSLatitude=34.55", "-GPSLatitudeRef=N", "-GPSLongitude=38.27", "-GPSLongitudeRef=E",
    ]  # fmt: skip
    subprocess.run([EXIFTOOL, "-overwrite_original", "-n", *arguments, str(file)], check=True, capture_output=True)
    photo = factories.processed(world, file.read_bytes())
    assert photo.exif_offset == "+03:00"
    assert photo.exif_taken_at == datetime(2016, 4, 25, 6, 42, tzinfo=UTC)
    assert photo.exif_gps_at == datetime(2016, 4, 25, 6, 40, 5, tzinfo=UTC)
    assert any("satellites" in one for one in photo.doubt_sentences)


def test_a_time_after_the_receipt_is_doubted(world: SimpleNamespace) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2031:01:01 00:00:00"
    photo = factories.processed(world, factories.jpeg(exif=exif))
    assert any("later than the moment" in one for one in photo.doubt_sentences)


def test_the_distance_from_camera_to_monument_is_kept(world: SimpleNamespace, shared_data: Path) -> None:
    photo = factories.processed(world, (shared_data / "photos/gps/DSCN0010.jpg").read_bytes())
    assert photo.camera_distance_m
    assert photo.camera_distance_m > 2_000_000  # Arezzo is not Palmyra


def test_a_worker_says_the_same_through_its_own_process(world: SimpleNamespace) -> None:
    made = factories.photo(world, factories.jpeg(900, 600))
    operations.process(made.id, by=system("photo-worker"))
    assert Photo.objects.get(pk=made.id).metadata == factories.processed(world, factories.jpeg(900, 600)).metadata
