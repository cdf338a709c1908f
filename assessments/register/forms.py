"""Parsing of forms: hazard zones, clearances, access changes, and incidents with their claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit import coordinates, parsing
from assessments.kit.errors import invalid_field
from assessments.kit.geometry import GeoJSON
from assessments.register.messages import Claim


def _text(data: Mapping[str, str], name: str, most: int = 20_000) -> str:
    return data.get(name, "").strip()[:most]


def _needed(data: Mapping[str, str], name: str, words: str, most: int = 200) -> str:
    text = _text(data, name, most)
    if not text:
        raise invalid_field(f"/{name}", "missing", words)
    return text


def _needed_day(data: Mapping[str, str], name: str, words: str) -> date:
    day = parsing.day(data.get(name, ""), f"/{name}")
    if day is None:
        raise invalid_field(f"/{name}", "missing", words)
    return day


def _outline(data: Mapping[str, str]) -> GeoJSON | None:
    return coordinates.outline(data.get("outline", ""), data.get("radius", ""))


def _needed_outline(data: Mapping[str, str]) -> GeoJSON:
    area = _outline(data)
    if area is None:
        raise invalid_field("/location", "missing", _("Draw the outline, or type its corners."))
    return area


def hazard_zone(data: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a hazard zone, as its message has them."""
    return {
        "location": _needed_outline(data),
        "status": _needed(data, "status", _("Say what is known of this ground.")),
        "surveyed_on": _needed_day(data, "surveyed_on", _("Say on which day it was surveyed or reported.")),
        "label": _text(data, "label", 120),
        "ordnance": [one[:200] for one in parsing.lines(data.get("ordnance", ""))],
        "evidence": _text(data, "evidence"),
        "imsma_ref": _text(data, "imsma_ref", 60),
        "source": _text(data, "source"),
    }


def clearance(data: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a clearance: what its certificate says."""
    depth = parsing.number(data.get("depth_cm", ""), "/depth_cm")
    if depth is not None and not (depth == int(depth) and 1 <= depth <= 2000):
        raise invalid_field("/depth_cm", "range", _("A depth is a whole number of centimetres, 1 to 2000."))
    return {
        "location": _needed_outline(data),
        "status": _needed(data, "status", _("Say how the ground was released.")),
        "certificate_no": _needed(data, "certificate_no", _("Give the number of the certificate."), 60),
        "operator": _needed(data, "operator", _("Name the accredited operator.")),
        "authority": _needed(data, "authority", _("Name the authority that issued it.")),
        "issued_on": _needed_day(data, "issued_on", _("Give the day on which it was issued.")),
        "depth_cm": int(depth) if depth is not None else None,
        "valid_until": parsing.day(data.get("valid_until", ""), "/valid_until"),
        "method": data.get("method") or None,
        "task_no": _text(data, "task_no", 60),
        "area_m2": parsing.number(data.get("area_m2", ""), "/area_m2"),
        "restrictions": _text(data, "restrictions"),
        "source": _text(data, "source"),
    }


def entry_permit(data: Mapping[str, str]) -> dict[str, Any]:
    """The fields of leave to enter unknown ground."""
    return {
        "location": _needed_outline(data),
        "day": _needed_day(data, "day", _("Say for which day it is given.")),
        "reference": _needed(data, "reference", _("Give the written reference of the mine action authority."), 120),
        "authority": _needed(data, "authority", _("Name the authority that gave it.")),
        "escort": _needed(data, "escort", _("Name who escorts.")),
        "note": _text(data, "note"),
        "source": _text(data, "source"),
    }


def hazard_regime(data: Mapping[str, str]) -> dict[str, Any]:
    """What is stated about explosive hazards on a site."""
    return {
        "regime": _needed(data, "regime", _("Say whether explosive hazards may be present.")),
        "stated_by": _needed(data, "stated_by", _("Say who states it.")),
        "stated_on": _needed_day(data, "stated_on", _("Say on which day it was stated.")),
        "source": _needed(data, "source", _("Say where it is written, or who was asked."), 20_000),
        "unknown_after_hours": _hours(data),
    }


def _hours(data: Mapping[str, str]) -> int | None:
    hours = parsing.number(data.get("unknown_after_hours", ""), "/unknown_after_hours")
    if hours is not None and not (hours == int(hours) and 1 <= hours <= 720):
        raise invalid_field("/unknown_after_hours", "range", _("This is a whole number of hours, 1 to 720."))
    return int(hours) if hours is not None else None


def access_change(data: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a change of access; without an outline it concerns the whole site."""
    return {
        "kind": _needed(data, "kind", _("Say what changed.")),
        "happened": uncertain(data, "happened", _("Say when it happened, as exactly as you know.")),
        "location": _outline(data),
        "note": _text(data, "note"),
        "source": _text(data, "source"),
    }


def uncertain(data: Mapping[str, str], name: str, words: str) -> dict[str, str]:
    """An uncertain date. Raises `Invalid` with `words` when nothing was filled in."""
    found = parsing.uncertain_date(
        data.get(name, "") or "on", data.get(f"{name}_from", ""), data.get(f"{name}_to", ""), f"/{name}"
    )
    if len(found) < 2:
        raise invalid_field(f"/{name}", "missing", words)
    return found


MAX_CLAIMS = 40
EMPTY_CLAIMS = 2


def incident(
    data: Mapping[str, str], monuments: list[str], title_before: Mapping[str, str], language: str
) -> dict[str, Any]:
    """The fields of an incident; its title in the reader's language, others as they were."""
    title = _needed(data, "title", _("Say in a few words what happened."))
    return {
        "title": {**title_before, language: title},
        "mechanism": data.get("mechanism") or "unknown",
        "intent": data.get("intent") or "unknown",
        "claims": _claims(data),
        "monuments": parsing.ids(monuments, "/monuments"),
        "note": _text(data, "note"),
    }


def _claims(data: Mapping[str, str]) -> list[Claim]:
    """Dated claims, one a row, each with its source; empty rows are skipped."""
    found: list[Claim] = []
    for row in range(MAX_CLAIMS):
        name = f"claim-{row}"
        values = [data.get(f"{name}_{one}", "").strip() for one in ("from", "to", "source", "note")]
        if not any(values):
            continue
        at = f"/claims/{len(found)}"
        if not values[2]:
            raise invalid_field(f"{at}/source", "missing", _("Every claim about an incident names who makes it."))
        precision = data.get(name, "") or "on"
        occurred = parsing.uncertain_date(precision, values[0], values[1], f"{at}/occurred") or {"precision": "unknown"}
        found.append(Claim(occurred=occurred, source=values[2], chosen=data.get("chosen") == str(row), note=values[3]))
    return found


def claim_rows(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims under the names of the form, then empty rows to fill."""
    rows = [
        {
            "precision": one["occurred"].get("precision", "on"),
            "from": one["occurred"].get("from", ""),
            "to": one["occurred"].get("to", ""),
            "source": one.get("source", ""),
            "note": one.get("note", ""),
            "chosen": one.get("chosen", False),
        }
        for one in claims
    ]
    return rows + [{"precision": "on"} for _each in range(EMPTY_CLAIMS)]


def typed_claims(data: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of claims as they were typed, to show the form again after an error."""
    rows = []
    for row in range(MAX_CLAIMS):
        name = f"claim-{row}"
        if name in data:
            rows.append(
                {one: data.get(f"{name}_{one}", "") for one in ("from", "to", "source", "note")}
                | {"precision": data[name], "chosen": data.get("chosen") == str(row)}
            )
    return rows
