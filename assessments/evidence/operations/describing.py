"""Describing photographs and documents: captions, consent and flags, the audience, the monument they show."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry
from assessments.evidence import camera, custody, policy
from assessments.evidence.messages import DocumentPatch, PhotoPatch
from assessments.evidence.models import Document, Photo
from assessments.evidence.operations import dating, showing
from assessments.evidence.operations.history import OPEN, require_terms, subject_of
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.kit.resources import get_visible
from assessments.register import policy as register
from assessments.register.roles import May

Item = TypeVar("Item", Photo, Document)
DECIDED = {"open": "opened", "team": "kept_in", "undecided": "reconsidered"}
"""The custody entry's kind for each decision on the audience."""
UNDECIDED = {"audience": "undecided", "audience_decided_at": None}
HIDDEN = frozenset({"audience_decided_at", "source"}) | dating.DERIVED
"""Derived columns, and whom a document is from: a name that may cost a life enters no history."""


def describe(photo_id: UUID, message: PhotoPatch, *, by: Actor, expected_version: int | None = None) -> Photo:
    """Change the description of a photograph; its bytes and the file's metadata never change."""
    return _describe(get_visible(policy.visible_photos(by), photo_id), message, by, expected_version)


def describe_document(
    document_id: UUID, message: DocumentPatch, *, by: Actor, expected_version: int | None = None
) -> Document:
    return _describe(get_visible(policy.visible_documents(by), document_id), message, by, expected_version)


def _describe(item: Item, message: PhotoPatch | DocumentPatch, by: Actor, expected_version: int | None) -> Item:
    policy.require_describe(item, by)
    values = given(message)
    require_terms(values)
    links: showing.Links = {}
    rewritten: dict[str, tuple[Any, Any]] = {}
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    if "monument" in values:
        values |= _moved(item, values.pop("monument"), by)
    if isinstance(item, Photo):
        wanted = showing.taken_out(values)
        links = showing.require_links(wanted, item.site_id, values.get("monument_id", item.monument_id), by)
        links = showing.differing(item, links)
        rewritten = {name: (sorted(showing.present(item, name)), ids) for name, ids in links.items()}
        values |= dating.columns(values, item.site_id)
    reopens = (
        isinstance(item, Photo)
        and item.audience == "open"
        and (
            policy.is_doubtful(item, values)
            or ((links or "monument_id" in values) and not register.may(by, May.VERIFY, item.site_id))
        )
    )
    if reopens:
        # It was opened before the doubt was known, or as a picture of other monuments: a verifier looks again.
        values |= UNDECIDED
    with transaction.atomic():
        item = recorded_changes.update(
            item, values, by=by, verb=f"evidence.{item.kind}.described", kind=item.kind, site_id=item.site_id,
            open_fields=OPEN, expected_version=expected_version, hidden=HIDDEN, lists=rewritten or None,
        )  # fmt: skip
        if isinstance(item, Photo):
            showing.write(item, links)
        if reopens:
            custody.append(item, DECIDED["undecided"], by=by)
    return item


def _moved(item: Photo | Document, monument_id: UUID | None, by: Actor) -> dict[str, Any]:
    """The columns of a file that is filed under another monument of its site. Raises `Invalid`, also for a photograph
    that a verified report holds: the report is moved, and it goes along.
    """
    if monument_id == item.monument_id:
        return {}
    monument = register.visible_monuments(by).filter(pk=monument_id, site_id=item.site_id).first()
    if monument is None and monument_id is not None:
        raise invalid_field("/monument", "unknown_monument", _("Choose a monument of the same site."))
    if isinstance(item, Document):
        return {"monument_id": monument_id}
    if item.holds.exists():
        detail = _("A verified report holds this photograph. Name the other monument as one that it shows too.")
        raise invalid_field("/monument", "held", detail)
    return {"monument_id": monument_id, "camera_distance_m": camera.distance_to(monument, camera.position_of(item))}


def decide_audience(photo_id: UUID, audience: str, *, by: Actor, expected_version: int | None = None) -> Photo:
    """Open a photograph to readers outside the team, restrict it to the team, or revoke the decision. For verifiers."""
    photo = get_visible(policy.visible_photos(by), photo_id)
    register.require(by, May.VERIFY, photo.site_id)
    values = {"audience": audience}
    require_terms(values)
    if photo.audience == audience:
        return photo
    with transaction.atomic():
        decided = clock.now() if audience != "undecided" else None
        photo = recorded_changes.update(
            photo, values | {"audience_decided_at": decided}, by=by, verb="evidence.photo.audience_decided",
            kind="photo", site_id=photo.site_id, open_fields=OPEN, expected_version=expected_version,
            hidden=HIDDEN,
        )  # fmt: skip
        custody.append(photo, DECIDED[audience], by=by)
    return photo


def reconsider(photo: Photo, *, by: Actor) -> None:
    """Revoke the decision to open a photograph after a change to it; a verifier must decide again."""
    with transaction.atomic():
        recorded_changes.update(
            photo, UNDECIDED, by=by, verb="evidence.photo.audience_decided", kind="photo", site_id=photo.site_id,
            open_fields=OPEN, hidden=HIDDEN,
        )  # fmt: skip
        custody.append(photo, DECIDED["undecided"], by=by)


def place(photo_ids: Collection[UUID], monument_id: UUID, *, by: Actor) -> None:
    """Assign photographs to another monument of the same site, because the report that uses them was moved there."""
    _place(Photo.objects.filter(pk__in=photo_ids), monument_id, by)


def place_all(from_id: UUID, monument_id: UUID, *, by: Actor) -> None:
    """Assign all photographs and documents of a monument to the one into which it was merged."""
    _place(Photo.objects.filter(monument_id=from_id), monument_id, by)
    _show_instead(from_id, monument_id)
    _place(Document.objects.filter(monument_id=from_id), monument_id, by)


def _place(rows: QuerySet[Item], monument_id: UUID, by: Actor) -> None:
    with transaction.atomic():
        moved = [one for one in rows.select_for_update() if one.monument_id != monument_id]
        rows.model._default_manager.filter(pk__in=[one.id for one in moved]).update(
            monument_id=monument_id, version=F("version") + 1
        )
        audit.record_many(
            [
                Entry(
                    f"evidence.{one.kind}.placed", subject_of(one), {"monument_id": (str(one.monument_id),
                    str(monument_id))}, {"monument_id"}, version=one.version + 1,
                )
                for one in moved
            ],
            by=by,
        )  # fmt: skip


def _show_instead(from_id: UUID, monument_id: UUID) -> None:
    """Photographs that show a merged monument beside their own show the one that it became."""
    rows = Photo.also_shows.through.objects
    showing_it = rows.filter(monument_id=from_id)
    rows.bulk_create(
        [
            Photo.also_shows.through(photo_id=one, monument_id=monument_id)
            for one in showing_it.exclude(photo__monument_id=monument_id).values_list("photo_id", flat=True)
        ],
        ignore_conflicts=True,
    )
    showing_it.delete()
    rows.filter(monument_id=monument_id, photo__monument_id=monument_id).delete()
