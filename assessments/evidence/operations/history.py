"""History entries of evidence: which fields are recorded in plain, and which values must be vocabulary terms."""

from __future__ import annotations

from typing import Any

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.evidence import vocabulary
from assessments.evidence.models import ReceivedFile
from assessments.kit.actor import Actor

OPEN = frozenset(
    {
        "site_id", "monument_id", "also_shows", "blocks", "sha256", "size", "obtained_from", "role", "people",
        "consent", "flags", "state", "width", "height", "turned", "clock_ahead_s", "audience",
        "document_kind", "credentials", "holder", "erased_at", "withdrawn_at",
    }
)  # fmt: skip

_LISTS = {
    "obtained_from": vocabulary.OBTAINED_FROM, "role": vocabulary.PHOTO_ROLE, "people": vocabulary.PEOPLE,
    "consent": vocabulary.CONSENT, "document_kind": vocabulary.DOCUMENT_KIND, "audience": vocabulary.AUDIENCE,
}  # fmt: skip


def subject_of(item: ReceivedFile) -> Subject:
    return Subject(item.kind, item.id, item.site_id)


def log_event(item: ReceivedFile, what: str, changes: dict[str, tuple[Any, Any]], *, by: Actor, note: str = "") -> None:
    """Record a history entry about a photograph or document, within the operation's transaction."""
    entry = Entry(f"evidence.{item.kind}.{what}", subject_of(item), changes, OPEN, note=note, version=item.version)
    audit.record(entry, by=by)


def require_terms(values: dict[str, Any]) -> None:
    """Raises `Invalid` for values that are not terms of their vocabulary."""
    for name, terms in _LISTS.items():
        if name in values:
            terms.require(values[name], f"/{name}")
    for index, flag in enumerate(values.get("flags", [])):
        vocabulary.FLAG.require(flag, f"/flags/{index}")
