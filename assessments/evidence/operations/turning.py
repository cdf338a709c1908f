"""Turning a picture by hand: the smaller pictures are made once more, and marks and masks turn with them.

The original is not changed. Some cameras turn a picture that stood upright, and a scan lies as it lay on the glass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.evidence import custody, isolation, policy
from assessments.evidence.errors import NothingToTurn
from assessments.evidence.models import Annotation, Derivative, Mask, Pair, Photo, Pyramid
from assessments.evidence.operations.derivatives import not_erased_meanwhile, remove_unreferenced, save_derivatives
from assessments.evidence.operations.history import OPEN
from assessments.evidence.operations.masking import MASK_TASK
from assessments.evidence.operations.pairing import ALIGN_TASK
from assessments.evidence.operations.reading import LEASE_SECONDS, OUTAGE_S, TILE_TASK, hash_columns
from assessments.evidence.reader.masking import PREFIX
from assessments.evidence.reader.pictures import RECIPE_VERSION
from assessments.kit import jobs
from assessments.kit.actor import Actor
from assessments.kit.errors import Unavailable
from assessments.kit.resources import get_visible
from assessments.kit.store import DERIVED, TILES, store

TURN_TASK = "assessments.turn_photo"
Shares = Sequence[float]
_DUE = Q(state="ready", erased_at__isnull=True) & ~Q(turned=F("turned_made"))


def turn(photo_id: UUID, degrees: int, *, by: Actor, expected_version: int | None = None) -> Photo:
    """Ask for a photograph to be shown turned by 90, 180 or 270 degrees clockwise from how it is shown now.

    The worker makes the pictures; until then it is shown as before. Raises `NothingToTurn` when there is no picture.
    """
    photo = get_visible(policy.visible_photos(by), photo_id)
    policy.require_describe(photo, by)
    if not photo.can_be_seen:
        raise NothingToTurn
    with transaction.atomic():
        photo = recorded_changes.update(
            photo, {"turned": (photo.turned + degrees // 90) % 4, "attempt": 0}, by=by, verb="evidence.photo.turned",
            kind="photo", site_id=photo.site_id, open_fields=OPEN, expected_version=expected_version,
            hidden={"attempt"},
        )  # fmt: skip
        jobs.enqueue(TURN_TASK, photo.id)
    return photo


def make_turned(photo_id: UUID, *, by: Actor) -> None:
    """Make the pictures of a turned photograph, under a lease. Does nothing when they are not due.

    When it fails for good, the photograph stays as it was shown, and so does what it was asked for.
    """
    photo = jobs.claim(Photo.objects.filter(_DUE), photo_id, seconds=LEASE_SECONDS)
    if photo is None:
        return
    if photo.attempt > jobs.MAX_ATTEMPTS:
        _give_up(photo, by=by)
        return
    try:
        with store().working("turn", photo.id) as folder, store().local(photo.sha256) as original:
            made = isolation.run(
                "photograph", "turn", original=str(original), folder=str(folder), orientation=photo.exif_orientation,
                turned=photo.turned,
            )  # fmt: skip
            for one in made["pictures"]:
                store().keep(Path(one["file"]), one["sha256"], DERIVED)
    except (isolation.ReaderRefused, FileNotFoundError):
        _give_up(photo, by=by)
    except isolation.ReaderBusy:
        jobs.release_lease(photo)
    except isolation.ReaderDied:
        Photo.objects.filter(pk=photo.pk).update(lease_until=None)
    except Unavailable:
        jobs.release_lease(photo, pause_s=OUTAGE_S)
    else:
        _finish(photo, made, by=by)


def _finish(photo: Photo, made: dict[str, Any], *, by: Actor) -> None:
    with transaction.atomic():
        if not not_erased_meanwhile(photo, [(one["sha256"], DERIVED) for one in made["pictures"]]):
            return
        quarters = (photo.turned - photo.turned_made) % 4
        size = (photo.height, photo.width) if quarters % 2 else (photo.width, photo.height)
        # Filtered by what it was asked for: a photograph turned again meanwhile stays due.
        if not Photo.objects.filter(pk=photo.pk, turned=photo.turned, turned_made=photo.turned_made).update(
            turned_made=photo.turned, width=size[0], height=size[1], lease_until=None, attempt=0,
            version=F("version") + 1, **hash_columns(made["likeness"]),
        ):  # fmt: skip
            Photo.objects.filter(pk=photo.pk).update(lease_until=None)
            superseded = [(one["sha256"], DERIVED) for one in made["pictures"]]
            transaction.on_commit(lambda: remove_unreferenced(superseded))
            return
        old = Derivative.objects.filter(photo=photo).exclude(recipe__startswith=PREFIX)
        pieces = [(one, DERIVED) for one in old.values_list("sha256", flat=True)]
        old.delete()
        save_derivatives(photo, made["pictures"], RECIPE_VERSION)
        pieces += _cut_again(photo) + _align_again(photo)
        _turn_marks(photo, quarters, by=by)
        _turn_mask(photo, quarters)
        custody.append(photo, "turned", by=by, facts={
            "pictures": {one["recipe"]: one["sha256"] for one in made["pictures"]}, "degrees": photo.turned * 90,
        })  # fmt: skip
        transaction.on_commit(lambda: remove_unreferenced(pieces))


def _cut_again(photo: Photo) -> list[tuple[str, str]]:
    """Tiles of the old picture are not served any more; new ones become due. Returns the files no longer needed."""
    pyramid = Pyramid.objects.filter(photo=photo).first()
    if pyramid is None:
        return []
    Pyramid.objects.filter(pk=pyramid.pk).update(
        state="due", sha256="", width=0, height=0, ends=[], attempt=0, lease_until=None
    )
    jobs.enqueue(TILE_TASK, photo.id)
    return [(pyramid.sha256, TILES)] if pyramid.sha256 else []


def _align_again(photo: Photo) -> list[tuple[str, str]]:
    rows = Pair.objects.filter(Q(earlier=photo) | Q(later=photo), removed_at__isnull=True)
    pieces = [(one, DERIVED) for one in rows.exclude(sha256="").values_list("sha256", flat=True)]
    for one in rows.values_list("pk", flat=True):
        jobs.enqueue(ALIGN_TASK, one)
    rows.update(state="due", certainty="", sha256="", matrix=None, attempt=0, lease_until=None)
    return pieces


def _turn_marks(photo: Photo, quarters: int, *, by: Actor) -> None:
    """Marks stay where they are in the picture. Removed ones turn too: history may bring them back."""
    marks = list(Annotation.objects.select_for_update().filter(photo=photo))
    entries = []
    for one in marks:
        before, one.points = one.points, [turned_point(point, quarters) for point in one.points]
        one.version += 1
        subject = Subject("annotation", one.id, photo.site_id)
        entries.append(Entry("evidence.annotation.turned", subject, {"points": (before, one.points)}, {"points"}))
    Annotation.objects.bulk_update(marks, ["points", "version"])
    if entries:
        audit.record_many(entries, by=by)


def _turn_mask(photo: Photo, quarters: int) -> None:
    """What is covered stays covered. Until the covered pictures are made anew, nobody outside the team sees any.

    The revision moves even where nothing is covered: rectangles drawn on the picture as it lay before are refused.
    """
    mask, _made = Mask.objects.select_for_update().get_or_create(photo=photo, defaults={"revision": 0})
    mask.rectangles = [turned_rectangle(one, quarters) for one in mask.rectangles]
    mask.revision, mask.attempt, mask.lease_until, mask.failed_because = mask.revision + 1, 0, None, ""
    if not mask.rectangles:
        mask.made_revision = mask.revision
    mask.save()
    if mask.rectangles:
        jobs.enqueue(MASK_TASK, photo.id)


def turned_point(point: Shares, quarters: int) -> list[float]:
    """A point in shares of the picture (across, down), after the picture was turned clockwise."""
    across, down = point
    for _quarter in range(quarters):
        across, down = 1 - down, across
    return [round(across, 5), round(down, 5)]


def turned_rectangle(rectangle: Shares, quarters: int) -> list[float]:
    """A rectangle (left, top, width, height) in shares of the picture, after the picture was turned clockwise."""
    left, top, width, height = rectangle
    for _quarter in range(quarters):
        left, top, width, height = 1 - top - height, left, height, width
    return [round(max(0.0, one), 5) for one in (left, top, width, height)]


def _give_up(photo: Photo, *, by: Actor) -> None:
    """The picture stays as it was shown; the request is taken back, with its history."""
    with transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(lease_until=None, attempt=0)
        photo.refresh_from_db()
        recorded_changes.update(
            photo, {"turned": photo.turned_made}, by=by, verb="evidence.photo.not_turned", kind="photo",
            site_id=photo.site_id, open_fields=OPEN,
        )  # fmt: skip


@jobs.due_tasks
def turns_due() -> Iterable[tuple[str, UUID]]:
    due = Photo.objects.filter(jobs.unleased(), _DUE)
    return [(TURN_TASK, one) for one in due.order_by("id").values_list("pk", flat=True)[:50]]
