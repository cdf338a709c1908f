"""Masking faces and number plates: requested by a person, painted by the worker, on derivatives only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.evidence import custody, isolation, policy
from assessments.evidence.errors import BeingTurned
from assessments.evidence.models import Mask, Photo
from assessments.evidence.operations.derivatives import not_erased_meanwhile, save_derivatives
from assessments.evidence.operations.describing import reconsider
from assessments.evidence.operations.history import log_event
from assessments.evidence.operations.reading import LEASE_SECONDS, OUTAGE_S
from assessments.kit import jobs
from assessments.kit.actor import Actor
from assessments.kit.errors import Stale, Unavailable, invalid_field
from assessments.kit.store import DERIVED, store
from assessments.register import policy as register
from assessments.register.roles import May

MASK_TASK = "assessments.mask_photo"
MAX_RECTANGLES = 200
NOT_MADE = gettext_noop("The covered pictures could not be made, so nobody outside the team sees this photograph.")
Rectangle = Sequence[float]


def require_still(photo: Photo, seen_turned: int | None = None) -> None:
    """Locks a photograph that somebody draws on. Raises `BeingTurned` while it is turned, or when it was turned since
    they saw it (`seen_turned` quarters).
    """
    now = Photo.objects.select_for_update().get(pk=photo.pk)
    if now.turned != now.turned_made or seen_turned not in (None, now.turned_made):
        raise BeingTurned


def cover(photo: Photo, rectangles: Sequence[Rectangle], *, by: Actor, expected_revision: int | None = None) -> Mask:
    """Mask these rectangles (left, top, width, height as fractions of the upright picture); an empty list removes
    the mask.

    The original and the team's derivatives are not changed; people outside the team see the masked ones. When somebody
    who is no verifier removes part of a mask, the decision to open the photograph is revoked. Raises `Stale` when the
    mask was changed since `expected_revision` (0: no mask).
    """
    policy.require_describe(photo, by)
    if len(rectangles) > MAX_RECTANGLES:
        raise invalid_field("/rectangles", "too_many", _("At most 200 rectangles can be covered."))
    wanted = [[round(one, 5) for one in rectangle] for rectangle in rectangles]
    with transaction.atomic():
        require_still(photo)
        mask, _made = Mask.objects.select_for_update().get_or_create(photo=photo, defaults={"revision": 0})
        if expected_revision is not None and expected_revision != mask.revision:
            raise Stale(yours=expected_revision, now=mask.revision)
        before = mask.rectangles
        if before == wanted and not mask.failed_because:
            return mask
        mask.rectangles, mask.revision = wanted, mask.revision + 1
        mask.attempt, mask.lease_until, mask.failed_because = 0, None, ""
        if not wanted:
            mask.made_revision = mask.revision
        mask.save()
        custody.append(photo, "cover_named" if wanted else "uncovered", by=by, facts={"revision": mask.revision})
        log_event(photo, "covered", {"rectangles": (before, wanted)}, by=by)
        taken_away = any(one not in wanted for one in before)
        if taken_away and photo.audience == "open" and not register.may(by, May.VERIFY, photo.site_id):
            reconsider(photo, by=by)
        if wanted:
            jobs.enqueue(MASK_TASK, photo.id)
    return mask


def paint(photo_id: UUID, *, by: Actor) -> None:
    """Make the masked derivatives of one photograph, under a lease. Does nothing when they are not due."""
    mask = jobs.claim(Mask.objects.exclude(revision=F("made_revision")), photo_id, seconds=LEASE_SECONDS)
    if mask is None or not mask.photo.has_bytes:
        return
    photo = mask.photo
    if mask.attempt > jobs.MAX_ATTEMPTS:
        _give_up(mask)
        return
    try:
        with store().working("mask", photo.id) as folder, store().local(photo.sha256) as original:
            pictures = isolation.run(
                "masking", "mask", original=str(original), folder=str(folder), orientation=photo.exif_orientation,
                turned=photo.turned_made, rectangles=mask.rectangles,
            )  # fmt: skip
            for one in pictures:
                store().keep(Path(one["file"]), one["sha256"], DERIVED)
    except (isolation.ReaderRefused, FileNotFoundError):
        _give_up(mask)
    except (isolation.ReaderDied, isolation.ReaderBusy):
        Mask.objects.filter(pk=mask.pk).update(lease_until=None)
    except Unavailable:
        jobs.release_lease(mask, pause_s=OUTAGE_S)
    else:
        with transaction.atomic():
            if not not_erased_meanwhile(photo, [(one["sha256"], DERIVED) for one in pictures]):
                return
            save_derivatives(photo, pictures, mask.revision)
            # Filtered by revision: a mask changed meanwhile stays due, and a removed one stays removed.
            Mask.objects.filter(pk=mask.pk, revision=mask.revision).update(
                made_revision=mask.revision, lease_until=None
            )
            made = {one["recipe"]: one["sha256"] for one in pictures}
            custody.append(photo, "masked", by=by, facts={"pictures": made, "revision": mask.revision})


def _give_up(mask: Mask) -> None:
    """Record the failure. Without masked derivatives of this revision nobody outside the team sees any picture."""
    Mask.objects.filter(pk=mask.pk).update(made_revision=mask.revision, failed_because=NOT_MADE, lease_until=None)


@jobs.due_tasks
def masks_due() -> Iterable[tuple[str, UUID]]:
    due = Mask.objects.filter(jobs.unleased()).exclude(revision=F("made_revision"))
    return [(MASK_TASK, one) for one in due.order_by("photo_id").values_list("pk", flat=True)[:50]]
