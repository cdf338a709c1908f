"""Parsing of forms about ground: hazard zones, clearances, permits, the hazard regime, access changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit import coordinates, parsing
from assessments.kit.errors import invalid_field
from assessments.kit.geometry import GeoJSON
from assessments.register.forms.reading import needed, needed_date, needed_day, text


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
        "status": needed(data, "status", _("Say what is known of this ground.")),
        "surveyed_on": needed_day(data, "surveyed_on", _("Say on which day it was surveyed or reported.")),
        "label": text(data, "label", 120),
        "ordnance": [one[:200] for one in parsing.lines(data.get("ordnance", ""))],
        "evidence": text(data, "evidence"),
        "imsma_ref": text(data, "imsma_ref", 60),
        "source": text(data, "source"),
    }


def clearance(data: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a clearance: what its certificate says."""
    depth = parsing.number(data.get("depth_cm", ""), "/depth_cm")
    if depth is not None and not (depth == int(depth) and 1 <= depth <= 2000):
        raise invalid_field("/depth_cm", "range", _("A depth is a whole number of centimetres, 1 to 2000."))
    return {
        "location": _needed_outline(data),
        "status": needed(data, "status", _("Say how the ground was released.")),
        "certificate_no": needed(data, "certificate_no", _("Give the number of the certificate."), 60),
        "operator": needed(data, "operator", _("Name the accredited operator.")),
        "authority": needed(data, "authority", _("Name the authority that issued it.")),
        "issued_on": needed_day(data, "issued_on", _("Give the day on which it was issued.")),
        "depth_cm": int(depth) if depth is not None else None,
        "valid_until": parsing.day(data.get("valid_until", ""), "/valid_until"),
        "method": data.get("method") or None,
        "task_no": text(data, "task_no", 60),
        "area_m2": parsing.number(data.get("area_m2", ""), "/area_m2"),
        "restrictions": text(data, "restrictions"),
        "source": text(data, "source"),
    }


def entry_permit(data: Mapping[str, str]) -> dict[str, Any]:
    """The fields of leave to enter unknown ground."""
    return {
        "location": _needed_outline(data),
        "day": needed_day(data, "day", _("Say for which day it is given.")),
        "reference": needed(data, "reference", _("Give the written reference of the mine action authority."), 120),
        "authority": needed(data, "authority", _("Name the authority that gave it.")),
        "escort": needed(data, "escort", _("Name who escorts.")),
        "note": text(data, "note"),
        "source": text(data, "source"),
    }


def hazard_regime(data: Mapping[str, str]) -> dict[str, Any]:
    """What is stated about explosive hazards on a site."""
    return {
        "regime": needed(data, "regime", _("Say whether explosive hazards may be present.")),
        "stated_by": needed(data, "stated_by", _("Say who states it.")),
        "stated_on": needed_day(data, "stated_on", _("Say on which day it was stated.")),
        "source": needed(data, "source", _("Say where it is written, or who was asked."), 20_000),
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
        "kind": needed(data, "kind", _("Say what changed.")),
        "happened": needed_date(data, "happened", _("Say when it happened, as exactly as you know.")),
        "location": _outline(data),
        "note": text(data, "note"),
        "source": text(data, "source"),
    }
