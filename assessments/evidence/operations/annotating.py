"""Annotations on photographs: a rectangle or polygon with a text, after the W3C Web Annotation model."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.evidence import policy
from assessments.evidence.errors import NotYours
from assessments.evidence.messages import AnnotationIn, AnnotationPatch
from assessments.evidence.models import Annotation
from assessments.evidence.operations.masking import require_still
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.kit.resources import get_visible
from assessments.register import policy as register
from assessments.register.roles import May

OPEN = frozenset({"photo_id", "points"})
MIN_EDGE = 0.002


def annotate(message: AnnotationIn, *, by: Actor) -> Annotation:
    """Annotate a photograph. Allowed for recorders and verifiers of its site. Idempotent by `id`."""
    photo = get_visible(policy.visible_photos(by), message.photo)
    register.require(by, May.RECORD, photo.site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Annotation, message.id, created_with):
        return found
    values = given(message)
    seen = values.pop("turned_deg")
    values |= {"photo_id": values.pop("photo"), "points": _sound(message.points), "author_id": by.user_id}
    with transaction.atomic():
        require_still(photo, None if seen is None else seen // 90)
        return recorded_changes.create(
            Annotation, values, by=by, verb="evidence.annotation.drawn", kind="annotation", site_id=photo.site_id,
            open_fields=OPEN, created_with=created_with, hidden={"author_id"},
        )  # fmt: skip


def change_annotation(
    annotation: Annotation, message: AnnotationPatch, *, by: Actor, expected_version: int | None = None
) -> Annotation:
    """Change the shape or text of an annotation. Allowed for its author and for verifiers of the site."""
    require_own(annotation, by)
    values = given(message)
    if "points" in values:
        values["points"] = _sound(values["points"])
    return _update(annotation, values, "changed", by, expected_version)


def remove_annotation(annotation: Annotation, *, by: Actor, expected_version: int | None = None) -> Annotation:
    """Take a mark off the picture; history keeps it."""
    require_own(annotation, by)
    if annotation.removed_at is not None:
        return annotation
    return _update(annotation, {"removed_at": clock.now()}, "removed", by, expected_version)


def _update(
    annotation: Annotation, values: dict[str, object], what: str, by: Actor, expected_version: int | None
) -> Annotation:
    with transaction.atomic():
        return recorded_changes.update(
            annotation, values, by=by, verb=f"evidence.annotation.{what}", kind="annotation",
            site_id=annotation.photo.site_id, open_fields=OPEN, expected_version=expected_version,
        )  # fmt: skip


def require_own(annotation: Annotation, by: Actor) -> None:
    if annotation.author_id != by.user_id and not register.may(by, May.VERIFY, annotation.photo.site_id):
        raise NotYours


def _sound(points: Sequence[Sequence[float]]) -> list[list[float]]:
    """Points within the picture that enclose something; two opposite corners stand for a rectangle."""
    if len(points) == 2:
        (left, top), (right, bottom) = points
        points = [(left, top), (right, top), (right, bottom), (left, bottom)]
    across, down = [one[0] for one in points], [one[1] for one in points]
    if max(across) - min(across) < MIN_EDGE or max(down) - min(down) < MIN_EDGE:
        raise invalid_field("/points", "too_small", _("The mark is too small to be seen."))
    return [[round(x, 5), round(y, 5)] for x, y in points]
