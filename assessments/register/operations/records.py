"""Authorities, organisations, statements, and documents kept as received."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.kit import clock, ids, resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.kit.staging import stage
from assessments.kit.store import store
from assessments.people.models import Organisation
from assessments.register import policy, vocabulary
from assessments.register.messages import AuthorityIn, OrganisationIn, OrganisationPatch, StatementIn
from assessments.register.models import Authority, Site, Statement, StoredFile
from assessments.register.operations.places import DERIVED, named
from assessments.register.roles import May


def record_authority(message: AuthorityIn, *, by: Actor) -> Authority:
    """Put an authority on file. We show who claims what; we do not adjudicate."""
    policy.require_administrator(by)
    require_place_in_review(message.mandate, message.level)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Authority, message.id, created_with):
        return found
    values: dict[str, Any] = given(message) | named(message.names)
    sites = list(Site.objects.filter(pk__in=values.pop("sites")))
    values["external_ids"] = msgspec.to_builtins(message.external_ids)
    with transaction.atomic():
        authority = recorded_changes.create(
            Authority, values, by=by, verb="register.authority.recorded", kind="authority", site_id=None,
            open_fields=AUTHORITY_OPEN, created_with=created_with, hidden=DERIVED,
        )  # fmt: skip
        authority.sites.set(sites)
    return authority


AUTHORITY_OPEN = frozenset({"mandate", "level", "first_day", "last_day"})


def require_place_in_review(mandate: str, level: str) -> None:
    """Raises `Invalid` for an unknown mandate or level, and for a level that rests on another mandate."""
    vocabulary.MANDATE.require(mandate, "/mandate")
    if not level:
        return
    vocabulary.AUTHORITY_LEVEL.require(level, "/level")
    if (needed := vocabulary.MANDATE_OF_LEVEL[level]) != mandate:
        words = {
            "level": vocabulary.AUTHORITY_LEVEL.label(level), "mandate": vocabulary.MANDATE.label(needed)
        }  # fmt: skip
        raise invalid_field("/level", "mandate", _("'%(level)s' rests on the mandate '%(mandate)s'.") % words)


def record_organisation(message: OrganisationIn, *, by: Actor) -> Organisation:
    """Put on file a body that people belong to and that visits are made for."""
    policy.require_administrator(by)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Organisation, message.id, created_with):
        return found
    return recorded_changes.create(
        Organisation, _organisation_values(given(message)), by=by, verb="register.organisation.recorded",
        kind="organisation", site_id=None, open_fields=frozenset({"country"}), created_with=created_with,
    )  # fmt: skip


def change_organisation(
    id: UUID, message: OrganisationPatch, *, by: Actor, expected_version: int | None
) -> Organisation:
    """Correct an organisation's names or country. Raises `NotFound`, `NotAMember`, `Stale`."""
    policy.require_administrator(by)
    row: Organisation = resources.get_visible(Organisation.objects.all(), id)
    return recorded_changes.update(
        row, _organisation_values(given(message)), by=by, verb="register.organisation.changed", kind="organisation",
        site_id=None, open_fields=frozenset({"country"}), expected_version=expected_version,
    )  # fmt: skip


def _organisation_values(values: dict[str, Any]) -> dict[str, Any]:
    if "names" in values:
        values["names"] = named(values["names"])["names"]
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values


def record_statement(message: StatementIn, *, by: Actor) -> Statement:
    """Record a public claim with who made it and its source."""
    policy.require(by, May.STATE, message.site)
    if message.said_on > clock.day_of(clock.recorded_now(), Site.objects.get(pk=message.site).time_zone):
        raise invalid_field("/said_on", "future", _("A statement cannot be made in the future."))
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Statement, message.id, created_with):
        return found
    values = given(message)
    values |= {"site_id": values.pop("site"), "external_ids": msgspec.to_builtins(message.external_ids)}
    return recorded_changes.create(
        Statement, values, by=by, verb="register.statement.recorded", kind="statement", site_id=message.site,
        open_fields=frozenset({"site_id", "said_on", "about", "figure"}), created_with=created_with,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StagedDocument:
    """A staged file with the SHA-256 of its bytes and its original filename."""

    file: Path
    sha256: str
    filename: str
    media_type: str


def staged_document(file: Any) -> StagedDocument:
    """Stage an uploaded file, ready to be stored under its digest."""
    staged, digest = stage(file, file.size)
    return StagedDocument(staged, digest, Path(str(file.name or "file")).name, (file.content_type or "")[:100])


def receive_document(document: StagedDocument, *, site_id: UUID, by: Actor) -> StoredFile:
    """Store an uploaded document under the digest of its bytes. It is never rendered, only served as received."""
    keeps = next((one for one in (May.KEEP_SAFETY, May.KEEP_REGISTER) if policy.may(by, one, site_id)), May.RECORD)
    policy.require(by, keeps, site_id)
    size = document.file.stat().st_size
    store().keep(document.file, document.sha256)
    return record_file(
        id=ids.uuid7(), site_id=site_id, sha256=document.sha256, size=size, media_type=document.media_type,
        filename=document.filename, by=by,
    )  # fmt: skip


def record_file(
    *, id: UUID, site_id: UUID, sha256: str, size: int, media_type: str, filename: str, by: Actor
) -> StoredFile:
    """Record a file whose bytes are already stored, so that a clearance may refer to it."""
    with transaction.atomic():
        row = StoredFile.objects.create(
            id=id, site_id=site_id, sha256=sha256, size=size, media_type=media_type, filename=filename[:255],
            received_from_id=by.user_id,
        )  # fmt: skip
        changes = {"sha256": (None, sha256), "size": (None, size), "filename": (None, filename)}
        audit.record(Entry("register.file.received", Subject("file", id, site_id), changes, {"sha256", "size"}), by=by)
    return row


def set_file_gone(id: UUID, *, is_gone: bool) -> None:
    """Mark a file as withdrawn or restored; history records that on the document. Locks the row until the end of the
    transaction.
    """
    StoredFile.objects.filter(pk=id).update(is_gone=is_gone)


def erase_filename(id: UUID, *, by: Actor, because: str) -> None:
    """Erase the filename of a file whose bytes were erased; that the file existed stays in the ledger."""
    with transaction.atomic():
        for site_id in StoredFile.objects.filter(pk=id).values_list("site_id", flat=True):
            StoredFile.objects.filter(pk=id).update(filename="")
            audit.erase_all_about(Subject("file", id, site_id), by=by, because=because)
