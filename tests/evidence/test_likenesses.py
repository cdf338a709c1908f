"""Photographs that look alike are found by index and never merged."""

from __future__ import annotations

import io
import random
from types import SimpleNamespace

from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from assessments.evidence import queries
from assessments.evidence.models import Photo
from assessments.evidence.reader import likeness
from tests import factories


def scene(seed: int) -> Image.Image:
    chance = random.Random(seed)
    picture = Image.new("RGB", (900, 600), "skyblue")
    pen = ImageDraw.Draw(picture)
    for _each in range(14):
        x, y = chance.randrange(800), chance.randrange(500)
        size = (x, y, x + chance.randrange(40, 400), y + chance.randrange(40, 300))
        pen.rectangle(size, fill=tuple(chance.randrange(256) for _c in "rgb"))
    return picture


def encoded(picture: Image.Image, **save: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", **save)  # type: ignore[arg-type]
    return out.getvalue()


def test_smaller_paler_and_recompressed_copies_are_found_and_others_are_not(world: SimpleNamespace) -> None:
    whole = factories.processed(world, encoded(scene(1), quality=95))
    small = factories.processed(world, encoded(scene(1).resize((450, 300)), quality=60))
    pale = factories.processed(world, encoded(ImageEnhance.Brightness(scene(1)).enhance(1.1), quality=80))
    other = factories.processed(world, encoded(scene(2)))
    found = [one.photo.id for one in queries.likenesses(whole, world.by("recorder"))]
    assert set(found) == {small.id, pale.id}
    assert other.id not in found
    assert Photo.objects.filter(pk__in=[whole.id, small.id, pale.id]).count() == 3


def test_an_identical_file_is_reported_as_identical(world: SimpleNamespace) -> None:
    data = encoded(scene(3))
    first, second = factories.processed(world, data), factories.processed(world, data)
    (found,) = queries.likenesses(first, world.by("recorder"))
    assert (found.photo.id, found.distance, found.same_bytes) == (second.id, 0, True)


def test_an_even_picture_resembles_nothing(world: SimpleNamespace) -> None:
    assert factories.processed(world, factories.jpeg()).likeness is None


def test_only_what_one_may_see_is_found(world: SimpleNamespace) -> None:
    data = encoded(scene(4))
    first, second = factories.processed(world, data), factories.processed(world, data)
    Photo.objects.filter(pk=second.pk).update(flags=["ordnance"])
    assert queries.likenesses(first, world.by("viewer")) == []
    assert len(queries.likenesses(first, world.by("verifier"))) == 1


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=likeness.MAX_APART))
def test_the_index_misses_none_within_seven_bits(hash_: int, flipped: set[int]) -> None:
    other = hash_
    for bit in flipped:
        other ^= 1 << bit
    assert likeness.distance(hash_, other) == len(flipped)
    assert set(likeness.bands_to_search(hash_)) & set(likeness.bands(other))


def test_the_search_is_by_index(world: SimpleNamespace) -> None:
    photo = factories.processed(world, encoded(scene(5)))
    keys = likeness.bands_to_search(photo.likeness % (1 << 64))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM assessments_photo WHERE likeness_bands && %s::int[]", [keys])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "photos_that_look_alike" in plan
