"""Background processing: check, read and scale a received photograph, and cut its tiles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from assessments.evidence import camera, custody, isolation, policy
from assessments.evidence.models import Photo, Pyramid
from assessments.evidence.operations.arrival import PROCESS_TASK
from assessments.evidence.operations.derivatives import not_erased_meanwhile, remove_unreferenced, save_derivatives
from assessments.evidence.operations.history import log_event
from assessments.evidence.reader import likeness, tiles
from assessments.evidence.reader.pictures import RECIPE_VERSION
from assessments.evidence.reader.sentences import gettext_noop, sentence
from assessments.evidence.workflow import PHOTO
from assessments.kit import clock, jobs
from assessments.kit.actor import Actor
from assessments.kit.errors import Unavailable
from assessments.kit.store import DERIVED, TILES, store
from assessments.kit.workflow import advance
from assessments.register.models import Monument

TILE_TASK = "assessments.tile_photo"
LEASE_SECONDS = 100
OUTAGE_S = 60
"""Pause before a job is retried while the object store is unavailable; such a retry does not count as an attempt."""
CLOCK_SLACK = timedelta(minutes=15)

SET_ASIDE = gettext_noop("Reading it failed %(times)s times. It is kept as received; an administrator should look.")
GONE = gettext_noop("The stored file is missing. Tell who keeps this site's register: their outbox names it too.")
LATER_THAN_RECEIVED = gettext_noop("The camera's time is later than the moment at which the file was received.")
AGAINST_DEVICE = gettext_noop("The camera's time is %(hours)s hours away from what the device claims.")


def process(photo_id: UUID, *, by: Actor) -> None:
    """Check, read and scale one received photograph, under a lease. Does nothing when it is not due.

    No transaction is open while pixels are decoded. When the reading process dies, the lease is released for another
    attempt; after the fifth the photograph is set aside.
    """
    due = Photo.objects.filter(state__in=["received", "processing"], erased_at__isnull=True)
    photo = jobs.claim(due, photo_id, seconds=LEASE_SECONDS)
    if photo is None:
        return
    if photo.attempt > jobs.MAX_ATTEMPTS:
        _set_aside(photo, by=by)
        return
    photo = advance(photo, PHOTO, "take_up", counts=False)
    try:
        with store().working("read", photo.id) as folder, store().local(photo.sha256) as original:
            reading = isolation.run(
                "photograph", "read", original=str(original), folder=str(folder), sha256=photo.sha256,
                turned=photo.turned_made,
            )  # fmt: skip
            _finish(photo, reading, by=by)
    except FileNotFoundError:
        _reject(photo, sentence(GONE), by=by)
    except Unavailable:
        jobs.release_lease(photo, pause_s=OUTAGE_S)
    except isolation.ReaderRefused as refusal:
        _reject(photo, refusal.sentence, by=by)
    except isolation.ReaderBusy:
        jobs.release_lease(photo)
    except isolation.ReaderDied as death:
        Photo.objects.filter(pk=photo.pk, state="processing").update(lease_until=None)
        if photo.attempt >= jobs.MAX_ATTEMPTS:
            _set_aside(photo, by=by, detail=str(death))


def _finish(photo: Photo, reading: dict[str, Any], *, by: Actor) -> None:
    for picture in reading["pictures"]:
        store().keep(Path(picture["file"]), picture["sha256"], DERIVED)
    with transaction.atomic():
        if not not_erased_meanwhile(photo, [(one["sha256"], DERIVED) for one in reading["pictures"]]):
            return
        # Its row is locked now: it may have been filed under another monument while its pixels were read.
        photo.monument = Monument.objects.filter(photos=photo.pk).first()
        photo = advance(photo, PHOTO, "finish", counts=False, **_columns(photo, reading))
        save_derivatives(photo, reading["pictures"], RECIPE_VERSION)
        if reading["tiled"]:
            Pyramid.objects.bulk_create([Pyramid(photo=photo)], ignore_conflicts=True)
            jobs.enqueue(TILE_TASK, photo.id)
        made = {one["recipe"]: one["sha256"] for one in reading["pictures"]}
        facts_by_kind = {
            "checked": {"media_type": reading["media_type"]},
            "derived": {"pictures": made, "recipe_version": RECIPE_VERSION},
        }
        custody.append_several(photo, facts_by_kind, by=by, has_lock=True)
        changes = {
            "state": ("processing", "ready"), "width": (None, photo.width), "height": (None, photo.height),
            "credentials": (None, photo.credentials), "metadata": (None, photo.metadata),
        }  # fmt: skip
        log_event(photo, "ready", changes, by=by)


_SAME_NAME = (
    "longitude", "latitude", "altitude_m", "error_m", "dop", "direction_deg", "direction_is_magnetic", "camera",
    "serial", "lens", "focal_length_mm", "exposure_s", "f_number", "iso", "orientation", "taken", "taken_source",
    "offset",
)  # fmt: skip
_BY_PEOPLE = (
    "creator", "rights", "description", "headline", "keywords", "created", "city", "country", "source_type", "guid",
)  # fmt: skip


def _columns(photo: Photo, reading: dict[str, Any]) -> dict[str, Any]:
    facts = reading["facts"]
    taken_at = _taken_at(photo, facts)
    remark = reading["remark"] or sentence("")
    return {
        "media_type": reading["media_type"], "width": reading["width"], "height": reading["height"],
        "metadata": reading["metadata"], "doubts": facts["doubts"] + _doubts(photo, taken_at),
        **{f"exif_{name}": facts[name] for name in _SAME_NAME},
        **{f"file_{name}": facts[name] for name in _BY_PEOPLE},
        "exif_taken_at": taken_at,
        "exif_gps_at": datetime.fromisoformat(facts["gps_at"]) if facts["gps_at"] else None,
        "credentials": reading["credentials"], "manifest": reading["manifest"],
        **hash_columns(reading["likeness"]),
        "camera_distance_m": camera.distance_to(
            photo.monument, camera.position(facts["longitude"], facts["latitude"], photo.device_position)
        ),
        "because": remark["text"], "because_facts": remark["facts"], "lease_until": None,
        "finished_at": clock.recorded_now(),
    }  # fmt: skip


def hash_columns(hash_: int | None) -> dict[str, Any]:
    """The columns of a perceptual hash."""
    if hash_ is None:
        return {"likeness": None, "likeness_bands": []}
    return {"likeness": _signed(hash_), "likeness_bands": likeness.bands(hash_)}


def _signed(hash_: int) -> int:
    """64 bits as PostgreSQL's bigint holds them."""
    return hash_ - (1 << 64) if hash_ >= 1 << 63 else hash_


def _taken_at(photo: Photo, facts: dict[str, Any]) -> datetime | None:
    """The time of exposure: with the file's UTC offset, or else in the site's time zone; a mere date counts as noon."""
    if facts["taken_at"]:
        return datetime.fromisoformat(facts["taken_at"])
    if not facts["taken"]:
        return None
    local = datetime.fromisoformat(facts["taken"])
    if ":" not in facts["taken"]:
        local = local.replace(hour=12)
    return local.replace(tzinfo=ZoneInfo(photo.site.time_zone))


def _doubts(photo: Photo, taken_at: datetime | None) -> list[dict[str, Any]]:
    """Contradictions between the file's time and the times of receipt and of the device."""
    found = []
    if taken_at and photo.received_at and taken_at > photo.received_at + CLOCK_SLACK:
        found.append(sentence(LATER_THAN_RECEIVED))
    if taken_at and photo.taken_at and abs(taken_at - photo.taken_at) > timedelta(hours=1):
        found.append(sentence(AGAINST_DEVICE, hours=round(abs(taken_at - photo.taken_at) / timedelta(hours=1))))
    return found


def _reject(photo: Photo, because: dict[str, Any], *, by: Actor) -> None:
    with transaction.atomic():
        photo = advance(
            photo, PHOTO, "reject", counts=False, because=because["text"], because_facts=because["facts"],
            lease_until=None, finished_at=clock.recorded_now(),
        )  # fmt: skip
        custody.append(photo, "rejected", by=by, note=because["text"])
        log_event(photo, "rejected", {"state": ("processing", "rejected"), "because": (None, because)}, by=by)


def _set_aside(photo: Photo, *, by: Actor, detail: str = "") -> None:
    with transaction.atomic():
        before = photo.state
        photo = advance(
            photo, PHOTO, "set_aside", counts=False, because=SET_ASIDE, because_facts={"times": jobs.MAX_ATTEMPTS},
            lease_until=None, finished_at=clock.recorded_now(),
        )  # fmt: skip
        custody.append(photo, "set_aside", by=by, note=detail)
        log_event(photo, "set_aside", {"state": (before, "set_aside"), "because": (None, SET_ASIDE)}, by=by)


def try_again(photo: Photo, *, by: Actor) -> Photo:
    """Queue a rejected or set-aside photograph for reading again, for instance after an update of the reader."""
    policy.require_describe(photo, by)
    with transaction.atomic():
        before = photo.state
        photo = advance(
            photo, PHOTO, "try_again", counts=False, because="", because_facts={}, attempt=0, lease_until=None,
            finished_at=None,
        )  # fmt: skip
        log_event(photo, "tried_again", {"state": (before, "received")}, by=by)
        jobs.enqueue(PROCESS_TASK, photo.id)
    return photo


def cut_tiles(photo_id: UUID, *, by: Actor) -> None:
    """Cut the tiles of one large photograph, under a lease. Does nothing when they are not due."""
    pyramid = jobs.claim(Pyramid.objects.filter(state="due"), photo_id, seconds=LEASE_SECONDS)
    if pyramid is None:
        return
    photo = pyramid.photo
    if pyramid.attempt > jobs.MAX_ATTEMPTS or not photo.has_bytes:
        Pyramid.objects.filter(pk=pyramid.pk).update(state="failed", lease_until=None)
        return
    try:
        with store().working("tiles", photo.id) as folder, store().local(photo.sha256) as original:
            cut = isolation.run(
                "tiles", "cut", original=str(original), folder=str(folder), orientation=photo.exif_orientation,
                turned=photo.turned_made,
            )  # fmt: skip
            store().keep(Path(cut["file"]), cut["sha256"], TILES)
    except (isolation.ReaderRefused, FileNotFoundError):
        Pyramid.objects.filter(pk=pyramid.pk).update(state="failed", lease_until=None)
    except Unavailable:
        jobs.release_lease(pyramid, pause_s=OUTAGE_S)
    except isolation.ReaderBusy:
        jobs.release_lease(pyramid)
    except isolation.ReaderDied:
        Pyramid.objects.filter(pk=pyramid.pk).update(lease_until=None)
    else:
        with transaction.atomic():
            if not not_erased_meanwhile(photo, [(cut["sha256"], TILES)]):
                return
            # Filtered by the lease: a picture turned meanwhile has its tiles cut again, and these are of the old one.
            if not Pyramid.objects.filter(pk=pyramid.pk, lease_until=pyramid.lease_until).update(
                state="ready", sha256=cut["sha256"], width=cut["width"], height=cut["height"], ends=cut["ends"],
                lease_until=None,
            ):  # fmt: skip
                transaction.on_commit(lambda: remove_unreferenced([(cut["sha256"], TILES)]))
                return
            custody.append(photo, "tiled", by=by, facts={"tiles": cut["sha256"], "version": tiles.VERSION})


@jobs.due_tasks
def photos_due() -> Iterable[tuple[str, UUID]]:
    """Photographs waiting to be processed, or whose lease has expired."""
    due = Photo.objects.filter(jobs.unleased(), state__in=["received", "processing"], erased_at__isnull=True)
    return [(PROCESS_TASK, one) for one in due.order_by("id").values_list("pk", flat=True)[:200]]


@jobs.due_tasks
def pyramids_due() -> Iterable[tuple[str, UUID]]:
    due = Pyramid.objects.filter(jobs.unleased(), state="due")
    return [(TILE_TASK, one) for one in due.order_by("photo_id").values_list("pk", flat=True)[:50]]
