"""How evidence tells history what happened: which fields enter a seal as they are, and which words are on a list."""

from __future__ import annotations

from typing import Any

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Thing
from assessments.evidence import vocabulary
from assessments.evidence.models import Received
from assessments.kit.actor import Actor

OPEN = frozenset(
    {
        "site_id", "monument_id", "sha256", "size", "obtained_from", "role", "people", "consent", "flags", "state",
        "width", "height", "audience", "document_kind", "credentials", "holder", "erased_at", "withdrawn_at",
    }
)  # fmt: skip

_LISTS = {
    "obtained_from": vocabulary.OBTAINED_FROM, "role": vocabulary.PHOTO_ROLE, "people": vocabulary.PEOPLE,
    "consent": vocabulary.CONSENT, "document_kind": vocabulary.DOCUMENT_KIND, "audience": vocabulary.AUDIENCE,
}  # fmt: skip


def thing(item: Received) -> Thing:
    return Thing(item.kind, item.id, item.site_id)


def tell(item: Received, what: str, changes: dict[str, tuple[Any, Any]], *, by: Actor, note: str = "") -> None:
    """One history entry about a photograph or document, within the operation's transaction."""
    audit.record(Entry(f"evidence.{item.kind}.{what}", thing(item), changes, OPEN, note=note), by=by)


def require_words(values: dict[str, Any]) -> None:
    """Refuses with `Invalid` what is not on its list."""
    for name, terms in _LISTS.items():
        if name in values:
            terms.require(values[name], f"/{name}")
    for index, flag in enumerate(values.get("flags", [])):
        vocabulary.FLAG.require(flag, f"/flags/{index}")
