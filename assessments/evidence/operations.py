"""Verbs of evidence: register, receive, process, describe, hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import writing
from assessments.audit.operations import Entry, Thing
from assessments.evidence import custody, isolation, policy, vocabulary
from assessments.evidence.errors import ChecksumMismatch
from assessments.evidence.messages import PhotoIn, PhotoPatch
from assessments.evidence.models import Derivative, Hold, Photo
from assessments.evidence.pixels import RECIPE_VERSION
from assessments.evidence.workflow import PHOTO
from assessments.kit import clock, jobs
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct, sha256_of_file
from assessments.kit.errors import Forbidden, NotFound, TooLarge, invalid_field
from assessments.kit.messages import given
from assessments.kit.store import store
from assessments.kit.things import one_of
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.roles import May

PROCESS = "assessments.process_photo"
LEASE_SECONDS = 100

OPEN = frozenset(
    {
        "site_id", "monument_id", "sha256", "size", "obtained_from", "role", "people", "consent", "flags", "state",
        "width", "height",
    }
)  # fmt: skip


def _thing(photo: Photo) -> Thing:
    return Thing("photo", photo.id, photo.site_id)


def _require_words(values: dict[str, Any]) -> None:
    lists = {
        "obtained_from": vocabulary.OBTAINED_FROM,
        "role": vocabulary.PHOTO_ROLE,
        "people": vocabulary.PEOPLE,
        "consent": vocabulary.CONSENT,
    }
    for name, terms in lists.items():
        if name in values:
            terms.require(values[name], f"/{name}")
    for index, flag in enumerate(values.get("flags", [])):
        vocabulary.FLAG.require(flag, f"/flags/{index}")


def register_photo(message: PhotoIn, *, by: Actor) -> Photo:
    """Announce a photograph: what it is, where it belongs, which bytes will come. The bytes follow.

    Refuses with `TooLarge`, `Invalid`, and as the register does for the place. The same registration twice is one.
    """
    site_id = _site_of(message, by)
    register.require(by, May.RECORD, site_id)
    if message.size > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=f"{settings.UPLOAD_MAX_BYTES >> 20} MiB")
    created_with = digest_of_struct(message)
    if found := writing.already_there(Photo, message.id, created_with):
        return found
    values = given(message)
    _require_words(values)
    position = message.device_position
    values |= {
        "site_id": site_id, "monument_id": values.pop("monument"), "registered_by_id": by.user_id,
        "device_id": by.device_id, "device_position": msgspec.to_builtins(position) if position else None,
    }  # fmt: skip
    values.pop("site")
    photo = writing.create(
        Photo, values, by=by, verb="evidence.photo.registered", kind="photo", site_id=site_id, open_fields=OPEN,
        created_with=created_with, hidden={"registered_by_id", "device_id"},
    )  # fmt: skip
    if _already_ours(message.sha256, by) and store().has(message.sha256):
        return receive(photo, by=by)
    return photo


def _site_of(message: PhotoIn, by: Actor) -> UUID:
    if message.monument is None:
        if message.site is None:
            raise invalid_field("/site", "missing", _("A photograph belongs to a monument, or at least to a site."))
        return message.site
    monument = register.visible_monuments(by).filter(pk=message.monument).values_list("site_id", flat=True).first()
    if monument is None:
        raise invalid_field("/monument", "unknown_monument", _("No monument that you may see has this id."))
    if message.site and message.site != monument:
        raise invalid_field("/site", "other_site", _("The monument stands on another site."))
    return monument


def _already_ours(sha256: str, by: Actor) -> bool:
    """Hashes are no oracle: only bytes that this person sent before, or may see in full, count as present."""
    arrived = policy.visible_photos(by).filter(sha256=sha256).exclude(state="registered")
    return bool(arrived.exists())


def needed(digests: Iterable[str], *, by: Actor) -> list[str]:
    """Which of these must still be sent by this person."""
    wanted = list(dict.fromkeys(digests))
    known = policy.visible_photos(by).filter(sha256__in=wanted).exclude(state="registered")
    present = set(known.values_list("sha256", flat=True))
    return [one for one in wanted if one not in present]


def receive_file(photo: Photo, staged: Path, *, by: Actor) -> Photo:
    """Take in the staged bytes of a registered photograph. Refuses with `ChecksumMismatch`, keeping nothing."""
    if staged.stat().st_size != photo.size or sha256_of_file(staged) != photo.sha256:
        staged.unlink()
        raise ChecksumMismatch
    store().keep(staged, photo.sha256)
    return receive(photo, by=by)


def receive(photo: Photo, *, by: Actor) -> Photo:
    """The bytes are on disk under their digest: from now on the photograph is evidence. Received twice is once."""
    if photo.state != "registered":
        return photo
    with transaction.atomic():
        photo = advance(photo, PHOTO, "receive", counts=False, received_at=clock.now())
        custody.append(photo, "received", by=by, facts={"size": photo.size, "device": photo.device_id})
        changes = {"state": ("registered", "received"), "sha256": (None, photo.sha256)}
        audit.record(Entry("evidence.photo.received", _thing(photo), changes, OPEN), by=by)
        jobs.ring(PROCESS, photo.id)
    return photo


def process(photo_id: UUID, *, by: Actor) -> None:
    """Check, read and scale one received photograph under a lease. Nothing due: returns quietly.

    No transaction is open while pixels are decoded. When the reading process dies, the lease is given back and the
    next attempt comes; the fifth sets the photograph aside.
    """
    photo = jobs.claim(Photo.objects.filter(state__in=["received", "processing"]), photo_id, seconds=LEASE_SECONDS)
    if photo is None:
        return
    if photo.attempt > jobs.MOST_ATTEMPTS:
        _set_aside(photo, by=by)
        return
    photo = advance(photo, PHOTO, "take_up", counts=False)
    folder = store().working_folder(photo.id)
    try:
        reading = isolation.read_photograph(store().path(photo.sha256), folder, photo.sha256)
    except isolation.ReaderRefused as refusal:
        _reject(photo, str(refusal), by=by)
    except isolation.ReaderDied as death:
        Photo.objects.filter(pk=photo.pk, state="processing").update(lease_until=None, because="")
        if photo.attempt >= jobs.MOST_ATTEMPTS:
            _set_aside(photo, by=by, detail=str(death))
    else:
        _finish(photo, reading, by=by)
    finally:
        _clear(folder)


def _clear(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _finish(photo: Photo, reading: dict[str, Any], *, by: Actor) -> None:
    facts = reading["facts"]
    for picture in reading["pictures"]:
        store().keep(Path(picture["file"]), picture["sha256"], "derived")
    with transaction.atomic():
        photo = advance(photo, PHOTO, "finish", counts=False, **_columns(photo, reading, facts))
        Derivative.objects.bulk_create(
            [
                Derivative(
                    photo=photo, recipe=one["recipe"], recipe_version=RECIPE_VERSION, sha256=one["sha256"],
                    width=one["width"], height=one["height"], size=one["size"],
                )
                for one in reading["pictures"]
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        custody.append(photo, "checked", by=by, facts={"media_type": reading["media_type"]})
        made = {one["recipe"]: one["sha256"] for one in reading["pictures"]}
        custody.append(photo, "derived", by=by, facts={"pictures": made, "recipe_version": RECIPE_VERSION})
        changes = {
            "state": ("processing", "ready"), "width": (None, photo.width), "height": (None, photo.height),
            "exif": (None, photo.exif),
        }  # fmt: skip
        audit.record(Entry("evidence.photo.ready", _thing(photo), changes, OPEN), by=by)


def _columns(photo: Photo, reading: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "media_type": reading["media_type"], "width": reading["width"], "height": reading["height"],
        "exif": {"values": facts["values"], "doubts": facts["doubts"]}, "exif_taken": facts["taken"],
        "exif_offset": facts["offset"], "exif_taken_at": _taken_at(photo, facts),
        "exif_longitude": facts["longitude"], "exif_latitude": facts["latitude"], "exif_error_m": facts["error_m"],
        "exif_direction_deg": facts["direction_deg"], "exif_camera": facts["camera"], "because": reading["remark"],
        "lease_until": None, "finished_at": clock.recorded_now(),
    }  # fmt: skip


def _taken_at(photo: Photo, facts: dict[str, Any]) -> datetime | None:
    """The moment, where the file tells its offset; else its local time read in the site's time zone."""
    if facts["taken_at"]:
        return datetime.fromisoformat(facts["taken_at"])
    if facts["taken"]:
        return datetime.fromisoformat(facts["taken"]).replace(tzinfo=ZoneInfo(photo.site.time_zone))
    return None


def _reject(photo: Photo, because: str, *, by: Actor) -> None:
    with transaction.atomic():
        photo = advance(
            photo, PHOTO, "reject", counts=False, because=because, lease_until=None, finished_at=clock.recorded_now()
        )
        custody.append(photo, "rejected", by=by, note=because)
        changes = {"state": ("processing", "rejected"), "because": (None, because)}
        audit.record(Entry("evidence.photo.rejected", _thing(photo), changes, OPEN), by=by)


def _set_aside(photo: Photo, *, by: Actor, detail: str = "") -> None:
    because = f"Reading it failed {jobs.MOST_ATTEMPTS} times. It is kept as received; an administrator should look."
    with transaction.atomic():
        before = photo.state
        photo = advance(
            photo, PHOTO, "set_aside", counts=False, because=because, lease_until=None,
            finished_at=clock.recorded_now(),
        )  # fmt: skip
        custody.append(photo, "set_aside", by=by, note=detail)
        changes = {"state": (before, "set_aside"), "because": (None, because)}
        audit.record(Entry("evidence.photo.set_aside", _thing(photo), changes, OPEN), by=by)


def describe(photo_id: UUID, message: PhotoPatch, *, by: Actor, expected_version: int | None) -> Photo:
    """Change what people say of a photograph; its bytes and what the file says never change."""
    photo = one_of(policy.visible_photos(by), photo_id)
    if not policy.may_describe(photo, by):
        raise Forbidden
    values = given(message)
    _require_words(values)
    return writing.update(
        photo, values, by=by, verb="evidence.photo.described", kind="photo", site_id=photo.site_id, open_fields=OPEN,
        expected_version=expected_version,
    )  # fmt: skip


def hold(photo_ids: Iterable[UUID], *, holder_kind: str, holder_id: UUID, by: Actor) -> None:
    """Keep these photographs as long as their holder stands; held twice is held once."""
    for photo in Photo.objects.filter(pk__in=list(photo_ids)):
        _row, made = Hold.objects.get_or_create(photo=photo, holder_kind=holder_kind, holder_id=holder_id)
        if made:
            custody.append(photo, "held", by=by, facts={"holder": [holder_kind, holder_id]})
            changes = {"holder": (None, [holder_kind, str(holder_id)])}
            audit.record(Entry("evidence.photo.held", _thing(photo), changes, {"holder"}), by=by)


def release_original(photo: Photo, *, by: Actor) -> Path:
    """The untouched file, with its custody entry written first: no entry, no original."""
    if not store().has(photo.sha256):
        raise NotFound
    custody.append_once_an_hour(photo, "released", by=by)
    return store().path(photo.sha256)


@jobs.swept
def photos_due() -> Iterable[tuple[str, UUID]]:
    """Photographs that wait, or whose worker went silent."""
    due = Photo.objects.filter(jobs.unleased(), state__in=["received", "processing"])
    return [(PROCESS, one) for one in due.order_by("id").values_list("pk", flat=True)[:200]]


def place(photo_ids: Collection[UUID], monument_id: UUID, *, by: Actor) -> None:
    """Say that these photographs show another monument of the same site: the report that uses them was moved there."""
    _place(Photo.objects.filter(pk__in=photo_ids), monument_id, by)


def place_all(from_id: UUID, monument_id: UUID, *, by: Actor) -> None:
    """All photographs of a monument that was merged into another."""
    _place(Photo.objects.filter(monument_id=from_id), monument_id, by)


def _place(photos: QuerySet[Photo], monument_id: UUID, by: Actor) -> None:
    with transaction.atomic():
        moved = [one for one in photos.select_for_update() if one.monument_id != monument_id]
        Photo.objects.filter(pk__in=[one.id for one in moved]).update(monument_id=monument_id, version=F("version") + 1)
        audit.record_many(
            [
                Entry(
                    "evidence.photo.placed", Thing("photo", one.id, one.site_id),
                    {"monument_id": (str(one.monument_id), str(monument_id))}, {"monument_id"},
                )
                for one in moved
            ],
            by=by,
        )  # fmt: skip
