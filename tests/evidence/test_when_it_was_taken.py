"""When a photograph was taken, as people know it: uncertain dates of old pictures, the clock of a camera put right."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from assessments.evidence import isolation, operations, queries
from assessments.evidence.messages import PhotoPatch, PhotosPatch
from assessments.evidence.models import Photo
from assessments.kit.errors import Invalid
from tests import factories
from tests.product.url_map import signed_in

MONTH = {"precision": "between", "from": "1932-06-01", "to": "1932-06-30"}


def from_camera(world: SimpleNamespace, taken: str, camera: str = "Camera 7", **fields: Any) -> Photo:
    exif = Image.Exif()
    exif[0x0110] = camera
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8769)[0x9011] = "+03:00"
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "tan").save(out, "JPEG", exif=exif)
    photo: Photo = factories.processed(world, out.getvalue() + taken.encode(), **fields)
    return photo


def described(world: SimpleNamespace, photo: Photo, **said: Any) -> Photo:
    return operations.describe(photo.id, PhotoPatch(**said), by=world.by("recorder"))


def test_an_old_print_stands_where_its_stated_date_puts_it(world: SimpleNamespace) -> None:
    scan, new = from_camera(world, "2016:05:01 10:00:00"), from_camera(world, "2016:04:02 10:00:00")
    scan = described(world, scan, taken_on=MONTH | {"as_written": "June 1932"})
    assert scan.shown_at == datetime(1932, 6, 1, 12, tzinfo=UTC)
    assert scan.exif_taken == "2016-05-01 10:00:00"
    found = queries.gallery(world.by("recorder"), site=world.site.id, monument=world.arch.id)
    assert [one.id for one in found] == [new.id, scan.id]
    page = signed_in(world, "recorder").get(f"/photos/{scan.id}").content.decode()
    assert "June 1932" in page
    assert "2016-05-01 10:00:00" in page


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({"precision": "before", "to": "1925-01-01"}, datetime(1925, 1, 1, 12, tzinfo=UTC)),
        ({"precision": "after", "from": "1925-01-01"}, datetime(1925, 1, 1, 12, tzinfo=UTC)),
    ],
)
def test_half_known_dates_put_it_in_order_by_the_day_they_name(
    world: SimpleNamespace, said: dict[str, str], at: datetime
) -> None:
    assert described(world, factories.processed(world), taken_on=said).shown_at == at


def test_an_unknown_date_leaves_the_order_to_the_file(world: SimpleNamespace) -> None:
    photo = from_camera(world, "2016:05:01 10:00:00")
    assert described(world, photo, taken_on={"precision": "unknown"}).shown_at == photo.shown_at


def test_a_day_that_has_not_come_is_refused(world: SimpleNamespace) -> None:
    photo = factories.processed(world)
    with pytest.raises(Invalid) as refusal:
        described(world, photo, taken_on={"precision": "on", "from": "2199-01-01"})
    assert refusal.value.errors[0].pointer == "/taken_on"


def test_a_clock_is_put_right_for_the_whole_card_and_the_file_stays(world: SimpleNamespace) -> None:
    photos = [from_camera(world, f"2016:04:{day} 15:00:00") for day in ("01", "02")]
    other, much_later = from_camera(world, "2016:04:01 15:00:00", "Other"), from_camera(world, "2017:04:01 15:00:00")
    theirs = from_camera(world, "2016:04:03 15:00:00", by="recorder2")
    client = signed_in(world, "recorder")
    assert "For all 2 photographs of this camera" in client.get(f"/photos/{photos[0].id}").content.decode()
    answer = client.post(
        f"/photos/{photos[0].id}/clock",
        {"whole_card": "on", "clock": "ahead", "clock_hours": "1", "clock_minutes": "٣٠"},
    )
    assert answer.status_code == 302
    for one in photos:
        one.refresh_from_db()
        assert one.shown_at == one.exif_taken_at - timedelta(minutes=90)
        assert one.exif_taken.endswith("15:00:00")
    assert set(Photo.objects.filter(clock_ahead_s=None)) == {other, much_later, theirs}
    page = client.get(f"/photos/{photos[0].id}").content.decode()
    assert "1\u00a0h 30\u00a0min ahead" in page
    assert "clock put right" in page


def test_a_clock_said_before_the_file_is_read_counts_once_it_is(world: SimpleNamespace) -> None:
    photo = from_camera(world, "2016:04:01 15:00:00", clock_ahead_s=-3600)
    assert photo.shown_at == datetime(2016, 4, 1, 13, tzinfo=UTC)


def test_a_clock_said_while_the_file_is_read_counts_too(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser says it as soon as the last byte is sent; the worker reads at that moment."""
    run = isolation.run

    def said_meanwhile(*args: Any, **kwargs: Any) -> Any:
        (photo,) = Photo.objects.values_list("pk", flat=True)
        operations.describe_many(PhotosPatch(photos=[photo], clock_ahead_s=3600), by=world.by("recorder"))
        return run(*args, **kwargs)

    monkeypatch.setattr(isolation, "run", said_meanwhile)
    assert from_camera(world, "2016:04:01 15:00:00").shown_at == datetime(2016, 4, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"precision": "before", "to": "9999-12-31"}, "This day has not come yet."),
        ({"precision": "on", "from": "0001-01-01"}, "No photograph is older than 1826."),
    ],
)
def test_days_outside_of_photography_are_refused(world: SimpleNamespace, said: dict[str, str], sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        described(world, factories.processed(world), taken_on=said)
    assert sentence in refusal.value.errors[0].detail


def test_a_clock_can_be_taken_back(world: SimpleNamespace) -> None:
    photo = from_camera(world, "2016:04:01 15:00:00", clock_ahead_s=3600)
    signed_in(world, "recorder").post(f"/photos/{photo.id}/clock", {"clock": ""})
    photo.refresh_from_db()
    assert (photo.clock_ahead_s, photo.shown_at) == (None, photo.exif_taken_at)


@pytest.mark.parametrize("off", [{"clock_hours": "26000"}, {"clock_hours": "-26000"}, {"clock_hours": "9e999999"}])
def test_a_clock_that_is_off_by_years_is_refused_beside_its_field(world: SimpleNamespace, off: dict[str, str]) -> None:
    photo = from_camera(world, "2016:04:01 15:00:00")
    answer = signed_in(world, "recorder").post(f"/photos/{photo.id}/clock", {"clock": "behind", **off})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<p class="error">A clock that is off by more than 31 days has lost its date.' in page
    assert f'value="{off["clock_hours"]}"' in page
    with pytest.raises(Invalid):
        operations.describe_many(PhotosPatch(photos=[photo.id], clock_ahead_s=10**12), by=world.by("recorder"))


@pytest.mark.parametrize(("off", "sentence"), [({}, "by how many hours"), ({"clock_hours": "one"}, "is not a number")])
def test_a_clock_without_hours_is_asked_for_them(world: SimpleNamespace, off: dict[str, str], sentence: str) -> None:
    photo = from_camera(world, "2016:04:01 15:00:00")
    answer = signed_in(world, "recorder").post(f"/photos/{photo.id}/clock", {"clock": "ahead", **off})
    assert sentence in answer.content.decode()


def test_a_date_like_31_4_is_told_beside_its_field_and_nothing_is_lost(world: SimpleNamespace) -> None:
    photo = factories.processed(world)
    form = {"version": photo.version, "caption": "The gate", "taken_on": "31.4.1932", "flags": ["slogan"]}
    form["obtained_from"] = "scan"
    answer = signed_in(world, "recorder").post(f"/photos/{photo.id}/describe", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<p class="error">There is no day 31 in' in page
    for typed in ("The gate", 'value="31.4.1932"', 'value="slogan" checked', 'value="scan" selected'):
        assert typed in page
