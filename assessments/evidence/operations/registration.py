"""Registering files before their upload: description, site or monument, digest and size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.evidence import policy
from assessments.evidence.messages import DocumentIn, PhotoIn
from assessments.evidence.models import Document, Photo, ReceivedFile
from assessments.evidence.operations import dating, showing
from assessments.evidence.operations.arrival import receive
from assessments.evidence.operations.history import OPEN, require_terms
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import TooLarge, invalid_field
from assessments.kit.messages import given
from assessments.kit.store import store
from assessments.register import policy as register
from assessments.register.roles import May

Item = TypeVar("Item", bound=ReceivedFile)
HIDDEN = frozenset({"registered_by_id", "device_id", "source"}) | dating.DERIVED


def register_photo(message: PhotoIn, *, by: Actor) -> Photo:
    """Register a photograph; its bytes follow, unless the actor already has access to an identical original.

    Raises `TooLarge`, `Invalid`, and the register's errors about the site or monument. Idempotent.
    """
    return _register(Photo, message, (May.RECORD,), by)


def register_document(message: DocumentIn, *, by: Actor) -> Document:
    """Register a file other than a photograph; otherwise the same as `register_photo`."""
    return _register(Document, message, policy.MAY_SEND_DOCUMENTS, by)


def _register(model: type[Item], message: PhotoIn | DocumentIn, allowed: tuple[May, ...], by: Actor) -> Item:
    site_id = _site_of(message, by)
    register.require(by, next((one for one in allowed if register.may(by, one, site_id)), allowed[0]), site_id)
    if message.size > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=f"{settings.UPLOAD_MAX_BYTES >> 20} MiB")
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(model, message.id, created_with):
        return found
    values = given(message)
    require_terms(values)
    values |= {
        "site_id": site_id, "monument_id": values.pop("monument"), "registered_by_id": by.user_id,
        "device_id": by.device_id,
    }  # fmt: skip
    values.pop("site")
    values["external_ids"] = msgspec.to_builtins(message.external_ids)
    links: showing.Links = {}
    if isinstance(message, PhotoIn):
        links = showing.require_links(showing.taken_out(values), site_id, message.monument, by)
        values |= dating.columns(values, site_id)
        values["device_position"] = msgspec.to_builtins(message.device_position)
    kind = model.__name__.lower()
    with transaction.atomic():
        item = recorded_changes.create(
            model, values, by=by, verb=f"evidence.{kind}.registered", kind=kind, site_id=site_id, open_fields=OPEN,
            created_with=created_with, hidden=HIDDEN, lists={name: ids for name, ids in links.items() if ids},
        )  # fmt: skip
        if isinstance(item, Photo):
            showing.write(item, {name: ids for name, ids in links.items() if ids})
    if store().has(message.sha256) and _arrived(by, [message.sha256], size=message.size).exists():
        return receive(item, by=by)
    return item


def _site_of(message: PhotoIn | DocumentIn, by: Actor) -> UUID:
    if message.monument is None:
        if message.site is None:
            raise invalid_field("/site", "missing", _("It belongs to a monument, or at least to a site."))
        return message.site
    monument = register.visible_monuments(by).filter(pk=message.monument).values_list("site_id", flat=True).first()
    if monument is None:
        raise invalid_field("/monument", "unknown_monument", _("No monument that you may see has this id."))
    if message.site and message.site != monument:
        raise invalid_field("/site", "other_site", _("The monument stands on another site."))
    return monument


def _arrived(by: Actor, digests: Iterable[str], **also: Any) -> QuerySet[Any, str]:
    """Those digests that count as present for the actor: only originals that they uploaded or may download, so that
    hashes reveal nothing about other files. Damaged or missing ones do not count, since the device may have the last
    good copy.
    """
    wanted = list(digests)
    present_rows: list[QuerySet[Any, str]] = [
        rows.filter(sha256__in=wanted, erased_at__isnull=True, bytes_state="sound", **also)
        .exclude(state="registered")
        .values_list("sha256", flat=True)
        for rows in (policy.held_photos(by), policy.held_documents(by))
    ]
    return present_rows[0].order_by().union(present_rows[1].order_by())


def needed(digests: Iterable[str], *, by: Actor) -> list[str]:
    """The digests whose files the actor still has to upload."""
    wanted = list(dict.fromkeys(digests))
    present = {one for one in _arrived(by, wanted) if store().has(one)}
    return [one for one in wanted if one not in present]
