"""The report as a whole: its single fields, its factors, what its photographs show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.damage import vocabulary
from assessments.damage.forms.findings import findings
from assessments.damage.messages import FactorIn, PhotoLink, ReportPatch
from assessments.damage.models import DamageReport
from assessments.damage.operations.validation import part_ids
from assessments.kit import coordinates, geometry, parsing
from assessments.kit.errors import invalid_field

CHOICES = (
    "stage",
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
REQUIRED_CHOICES = ("stage", "method", "scope", "safety_hazards", "intervention_required")
TEXTS = ("narrative", "priority_reason", "field_number", "cordon_reason", "imagery_source", "weather")
REFERENCES = ("visit", "incident")
FACTOR_KEY = re.compile(r"factor-(\d{1,3})-type")
PHOTO_KEY = re.compile(r"photo-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-finding")
PART_KEY = re.compile(r"seen-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
OBSERVER_KEY = re.compile(r"observer-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
PERCENT = Decimal(100)


def _observed(data: Mapping[str, str]) -> dict[str, Any]:
    first = parsing.day(data.get("observed_from", ""), "/observed")
    last = parsing.day(data.get("observed_to", ""), "/observed")
    if first and last and last != first:
        return {"precision": "between", "from": first.isoformat(), "to": last.isoformat()}
    return {"precision": "on", "from": first.isoformat()} if first else {"precision": "unknown"}


def report_patch(data: Mapping[str, str], report: DamageReport) -> ReportPatch:
    """The form as a patch message; fields that are not in the form are left unchanged."""
    values = _text_values(data) | _measured_values(data)
    if "has_findings" in data:
        values["findings"] = findings(data)
    if "has_factors" in data:
        values["factors"] = _factors(data)
    if "has_observers" in data:
        values["observers"] = [UUID(one) for one in observers(data)]
    if (links := _links(data, report)) is not None:
        values["photos"] = links
    return ReportPatch(**values)


def _text_values(data: Mapping[str, str]) -> dict[str, Any]:
    """Values of selects and text inputs."""
    values: dict[str, Any] = {name: data[name] or None for name in CHOICES if name in data}
    for name in REQUIRED_CHOICES:
        if values.get(name) is None:
            values.pop(name, None)
    values |= {name: data[name] for name in TEXTS if name in data}
    values |= {name: _reference(data[name], f"/{name}") for name in REFERENCES if name in data}
    values |= {name: parsing.lines(data[name]) for name in ("seen", "not_reached") if name in data}
    if "has_parts" in data:
        values["seen"] = [*_ticked(PART_KEY, data), *values.get("seen", [])]
    if "has_interventions" in data:
        values["interventions"] = [one for one in vocabulary.INTERVENTION.ids if f"intervention-{one}" in data]
    return values


def _measured_values(data: Mapping[str, str]) -> dict[str, Any]:
    """Days and measures."""
    values: dict[str, Any] = {}
    if "observed_from" in data:
        values["observed"] = _observed(data)
    if "cordon_m" in data:
        values["cordon_m"] = parsing.number(data["cordon_m"], "/cordon_m")
    if "pilot_latitude" in data:
        values["pilot_location"] = _pilot_location(data)
    if "original_fabric_percent" in data:
        percent = parsing.number(data["original_fabric_percent"], "/original_fabric_share")
        values["original_fabric_share"] = percent / PERCENT if percent is not None else None
    if "reference_kind" in data:
        values["reference_state"] = _reference_state(data)
    return values


def _pilot_location(data: Mapping[str, str]) -> dict[str, Any] | None:
    """Where the pilot of a drone stood; None where nothing was typed."""
    latitude, longitude = (data.get(f"pilot_{one}", "").strip() for one in ("latitude", "longitude"))
    if not (latitude or longitude):
        return None
    return geometry.point(*coordinates.position(latitude, longitude, "/pilot_location"))


def observers(data: Mapping[str, str]) -> list[str]:
    """The ids of those ticked as having seen it."""
    return _ticked(OBSERVER_KEY, data)


def seen_parts(data: Mapping[str, str]) -> list[str]:
    """The ids of the parts ticked as seen."""
    return _ticked(PART_KEY, data)


def _ticked(pattern: re.Pattern[str], data: Mapping[str, str]) -> list[str]:
    return [found[1] for key in data if (found := pattern.fullmatch(key))]


def person(text: str, pointer: str) -> UUID | None:
    """The person that a select gave, if any."""
    return _reference(text, pointer)


def _reference(text: str, pointer: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise invalid_field(pointer, "id", _("This is not one of those offered.")) from None


def _reference_state(data: Mapping[str, str]) -> dict[str, Any]:
    kind, day = data.get("reference_kind", ""), parsing.day(data.get("reference_date", ""), "/reference_state")
    if not kind:
        return {}
    which = {"report": data.get("reference_report", ""), "photograph": data.get("reference_photo", "")}.get(kind, "")
    named = {{"report": "report", "photograph": "photo"}[kind]: which} if which else {}
    return {"kind": kind, **({"date": day.isoformat()} if day else {}), **named}


def _factors(data: Mapping[str, str]) -> list[FactorIn]:
    numbers = sorted({int(found[1]) for key in data if (found := FACTOR_KEY.match(key))})
    return [
        FactorIn(
            data.get(f"factor-{one}-category") or "other", data[f"factor-{one}-type"],
            data.get(f"factor-{one}-probability") or "possible", data.get(f"factor-{one}-horizon") or "",
            _reference(data.get(f"factor-{one}-assessor", ""), "/factors"),
        )
        for one in numbers
        if data[f"factor-{one}-type"] and not data.get(f"factor-{one}-remove")
    ]  # fmt: skip


def _links(data: Mapping[str, str], report: DamageReport) -> list[PhotoLink] | None:
    """The finding of each photograph. Photographs that the page did not list, such as ones uploaded meanwhile, keep
    theirs; None when the form contains no photographs."""
    chosen = {UUID(found[1]): value for key, value in data.items() if (found := PHOTO_KEY.fullmatch(key))}
    if not chosen:
        return None
    return [
        PhotoLink(one.photo_id, one.role, _reference(chosen[one.photo_id], "/photos"))
        if one.photo_id in chosen
        else PhotoLink(one.photo_id, one.role, one.finding_id)
        for one in report.photo_links.all()
    ]


def form_values(report: DamageReport) -> dict[str, Any]:
    """The report's values under the names of the form."""
    values: dict[str, Any] = {name: getattr(report, name) for name in (*CHOICES, *TEXTS)}
    values |= {name: str(getattr(report, f"{name}_id") or "") for name in REFERENCES}
    values["cordon_m"] = parsing.plain(report.cordon_m)
    pilot = (report.pilot_location or {}).get("coordinates", ("", ""))
    values["pilot_longitude"], values["pilot_latitude"] = pilot
    share = report.original_fabric_share
    values["original_fabric_percent"] = parsing.plain(share * PERCENT if share is not None else None)
    values["reference_kind"] = report.reference_state.get("kind", "")
    values["reference_date"] = report.reference_state.get("date", "")
    values["observers"] = set(report.observers)
    values["observed_from"] = _day(report.first_seen)
    between = report.observed.get("precision") == "between"
    values["observed_to"] = _day(report.last_seen) if between else ""
    known = {str(one) for one in part_ids(report.seen)}
    values["seen_parts"] = known
    values["seen"] = "\n".join(one for one in report.seen if one not in known)
    values["not_reached"] = "\n".join(report.not_reached)
    values["interventions"] = set(report.interventions)
    values["reference_report"] = report.reference_state.get("report", "")
    values["reference_photo"] = report.reference_state.get("photo", "")
    return values


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
