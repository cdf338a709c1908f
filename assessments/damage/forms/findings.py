"""Findings as rows of a form: `finding-<n>-<field>`, causes and effects as `finding-<n>-cause-<k>`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from assessments.damage.messages import Cause, Effect, FindingIn, Measurements, Recommendation
from assessments.kit import ids, parsing, typed_dates
from assessments.kit.errors import invalid_field

FINDING_KEY = re.compile(r"finding-(\d{1,3})-")
MEASURES = ("length_mm", "width_mm", "depth_mm", "area_m2", "volume_m3", "number")
MAX_CAUSES = 40
MIN_ROWS = 2
WORDS = ("element", "material", "plan_reference", "urgent_measure")
CONTENT_FIELDS = (
    "part", "part_label", "effect-0", "cause-0", "extent", "stone_pattern", "note", "recommendation-0", *WORDS,
    *MEASURES,
)  # fmt: skip
"""A row in which all of these are empty is ignored."""


def findings(data: Mapping[str, str]) -> list[FindingIn]:
    """The rows of findings in display order, without empty rows."""
    numbers = sorted({int(found[1]) for key in data if (found := FINDING_KEY.match(key))})
    rows: list[FindingIn] = []
    for number in numbers:
        # Its place among those that are kept, which is where the form shows it again after an error.
        if (one := _finding(data, number, len(rows))) is not None:
            rows.append(one)
    return rows


def _finding(data: Mapping[str, str], row: int, index: int) -> FindingIn | None:
    def value(name: str) -> str:
        return data.get(f"finding-{row}-{name}", "").strip()

    if value("remove") or not any(map(value, CONTENT_FIELDS)):
        return None
    at = f"/findings/{index}"
    return FindingIn(
        id=_id(value("id")),
        part=_id(value("part")) if value("part") else None,
        part_label=value("part_label")[:200],
        causes=[
            Cause(term, certainty, label, _person(value(f"cause-{number}-assessor")))
            for number, term, certainty, label in _terms_with_certainty(value, "cause")
        ],
        effects=[Effect(*each) for _number, *each in _terms_with_certainty(value, "effect")],
        stone_pattern=value("stone_pattern"),
        extent=value("extent"),
        measurements=_measurements(value, at),
        recommendations=[
            Recommendation(term, value(f"recommendation-{number}-label"))
            for number in range(MAX_CAUSES)
            if (term := value(f"recommendation-{number}"))
        ],
        element=value("element"),
        material=value("material"),
        plan_reference=value("plan_reference")[:100],
        urgent_measure=value("urgent_measure"),
        occurred=typed_dates.read_unless_unchanged(value("occurred"), value("occurred_stored"), f"{at}/occurred"),
        note=value("note"),
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return ids.uuid7()


def _person(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _terms_with_certainty(value: Any, kind: str) -> Iterable[tuple[int, str, str, str]]:
    """(place, term, certainty, label of another register) for each that is named."""
    for number in range(MAX_CAUSES):
        if term := value(f"{kind}-{number}"):
            yield number, term, value(f"{kind}-{number}-certainty") or "medium", value(f"{kind}-{number}-label")


def _measurements(value: Any, at: str) -> Measurements:
    found: dict[str, Any] = {}
    for name in MEASURES:
        given = parsing.number(value(name), f"{at}/measurements/{name}")
        if given is None:
            continue
        if given < 0:
            raise invalid_field(f"{at}/measurements/{name}", "range", _("A measure is not less than 0."))
        found[name] = int(given) if name == "number" else float(given)
    return Measurements(**found)


def finding_rows(kept: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of the form: stored or submitted findings, then empty rows, each with the id it will be saved under."""
    rows = [_form_row(one) for one in kept]
    return rows + [{"id": ids.uuid7(), "is_new": True} for _each in range(max(1, MIN_ROWS - len(rows)))]


def typed_rows(data: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows as they were typed, unread, to show the form again when something in it could not be read."""
    rows = []
    for number in sorted({int(found[1]) for key in data if (found := FINDING_KEY.match(key))}):
        start = f"finding-{number}-"
        row = {key.removeprefix(start): text for key, text in data.items() if key.startswith(start)}
        if not row.get("remove") and any(row.get(name) for name in CONTENT_FIELDS):
            rows.append(_as_typed(row))
    return rows + [{"id": ids.uuid7(), "is_new": True} for _each in range(max(1, MIN_ROWS - len(rows)))]


def _as_typed(row: dict[str, str]) -> dict[str, Any]:
    def several(kind: str, *more: str) -> list[dict[str, str]]:
        return [
            {kind: term, **{one: row.get(f"{kind}-{number}-{one}", "") for one in more}}
            for number in range(MAX_CAUSES)
            if (term := row.get(f"{kind}-{number}", ""))
        ]

    causes, effects = several("cause", "certainty", "label", "assessor"), several("effect", "certainty", "label")
    return row | {
        "causes": causes, "effects": effects, "cause": causes[0] if causes else {},
        "effect": effects[0] if effects else {}, "measures": {name: row.get(name, "") for name in MEASURES},
        "recommendations": several("recommendation", "label"),
    }  # fmt: skip


BUILTINS = ("causes", "effects", "measurements", "occurred", "recommendations")


def _form_row(one: Any) -> dict[str, Any]:
    """One finding, from the database or from a message, under the names of the form."""
    plain = {name: _builtins(getattr(one, name)) for name in BUILTINS}
    return {
        "id": one.id,
        "part": str(getattr(one, "part_id", None) or (one.part if isinstance(one, FindingIn) else None) or ""),
        "part_label": one.part_label,
        "causes": plain["causes"],
        "effects": plain["effects"],
        "cause": plain["causes"][0] if plain["causes"] else {},
        "effect": plain["effects"][0] if plain["effects"] else {},
        "stone_pattern": one.stone_pattern,
        "extent": one.extent,
        "measures": plain["measurements"],
        "recommendations": plain["recommendations"],
        **{name: getattr(one, name) for name in WORDS},
        "occurred": typed_dates.as_text(plain["occurred"]),
        "occurred_stored": json.dumps(plain["occurred"]) if plain["occurred"] else "",
        "note": one.note,
    }


def _builtins(value: Any) -> Any:
    return msgspec.to_builtins(value)
