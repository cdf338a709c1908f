"""What differs between two submissions, or from the last verified report, in words for whoever judges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.damage import queries, vocabulary
from assessments.damage.comparing import Change, Comparison, FindingChange, compared
from assessments.damage.models import DamageReport, ReportSnapshot
from assessments.damage.operations.judging import WORDS
from assessments.kit.vocabulary import Vocabulary
from assessments.people.queries import shown_names
from assessments.register.models import Incident, Monument, Part, Visit
from assessments.templatetags.zenobia import day, in_language, measures, when

LABELS = {
    "monument": gettext_noop("Monument"),
    "method": gettext_noop("How it was seen"),
    "observed": gettext_noop("Seen"),
    "observers": gettext_noop("Observers"),
    "visit": gettext_noop("Visit"),
    "scope": gettext_noop("What it covers"),
    "seen": gettext_noop("Parts seen"),
    "not_reached": gettext_noop("Not reached"),
    "damage": gettext_noop("Damage"),
    "reference_state": gettext_noop("Compared with"),
    "change_reason": gettext_noop("Why it differs"),
    "conservation_state": gettext_noop("State of conservation"),
    "extent": gettext_noop("Extent"),
    "certainty": gettext_noop("Certainty"),
    "posting": gettext_noop("Posting"),
    "cordon_m": gettext_noop("Cordon"),
    "priority": gettext_noop("Priority"),
    "priority_reason": gettext_noop("Why this priority"),
    "intervention_required": gettext_noop("Intervention needed"),
    "safety_hazards": gettext_noop("Hazards to people"),
    "original_fabric_share": gettext_noop("Original fabric left"),
    "narrative": gettext_noop("Narrative"),
    "incident": gettext_noop("Incident"),
    "factors": gettext_noop("Factors affecting it"),
    "part": gettext_noop("Part on the register"),
    "part_label": gettext_noop("Part"),
    "causes": gettext_noop("Causes"),
    "effects": gettext_noop("Effects"),
    "stone_pattern": gettext_noop("Stone pattern"),
    "measurements": gettext_noop("Measures"),
    "occurred": gettext_noop("When it happened"),
    "note": gettext_noop("Note"),
}

TERMS: dict[str, Vocabulary] = {**WORDS, "stone_pattern": vocabulary.STONE_PATTERN}
NOTHING_SAID = "–"


@dataclass(frozen=True, slots=True)
class Told:
    """One field with both its values in words."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding that is `new`, `gone` or `changed`."""

    kind: str
    id: UUID
    title: str
    changes: list[Told]


@dataclass(frozen=True, slots=True)
class Differences:
    """`of` names what it is compared with; by field and by finding for marks where the values stand."""

    of: str
    fields: list[Told] = field(default_factory=list)
    findings: list[ToldFinding] = field(default_factory=list)
    photos_added: int = 0
    photos_gone: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.findings or self.photos_added or self.photos_gone)

    @property
    def by_field(self) -> dict[str, Told]:
        return {one.field: one for one in self.fields}

    @property
    def by_finding(self) -> dict[UUID, ToldFinding]:
        return {one.id: one for one in self.findings if one.kind != "gone"}

    @property
    def gone(self) -> list[ToldFinding]:
        return [one for one in self.findings if one.kind == "gone"]


def from_last_verified(report: DamageReport, last: DamageReport | None) -> Differences | None:
    """What this report says otherwise than the last verified one, with its lists at hand. Photographs of another day
    are always others, so they are not told."""
    if last is None:
        return None
    comparison = compared(queries.document_of(last), queries.document_of(report))
    kept = [one for one in comparison.fields if one.field not in ("observed", "observers", "visit")]
    reduced = Comparison(kept, comparison.findings, comparison.factors)
    return _worded(last.reference or "", reduced)


def between_submissions(snapshots: list[ReportSnapshot]) -> list[Differences]:
    """What changed from each submission to the next, newest first."""
    documents = [queries.document_of_snapshot(one) for one in snapshots]
    pairs = zip(snapshots, documents, documents[1:], strict=False)
    return [_worded(str(one.number), compared(before, after)) for one, before, after in reversed(list(pairs))]


def _worded(of: str, comparison: Comparison) -> Differences:
    """The names behind ids are read once for all changes."""
    changes = [*comparison.fields, *(change for one in comparison.findings for change in one.changes)]
    parts = [(one.after or one.before or {}).get("part") for one in comparison.findings]
    names = _names([*changes, *(Change("part", one, None) for one in parts)])

    def word(change: Change) -> Told:
        before, after = (_words(change.field, value, names) for value in (change.before, change.after))
        return Told(change.field, _(LABELS[change.field]), before, after)

    fields = [*comparison.fields, *([comparison.factors] if comparison.factors else [])]
    return Differences(
        of, [word(one) for one in fields], [_finding(one, word, names) for one in comparison.findings],
        len(comparison.photos_added), len(comparison.photos_gone),
    )  # fmt: skip


def _finding(one: FindingChange, word: Callable[[Change], Told], names: Mapping[str, str]) -> ToldFinding:
    shown: Mapping[str, Any] = one.after or one.before or {}
    kind = "changed" if one.before and one.after else "new" if one.after else "gone"
    where = shown.get("part_label") or names.get(str(shown.get("part")), "")
    title = " · ".join(filter(None, [where, _certain(shown.get("effects"), "effect")]))
    return ToldFinding(kind, UUID(str(shown["id"])), title or NOTHING_SAID, [word(change) for change in one.changes])


def _names(changes: Iterable[Change]) -> dict[str, str]:
    """What the ids in these changes are called: nothing asked of the database for kinds that did not change."""
    wanted: dict[str, set[str]] = {}
    for one in changes:
        for value in (one.before, one.after):
            if one.field in ("monument", "part", "visit", "incident", "observers") and value:
                wanted.setdefault(one.field, set()).update(value if isinstance(value, list) else [value])
    found: dict[str, str] = {}
    for model, name in ((Monument, "monument"), (Part, "part")):
        found |= {str(row.pk): row.label for row in model.objects.filter(pk__in=wanted.get(name, ()))}
    found |= {str(one.pk): day(one.first_day) for one in Visit.objects.filter(pk__in=wanted.get("visit", ()))}
    found |= {str(one.pk): in_language(one.title) for one in Incident.objects.filter(pk__in=wanted.get("incident", ()))}
    people = shown_names([UUID(one) for one in wanted.get("observers", ())])
    return found | {str(id_): name for id_, name in people.items()}


def _words(name: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return NOTHING_SAID
    if name in TERMS:
        return TERMS[name].label(str(value))
    if name in _SPOKEN:
        return _SPOKEN[name](value)
    if isinstance(value, list):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    return names.get(str(value), str(value))


def _certain(value: Any, kind: str) -> str:
    terms = vocabulary.EFFECT if kind == "effect" else vocabulary.CAUSE
    return ", ".join(
        f"{terms.label(one[kind])} ({vocabulary.CERTAINTY.label(one.get('certainty', 'medium'))})"
        for one in value or []
    )


def _reference_state(value: Mapping[str, Any]) -> str:
    return f"{vocabulary.REFERENCE_KIND.label(str(value.get('kind', '')))} {day(value.get('date'))}".strip()


def _factors(value: Iterable[Mapping[str, str]]) -> str:
    return ", ".join(
        f"{vocabulary.FACTOR_TYPE.label(one['type'])} ({vocabulary.PROBABILITY.label(one['probability'])})"
        for one in value
    )


_SPOKEN: dict[str, Callable[[Any], str]] = {
    "observed": when,
    "occurred": when,
    "causes": lambda value: _certain(value, "cause"),
    "effects": lambda value: _certain(value, "effect"),
    "measurements": measures,
    "reference_state": _reference_state,
    "factors": _factors,
    "cordon_m": lambda value: f"{float(value):g}\u00a0m",
    "original_fabric_share": lambda value: f"{100 * float(value):g}\u00a0%",
}
