"""A picture is turned by hand: its smaller pictures, tiles, marks and masks with it, and the original not at all."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from django.test import TestCase
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assessments.evidence import custody, isolation, operations, policy, queries
from assessments.evidence.errors import BeingTurned, NothingToTurn
from assessments.evidence.messages import AnnotationIn, PairIn
from assessments.evidence.models import Annotation, Mask, Pair, Photo, Pyramid
from assessments.evidence.operations import turning
from assessments.kit import ids
from assessments.kit.actor import system
from assessments.kit.errors import Forbidden, Stale
from assessments.kit.store import DERIVED, store
from tests import factories

WORKER = system("photo-worker")


def corner(world: SimpleNamespace, width: int = 600, height: int = 400) -> Photo:
    """Tan, with a navy corner at the upper left."""
    picture = Image.new("RGB", (width, height), "tan")
    picture.paste("navy", (0, 0, width // 3, height // 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    photo: Photo = factories.processed(world, out.getvalue())
    return photo


def is_navy(photo: Photo, across: float, down: float, recipe: str = "large", actor: object = None) -> bool:
    made = queries.visible_pictures(actor or WORKER, photo)[recipe]  # type: ignore[arg-type]
    with store().open(made.sha256, DERIVED) as file, Image.open(file) as picture:
        red, _green, blue = picture.convert("RGB").getpixel(  # type: ignore[misc]
            (int(across * (picture.width - 1)), int(down * (picture.height - 1)))
        )
    return bool(blue > red)


def turned(world: SimpleNamespace, photo: Photo, degrees: int) -> Photo:
    operations.turn(photo.id, degrees, by=world.by("recorder"))
    operations.make_turned(photo.id, by=WORKER)
    return queries.photo(world.by("recorder"), photo.id)


@pytest.mark.parametrize(
    ("degrees", "size", "at"),
    [(90, (400, 600), (0.9, 0.1)), (180, (600, 400), (0.9, 0.9)), (270, (400, 600), (0.1, 0.9))],
)
def test_the_picture_turns_clockwise(
    world: SimpleNamespace, degrees: int, size: tuple[int, int], at: tuple[float, float]
) -> None:
    photo = corner(world)
    before = photo.likeness
    photo = turned(world, photo, degrees)
    assert (photo.width, photo.height) == size
    assert is_navy(photo, *at)
    assert not is_navy(photo, 1 - at[0], 1 - at[1])
    assert photo.likeness != before
    assert [one.kind for one in custody.entries_of(photo)][-1] == "turned"
    assert custody.verify(photo).valid


def test_until_it_is_made_it_is_shown_as_before(world: SimpleNamespace) -> None:
    photo = corner(world)
    operations.turn(photo.id, 90, by=world.by("recorder"))
    photo = queries.photo(world.by("recorder"), photo.id)
    assert (photo.turned, photo.width) == (1, 600)
    assert is_navy(photo, 0.1, 0.1)
    assert [one for _task, one in turning.turns_due()] == [photo.id]


def test_turned_twice_and_back_it_is_as_it_was_and_no_old_picture_stays(world: SimpleNamespace) -> None:
    photo = corner(world)
    first = {one.recipe: one.sha256 for one in photo.derivatives.all()}
    with TestCase.captureOnCommitCallbacks(execute=True):
        sideways = {one.sha256 for one in turned(world, photo, 90).derivatives.all()}
    with TestCase.captureOnCommitCallbacks(execute=True):
        photo = turned(world, photo, 270)
    assert {one.recipe: one.sha256 for one in photo.derivatives.all()} == first
    assert not any(store().has(one, DERIVED) for one in sideways)
    assert all(store().has(one, DERIVED) for one in first.values())


def test_marks_and_masks_stay_on_what_they_show(world: SimpleNamespace) -> None:
    photo = corner(world)
    mark = AnnotationIn(id=ids.uuid7(), photo=photo.id, points=[[0.0, 0.0], [0.3, 0.5]], text="navy")
    operations.annotate(mark, by=world.by("recorder"))
    operations.cover(photo, [[0.0, 0.0, 0.3, 0.5]], by=world.by("recorder"))
    operations.paint(photo.id, by=WORKER)
    photo = turned(world, photo, 90)
    assert Annotation.objects.get().points == [[1.0, 0.0], [1.0, 0.3], [0.5, 0.3], [0.5, 0.0]]
    assert Mask.objects.get().rectangles == [[0.5, 0.0, 0.5, 0.3]]
    outside = queries.viewable_photo(world.by("viewer"), photo.id)
    assert queries.visible_pictures(world.by("viewer"), outside) == {}
    operations.paint(photo.id, by=WORKER)
    outside = queries.viewable_photo(world.by("viewer"), photo.id)
    assert policy.is_covered_for(world.by("viewer"), outside)
    assert not is_navy(outside, 0.9, 0.1, actor=world.by("viewer"))


def test_tiles_and_pairs_are_made_anew(world: SimpleNamespace) -> None:
    photo = corner(world, 2400, 1600)
    operations.cut_tiles(photo.id, by=WORKER)
    other = factories.processed(world)
    operations.pair(PairIn(id=ids.uuid7(), earlier=photo.id, later=other.id), by=world.by("recorder"))
    operations.align(Pair.objects.get().id, by=WORKER)
    turned(world, photo, 90)
    assert Pyramid.objects.get().state == Pair.objects.get().state == "due"
    operations.cut_tiles(photo.id, by=WORKER)
    pyramid = Pyramid.objects.get()
    assert (pyramid.state, pyramid.width, pyramid.height) == ("ready", 1600, 2400)


def test_one_turned_again_while_the_worker_works_is_made_as_asked_last(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = corner(world)
    operations.turn(photo.id, 90, by=world.by("recorder"))
    run = isolation.run

    def turned_again_meanwhile(*args: Any, **kwargs: Any) -> Any:
        operations.turn(photo.id, 90, by=world.by("recorder"))
        return run(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(isolation, "run", turned_again_meanwhile)
        operations.make_turned(photo.id, by=WORKER)
    found = Photo.objects.get(pk=photo.pk)
    assert (found.turned, found.turned_made, found.width) == (2, 0, 600)
    operations.make_turned(photo.id, by=WORKER)
    assert is_navy(queries.photo(WORKER, photo.id), 0.9, 0.9)


def test_who_may_not_describe_it_may_not_turn_it(world: SimpleNamespace) -> None:
    photo = corner(world)
    with pytest.raises(Forbidden):
        operations.turn(photo.id, 90, by=world.by("recorder2"))
    with pytest.raises(Stale):
        operations.turn(photo.id, 90, by=world.by("recorder"), expected_version=99)


def test_what_has_no_picture_cannot_be_turned(world: SimpleNamespace) -> None:
    photo = factories.processed(world, b"no picture at all")
    with pytest.raises(NothingToTurn):
        operations.turn(photo.id, 90, by=world.by("recorder"))


def test_when_it_cannot_be_made_the_request_is_taken_back(world: SimpleNamespace) -> None:
    photo = corner(world)
    operations.turn(photo.id, 90, by=world.by("recorder"))
    store().remove(photo.sha256)
    operations.make_turned(photo.id, by=WORKER)
    found = Photo.objects.get(pk=photo.pk)
    assert (found.turned, found.turned_made, found.lease_until) == (0, 0, None)
    assert is_navy(queries.photo(WORKER, photo.id), 0.1, 0.1)


def test_nothing_is_drawn_on_a_picture_as_it_lay_before(world: SimpleNamespace) -> None:
    """A face that was covered on the old picture would lie bare on the new one."""
    photo = corner(world)
    by = world.by("recorder")
    operations.turn(photo.id, 90, by=by)
    mark = AnnotationIn(id=ids.uuid7(), photo=photo.id, points=[[0.0, 0.0], [0.3, 0.5]], turned_deg=0)
    with pytest.raises(BeingTurned):
        operations.cover(photo, [[0.0, 0.0, 0.3, 0.5]], by=by, expected_revision=0)
    with pytest.raises(BeingTurned):
        operations.annotate(mark, by=by)
    operations.make_turned(photo.id, by=WORKER)
    with pytest.raises(Stale):
        operations.cover(photo, [[0.0, 0.0, 0.3, 0.5]], by=by, expected_revision=0)
    with pytest.raises(BeingTurned):
        operations.annotate(mark, by=by)
    operations.annotate(msgspec.structs.replace(mark, turned_deg=90), by=by)
    operations.cover(photo, [[0.5, 0.0, 0.5, 0.3]], by=by, expected_revision=1)


def test_tiles_cut_of_the_picture_as_it_lay_before_are_not_kept(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = corner(world, 2400, 1600)
    run = isolation.run

    def turned_meanwhile(module: str, function: str, **arguments: Any) -> Any:
        cut = run(module, function, **arguments)
        if module == "tiles":
            turned(world, photo, 90)
        return cut

    with monkeypatch.context() as patched:
        patched.setattr(isolation, "run", turned_meanwhile)
        operations.cut_tiles(photo.id, by=WORKER)
    assert Pyramid.objects.get().state == "due"
    operations.cut_tiles(photo.id, by=WORKER)
    assert (Pyramid.objects.get().width, Pyramid.objects.get().state) == (1600, "ready")


SHARE = st.floats(0, 1).map(lambda one: round(one, 3))


@given(SHARE, SHARE, SHARE, SHARE, st.integers(0, 3))
def test_a_mask_turns_with_its_corners(left: float, top: float, width: float, height: float, quarters: int) -> None:
    width, height = min(width, 1 - left), min(height, 1 - top)
    corners = [turning.turned_point(one, quarters) for one in ((left, top), (left + width, top + height))]
    found = turning.turned_rectangle((left, top, width, height), quarters)
    expected = [min(one[n] for one in corners) for n in (0, 1)] + [abs(corners[0][n] - corners[1][n]) for n in (0, 1)]
    assert found == pytest.approx(expected, abs=2e-5)


@given(SHARE, SHARE)
def test_four_quarters_are_none(across: float, down: float) -> None:
    point = [across, down]
    for _quarter in range(4):
        point = turning.turned_point(point, 1)
    assert point == pytest.approx([across, down], abs=5e-5)
