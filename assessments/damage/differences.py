"""Differences between two submissions, or from the last verified report, as translated text for the reviewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language_info, gettext_noop
from django.utils.translation import gettext as _

from assessments.damage import policy, queries, sentences, vocabulary
from assessments.damage.comparing import (
    EMPTY_VALUES,
    FIELDS,
    FINDING_FIELDS,
    Change,
    Comparison,
    Document,
    FindingChange,
    compare,
    matching_finding,
)
from assessments.damage.models import DamageReport, ReportSnapshot
from assessments.damage.operations.validation import FIELD_VOCABULARIES, FINDING_VOCABULARIES, part_ids
from assessments.kit.seal import Opened
from assessments.kit.side_by_side import Row, Section, filled
from assessments.kit.vocabulary import Vocabulary
from assessments.people.queries import display_names
from assessments.register.models import Incident, Monument, Part, Visit
from assessments.register.vocabulary import GATE_ANSWER
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
    "imagery_source": gettext_noop("Source of the imagery"),
    "weather": gettext_noop("Weather"),
    "interventions": gettext_noop("Kind of intervention"),
    "element": gettext_noop("Element"),
    "material": gettext_noop("Material"),
    "plan_reference": gettext_noop("Place on a plan or grid"),
    "recommendations": gettext_noop("Recommendations"),
    "urgent_measure": gettext_noop("Urgent measure"),
    "findings": gettext_noop("Findings"),
    "damage": gettext_noop("Damage"),
    "reference_state": gettext_noop("Compared with"),
    "change_reason": gettext_noop("Why it differs"),
    "conservation_state": gettext_noop("State of conservation"),
    "extent": gettext_noop("Extent"),
    "certainty": gettext_noop("Certainty"),
    "posting": gettext_noop("Posting"),
    "cordon_m": gettext_noop("Cordon"),
    "cordon_reason": gettext_noop("Why the cordon is smaller than advised"),
    "priority": gettext_noop("Priority"),
    "priority_reason": gettext_noop("Why this priority"),
    "intervention_required": gettext_noop("Intervention needed"),
    "safety_hazards": gettext_noop("Hazards to people"),
    "original_fabric_share": gettext_noop("Original fabric left"),
    "narrative": gettext_noop("Narrative"),
    "stage": gettext_noop("Rapid or detailed"),
    "field_number": gettext_noop("Number on the photo board"),
    "language": gettext_noop("Language"),
    "author": gettext_noop("Author"),
    "entered_by": gettext_noop("Typed in by"),
    "supersedes": gettext_noop("Corrects"),
    "priority_computed": gettext_noop("Computed priority"),
    "warnings": gettext_noop("Confirmed all the same"),
    "gate": gettext_noop("Ground, when it was submitted"),
    "outside_released_area": gettext_noop("Outside released ground"),
    "pilot_location": gettext_noop("Where the pilot stood"),
    "photos": gettext_noop("Photographs"),
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

TERMS: dict[str, Vocabulary] = {**FIELD_VOCABULARIES, **FINDING_VOCABULARIES}
NO_VALUE = "–"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One changed field with both values as display text."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FindingDifference:
    """A finding that is `new`, `gone` or `changed`."""

    kind: str
    id: UUID
    title: str
    changes: list[FieldDifference]


@dataclass(frozen=True, slots=True)
class Differences:
    """`of` names the baseline of the comparison. `by_field` and `by_finding` let templates flag single values."""

    of: str
    fields: list[FieldDifference] = field(default_factory=list)
    findings: list[FindingDifference] = field(default_factory=list)
    photos_added: int = 0
    photos_gone: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.findings or self.photos_added or self.photos_gone)

    @property
    def by_field(self) -> dict[str, FieldDifference]:
        return {one.field: one for one in self.fields}

    @property
    def by_finding(self) -> dict[UUID, FindingDifference]:
        return {one.id: one for one in self.findings if one.kind != "gone"}

    @property
    def gone(self) -> list[FindingDifference]:
        return [one for one in self.findings if one.kind == "gone"]


def field_label(name: str) -> str:
    """What a field is called in the reader's language; a field of a finding, `findings/<n>/extent`, by both."""
    pieces = [one for one in name.strip("/").split("/") if not one.isdecimal()]
    return " · ".join(_(LABELS[one]) if one in LABELS else one for one in pieces)


def path_label(path: str) -> str:
    """What the field of a report at a path is called, without the ids of items: `findings/<id>/extent`."""
    pieces = path.split("/")
    names = [pieces[0], *pieces[2:]]
    return " · ".join(_(LABELS[one]) if one in LABELS else one for one in names if one != "deleted") or _("Deleted")


def path_value(path: str, value: Any) -> str:
    """The value of a report's field at a path in words. What one side took away is a dash."""
    pieces = path.split("/")
    if path == "deleted":
        return _("Delete it") if value else _("Keep it")
    if len(pieces) == 2 and isinstance(value, Mapping):
        rows = [(name, value.get(name)) for name in FINDING_FIELDS]
        changes = [Change(name, one, None) for name, one in rows]
        names = _names(changes)
        told = [
            f"{_(LABELS[name])}: {_format_value(name, one, names)}" for name, one in rows if one not in EMPTY_VALUES
        ]
        return "\n".join(told) or NO_VALUE
    name = pieces[-1]
    if value in EMPTY_VALUES:
        return NO_VALUE
    return _format_value(name, value, _names([Change(name, value, None)]))


def noteable_fields() -> list[tuple[str, str]]:
    """(name, label) of each field of a report that a reviewer may write a note on, in the order of the form."""
    own = (*FIELDS, "stage", "field_number", "factors", "findings", "photos")
    names = [*own, *(f"findings/{one}" for one in FINDING_FIELDS)]
    return [(one, field_label(one)) for one in names]


def from_last_verified(report: DamageReport, last: DamageReport | None) -> Differences | None:
    """How this report differs from the last verified one. The lists of both must be prefetched. Photographs are left
    out: those of another day always differ."""
    if last is None:
        return None
    comparison = compare(queries.document_of(last), queries.document_of(report))
    kept = [one for one in comparison.fields if one.field not in ("observed", "observers", "visit")]
    reduced = Comparison(kept, comparison.findings, comparison.factors)
    return _described(last.reference or "", reduced)


EXTRA_FIELDS = (
    "stage", "field_number", "language", "author", "entered_by", "supersedes", "factors", "photos",
    "priority_computed", "warnings", *policy.GATE_FIELDS,
)  # fmt: skip


def submission_in_words(after: Opened, before: Opened | None = None) -> list[Section]:
    """A submitted report whole, every field in words; beside an earlier submission if one is given."""
    fields = (*FIELDS, *EXTRA_FIELDS)
    own = [(name, _value(after.document, name), before and _value(before.document, name)) for name in fields]
    findings = _findings_beside(before.document if before else None, after.document)
    changes = [Change(name, was, now) for name, now, was in own]
    parts = [Change("part", (was or {}).get("part"), (now or {}).get("part")) for was, now in findings]
    names = _names([*changes, *parts])

    def row(name: str, now: Any, was: Any) -> Row:
        return Row(
            _(LABELS[name]), _in_words(after, name, now, names),
            _in_words(before, name, was, names) if before is not None else None,
        )  # fmt: skip

    found = [Section("", filled(row(*one) for one in own))]
    for was, now in findings:
        finding = now or was or {}
        rows = [row(name, _value(now, name), _value(was, name)) for name in FINDING_FIELDS]
        where = finding.get("part_label") or names.get(str(finding.get("part")), "")
        title = " · ".join(filter(None, [_("Finding"), where]))
        found.append(Section(title, filled(rows), is_new=before is not None and was is None, is_gone=now is None))
    return found


def _value(document: Document | None, name: str) -> Any:
    """A field of a report or of one of its findings; None when it says nothing."""
    value = (document or {}).get(name)
    return None if value in EMPTY_VALUES or value == {"precision": "unknown"} else value


def _in_words(found: Opened | None, name: str, value: Any, names: Mapping[str, str]) -> str:
    if found and name in found.erased:
        return _("erased")
    if found and name in found.withheld:
        return _("kept for its author, safety officers and verifiers")
    return _format_value(name, value, names)


def _findings_beside(before: Document | None, after: Document) -> list[tuple[Document | None, Document | None]]:
    """(earlier, later) of each finding, in the later order, then those that are gone."""
    left = list((before or {}).get("findings") or [])
    found: list[tuple[Document | None, Document | None]] = []
    for one in after.get("findings") or []:
        match = matching_finding(one, left)
        if match is not None:
            left.remove(match)
        found.append((match, one))
    return [*found, *((one, None) for one in left)]


def between_submissions(snapshots: list[ReportSnapshot]) -> list[Differences]:
    """What changed from each submission to the next, newest first."""
    documents = [queries.document_of_snapshot(one) for one in snapshots]
    pairs = zip(snapshots, documents, documents[1:], strict=False)
    return [_described(str(one.number), compare(before, after)) for one, before, after in reversed(list(pairs))]


def _described(of: str, comparison: Comparison) -> Differences:
    """The comparison as display text. Names behind ids are loaded once for all changes."""
    changes = [*comparison.fields, *(change for one in comparison.findings for change in one.changes)]
    parts = [(one.after or one.before or {}).get("part") for one in comparison.findings]
    names = _names([*changes, *(Change("part", one, None) for one in parts)])

    def describe(change: Change) -> FieldDifference:
        before, after = (_format_value(change.field, value, names) for value in (change.before, change.after))
        return FieldDifference(change.field, _(LABELS[change.field]), before, after)

    fields = [*comparison.fields, *([comparison.factors] if comparison.factors else [])]
    return Differences(
        of, [describe(one) for one in fields], [_finding(one, describe, names) for one in comparison.findings],
        len(comparison.photos_added), len(comparison.photos_gone),
    )  # fmt: skip


def _finding(
    one: FindingChange, describe: Callable[[Change], FieldDifference], names: Mapping[str, str]
) -> FindingDifference:
    finding: Mapping[str, Any] = one.after or one.before or {}
    kind = "changed" if one.before and one.after else "new" if one.after else "gone"
    where = finding.get("part_label") or names.get(str(finding.get("part")), "")
    title = " · ".join(filter(None, [where, _with_certainty(finding.get("effects"), "effect")]))
    return FindingDifference(
        kind, UUID(str(finding["id"])), title or NO_VALUE, [describe(change) for change in one.changes]
    )


PEOPLE_FIELDS = ("observers", "author", "entered_by")


def _names(changes: Iterable[Change]) -> dict[str, str]:
    """Display names of the ids in these changes, by id. Kinds that did not change cost no query."""
    wanted: dict[str, set[str]] = {}
    for one in changes:
        for value in (one.before, one.after):
            if one.field in ("monument", "part", "visit", "incident", *PEOPLE_FIELDS) and value:
                wanted.setdefault(one.field, set()).update(value if isinstance(value, list) else [value])
            if one.field in ("seen", "not_reached") and value:
                wanted.setdefault("part", set()).update(map(str, part_ids(value)))
    found: dict[str, str] = {}
    for model, name in ((Monument, "monument"), (Part, "part")):
        found |= {str(row.pk): row.label for row in model.objects.filter(pk__in=wanted.get(name, ()))}
    found |= {str(one.pk): day(one.first_day) for one in Visit.objects.filter(pk__in=wanted.get("visit", ()))}
    found |= {str(one.pk): in_language(one.title) for one in Incident.objects.filter(pk__in=wanted.get("incident", ()))}
    people = display_names([UUID(one) for name in PEOPLE_FIELDS for one in wanted.get(name, ())])
    return found | {str(id_): name for id_, name in people.items()}


def _format_value(name: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return NO_VALUE
    if name in TERMS:
        return TERMS[name].label(str(value))
    if name in _FORMATTERS:
        return _FORMATTERS[name](value)
    if isinstance(value, list):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    return names.get(str(value), str(value))


def _with_certainty(value: Any, kind: str) -> str:
    terms = vocabulary.EFFECT if kind == "effect" else vocabulary.CAUSE
    return ", ".join(
        f"{terms.label(one[kind])} ({vocabulary.CERTAINTY.label(one.get('certainty', 'medium'))})"
        for one in value or []
    )


def _reference_state(value: Mapping[str, Any]) -> str:
    return f"{vocabulary.REFERENCE_KIND.label(str(value.get('kind', '')))} {day(value.get('date'))}".strip()


def _factors(value: Iterable[Mapping[str, str]]) -> str:
    found = []
    for one in value:
        more = [vocabulary.PROBABILITY.label(one["probability"]), vocabulary.HORIZON.label(one.get("horizon"))]
        found.append(f"{vocabulary.FACTOR_TYPE.label(one['type'])} ({', '.join(filter(None, more))})")
    return ", ".join(found)


_FORMATTERS: dict[str, Callable[[Any], str]] = {
    "observed": when,
    "occurred": when,
    "causes": lambda value: _with_certainty(value, "cause"),
    "effects": lambda value: _with_certainty(value, "effect"),
    "measurements": measures,
    "reference_state": _reference_state,
    "factors": _factors,
    "recommendations": lambda value: ", ".join(
        vocabulary.RECOMMENDATION.label(one["recommendation"]) + (f" ({one['label']})" if one.get("label") else "")
        for one in value
    ),
    "interventions": lambda value: ", ".join(map(vocabulary.INTERVENTION.label, value)),
    "photos": lambda value: str(len({one["photo"] for one in value})),
    "warnings": lambda value: " ".join(sentences.issue(one["code"], one.get("pointer", "")) for one in value),
    "gate": lambda value: GATE_ANSWER.label(value["status"]),
    "outside_released_area": lambda value: _("yes") if value else _("no"),
    "pilot_location": lambda value: ", ".join(f"{one:.6f}" for one in reversed(value["coordinates"])),
    "language": lambda value: (
        str(get_language_info(value)["name_translated"]) if value in dict(settings.LANGUAGES) else value
    ),
    "priority_computed": lambda value: vocabulary.PRIORITY.label(str(value)),
    "cordon_m": lambda value: f"{float(value):g}\u00a0m",
    "original_fabric_share": lambda value: f"{100 * float(value):g}\u00a0%",
}
