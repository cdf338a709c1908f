"""What a person typed into the report's form, as the same messages that REST clients send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from assessments.damage.messages import Cause, Effect, FindingIn, Measurements, ReportPatch
from assessments.kit import ids
from assessments.kit.errors import invalid_field

CHOICES = (
    "method",
    "scope",
    "damage",
    "extent",
    "certainty",
    "change_reason",
    "posting",
    "priority",
    "safety_hazards",
    "intervention_required",
    "conservation_state",
)
TEXTS = ("narrative", "priority_reason", "field_number")
FINDING_KEY = re.compile(r"finding-(\d{1,3})-")
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


def number(value: str, pointer: str) -> Decimal | None:
    """A number in any of our digits, with comma or point; nothing is None."""
    text = value.strip().translate(WESTERN).replace(",", ".")
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise invalid_field(pointer, "number", f"'{value}' is not a number.") from None


def _day(value: str, pointer: str) -> date:
    try:
        return date.fromisoformat(value.translate(WESTERN))
    except ValueError:
        raise invalid_field(pointer, "date", "A day is written as 2016-04-25.") from None


def observed(data: Mapping[str, str]) -> dict[str, Any]:
    first = _day(data.get("observed_from", ""), "/observed")
    if last := data.get("observed_to", "").strip():
        return {"precision": "between", "from": first.isoformat(), "to": _day(last, "/observed").isoformat()}
    return {"precision": "on", "from": first.isoformat()}


def lines(text: str) -> list[str]:
    """One entry a line; commas of all three scripts separate too."""
    return [one.strip() for one in re.split(r"[\n,،;]+", text) if one.strip()]


def report_patch(data: Mapping[str, str]) -> ReportPatch:
    """The whole form as a change: fields the form did not show stay as they are."""
    values: dict[str, Any] = {name: data[name] or None for name in CHOICES if name in data}
    for name in ("method", "scope", "safety_hazards", "intervention_required"):
        if values.get(name) is None:
            values.pop(name, None)
    values |= {name: data[name] for name in TEXTS if name in data}
    if "observed_from" in data:
        values["observed"] = observed(data)
    for name in ("seen", "not_reached"):
        if name in data:
            values[name] = lines(data[name])
    if "cordon_m" in data:
        values["cordon_m"] = number(data["cordon_m"], "/cordon_m")
    if "has_findings" in data:
        values["findings"] = findings(data)
    return ReportPatch(**values)


def findings(data: Mapping[str, str]) -> list[FindingIn]:
    """The rows of findings in the order shown; a row with nothing in it is none."""
    numbers = sorted({int(found[1]) for key in data if (found := FINDING_KEY.match(key))})
    rows = [_finding(data, one) for one in numbers]
    return [one for one in rows if one is not None]


def _finding(data: Mapping[str, str], row: int) -> FindingIn | None:
    def value(name: str) -> str:
        return data.get(f"finding-{row}-{name}", "").strip()

    if data.get(f"finding-{row}-remove") or not any(map(value, ("part_label", "cause", "effect", "extent", "note"))):
        return None
    certainty = value("certainty") or "medium"
    area = number(value("area_m2"), f"/findings/{row}/measurements")
    try:
        id_ = UUID(value("id")) if value("id") else ids.uuid7()
    except ValueError:
        id_ = ids.uuid7()
    return FindingIn(
        id=id_,
        part_label=value("part_label")[:200],
        causes=[Cause(value("cause"), certainty)] if value("cause") else [],
        effects=[Effect(value("effect"), certainty)] if value("effect") else [],
        extent=value("extent"),
        measurements=Measurements(area_m2=float(area) if area is not None else None),
        note=value("note"),
    )
