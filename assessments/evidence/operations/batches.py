"""One answer for many photographs: who is in them, when they were taken, how far the clock of their camera was off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry
from assessments.evidence import custody, policy
from assessments.evidence.messages import PhotosPatch
from assessments.evidence.models import Photo
from assessments.evidence.operations import dating
from assessments.evidence.operations.describing import DECIDED, HIDDEN, UNDECIDED
from assessments.evidence.operations.history import OPEN, require_terms, subject_of
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import Forbidden, NotFound, invalid_field
from assessments.kit.messages import given
from assessments.register import policy as register
from assessments.register.roles import May


def describe_many(message: PhotosPatch, *, by: Actor) -> list[Photo]:
    """Say the same of many photographs of one site. Flags are added to those there are, and none is taken away.

    Raises `NotFound`, `Forbidden` or `Invalid` for the whole batch when one of them may not be described.
    """
    values = given(message)
    wanted, flags = values.pop("photos"), values.pop("flags", [])
    require_terms(values | {"flags": flags})
    dating.require_clock(values.get("clock_ahead_s"))
    with transaction.atomic():
        photos = _locked(wanted, by)
        if "taken_on" in values:
            values |= dating.day_columns(values["taken_on"], photos[0].site_id)
        entries: list[Entry] = []
        changed: set[str] = set()
        for photo in photos:
            own: dict[str, Any] = values | {"flags": [*photo.flags, *(one for one in flags if one not in photo.flags)]}
            if photo.audience == "open" and policy.is_doubtful(photo, own):
                own |= UNDECIDED
                custody.append(photo, DECIDED["undecided"], by=by)
            differing = {
                name: (getattr(photo, name), value) for name, value in own.items() if getattr(photo, name) != value
            }
            if not differing:
                continue
            for name in differing:
                setattr(photo, name, own[name])
            photo.version, photo.updated_at = photo.version + 1, clock.now()
            told = {name: pair for name, pair in differing.items() if name not in HIDDEN}
            entries.append(Entry("evidence.photo.described", subject_of(photo), told, OPEN, version=photo.version))
            changed |= differing.keys()
        if changed:
            Photo.objects.bulk_update(photos, [*sorted(changed), "version", "updated_at"], batch_size=500)
            audit.record_many(entries, by=by)
    return photos


def _locked(ids: Sequence[UUID], by: Actor) -> list[Photo]:
    """These photographs, locked. Raises `NotFound`, `Forbidden`, and `Invalid` when they are of several sites."""
    wanted = set(ids)
    # Locked in a query of its own: what one may see joins tables whose rows are not to be locked.
    seen = dict(policy.visible_photos(by).filter(pk__in=wanted).values_list("pk", "site_id"))
    if len(seen) != len(wanted):
        raise NotFound
    if len(set(seen.values())) > 1:
        raise invalid_field("/photos", "other_site", _("Describe the photographs of one site at a time."))
    photos = list(Photo.objects.select_for_update().filter(pk__in=wanted).order_by("id"))
    others = [one for one in photos if one.registered_by_id != by.user_id]
    if others and not register.may(by, May.VERIFY, others[0].site_id):
        raise Forbidden
    return photos
