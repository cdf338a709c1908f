"""Compares two report documents: two submissions of one report, or a report and the last verified one before it.

Works on plain values only; `differences` turns the result into text. Two findings match when they have the same id or,
between two reports, when they are about the same part and have the same first effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Document = Mapping[str, Any]

FIELDS = (
    "monument", "method", "observed", "observers", "visit", "scope", "seen", "not_reached",
    "imagery_source", "weather", "damage",
    "reference_state", "change_reason", "conservation_state", "extent", "certainty", "posting", "cordon_m",
    "cordon_reason", "priority", "priority_reason", "intervention_required", "safety_hazards",
    "original_fabric_share", "narrative", "incident", "interventions",
)  # fmt: skip
FINDING_FIELDS = (
    "part", "part_label", "element", "material", "plan_reference", "causes", "effects", "stone_pattern", "extent",
    "measurements", "recommendations", "urgent_measure", "occurred", "note",
)  # fmt: skip
EMPTY_VALUES: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field with its value before and after; None for an empty value."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that was added (`before` is None), removed (`after` is None) or changed."""

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


def compare(before: Document, after: Document) -> Comparison:
    """All differences, with fields in the order of the report form."""
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
    was, now = _normalized(before.get(name)), _normalized(after.get(name))
    return Change(name, was, now) if was != now else None


def _normalized(value: Any) -> Any:
    """None for any empty value. Measurements that were not taken are dropped, so that they do not count as a change."""
    if isinstance(value, Mapping):
        value = {name: one for name, one in value.items() if one not in EMPTY_VALUES}
    return None if value in EMPTY_VALUES else value


def _findings(before: Sequence[Document], after: Sequence[Document]) -> list[FindingChange]:
    """Added and changed findings in their present order, then removed ones."""
    left = list(before)
    found = []
    for one in after:
        match = matching_finding(one, left)
        if match is None:
            found.append(FindingChange(None, one, []))
            continue
        left.remove(match)
        if changes := _changes(FINDING_FIELDS, match, one):
            found.append(FindingChange(match, one, changes))
    return [*found, *(FindingChange(one, None, []) for one in left)]


def matching_finding(one: Document, others: Sequence[Document]) -> Document | None:
    """The finding among others that this one continues: with the same id, else about the same part and effect."""
    same_id = next((other for other in others if other["id"] == one["id"]), None)
    return same_id or next((other for other in others if _matching_key(other) == _matching_key(one)), None)


def _matching_key(finding: Document) -> tuple[Any, ...]:
    effects = finding.get("effects") or [{}]
    return finding.get("part"), (finding.get("part_label") or "").casefold().strip(), effects[0].get("effect")
