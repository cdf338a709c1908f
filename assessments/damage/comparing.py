"""What differs between two documents of reports: two submissions of one, or one and the last verified before it.

Plain values in, plain values out; `differences` has the words. Findings are the same when they have the same id, or,
between two reports, when they speak of the same part and the same first effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Document = Mapping[str, Any]

FIELDS = (
    "monument", "method", "observed", "observers", "visit", "scope", "seen", "not_reached", "damage",
    "reference_state", "change_reason", "conservation_state", "extent", "certainty", "posting", "cordon_m", "priority",
    "priority_reason", "intervention_required", "safety_hazards", "original_fabric_share", "narrative", "incident",
)  # fmt: skip
OF_A_FINDING = (
    "part", "part_label", "causes", "effects", "stone_pattern", "extent", "measurements", "occurred", "note",
)  # fmt: skip
NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Change:
    """One field with what it said before and says now; None where it said nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that came (`before` is None), went (`after` is None) or changed."""

    before: Document | None
    after: Document | None
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Comparison:
    fields: list[Change] = field(default_factory=list)
    findings: list[FindingChange] = field(default_factory=list)
    factors: Change | None = None
    photos_added: list[str] = field(default_factory=list)
    photos_gone: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.findings or self.factors or self.photos_added or self.photos_gone)


def compared(before: Document, after: Document) -> Comparison:
    """Everything that differs, in the order of the form."""
    was, now = ([one["photo"] for one in document.get("photos") or []] for document in (before, after))
    factors = _change("factors", before, after)
    return Comparison(
        _changes(FIELDS, before, after),
        _findings(before.get("findings") or [], after.get("findings") or []),
        factors,
        [one for one in dict.fromkeys(now) if one not in was],
        [one for one in dict.fromkeys(was) if one not in now],
    )


def _changes(names: Sequence[str], before: Document, after: Document) -> list[Change]:
    found = (_change(name, before, after) for name in names)
    return [one for one in found if one is not None]


def _change(name: str, before: Document, after: Document) -> Change | None:
    was, now = _said(before.get(name)), _said(after.get(name))
    return Change(name, was, now) if was != now else None


def _said(value: Any) -> Any:
    """None for whatever says nothing. A measure that was not taken is no measure of nothing."""
    if isinstance(value, Mapping):
        value = {name: one for name, one in value.items() if one not in NOTHING}
    return None if value in NOTHING else value


def _findings(before: Sequence[Document], after: Sequence[Document]) -> list[FindingChange]:
    """Those that are new or changed in the order they stand now, then those that are gone."""
    left = list(before)
    found = []
    for one in after:
        twin = _twin(one, left)
        if twin is None:
            found.append(FindingChange(None, one, []))
            continue
        left.remove(twin)
        if changes := _changes(OF_A_FINDING, twin, one):
            found.append(FindingChange(twin, one, changes))
    return [*found, *(FindingChange(one, None, []) for one in left)]


def _twin(one: Document, others: Sequence[Document]) -> Document | None:
    same_id = next((other for other in others if other["id"] == one["id"]), None)
    return same_id or next((other for other in others if _about(other) == _about(one)), None)


def _about(finding: Document) -> tuple[Any, ...]:
    effects = finding.get("effects") or [{}]
    return finding.get("part"), (finding.get("part_label") or "").casefold().strip(), effects[0].get("effect")
