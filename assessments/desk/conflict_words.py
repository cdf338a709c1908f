"""Fields and values of conflicts in words, for kinds other than reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.damage.vocabulary import METHOD
from assessments.evidence.vocabulary import CONSENT, FLAG, OBTAINED_FROM, PEOPLE, PHOTO_ROLE
from assessments.kit.names import label
from assessments.register.vocabulary import INTENT, MECHANISM, MONUMENT_CATEGORY, SENSITIVITY
from assessments.templatetags.zenobia import day, in_language, when

KINDS = {
    "report": gettext_lazy("Report"), "visit": gettext_lazy("Visit"), "photo": gettext_lazy("Photograph"),
    "document": gettext_lazy("Document"), "incident": gettext_lazy("Incident"), "monument": gettext_lazy("Monument"),
    "part": gettext_lazy("Part"), "block": gettext_lazy("Fallen block"), "annotation": gettext_lazy("Mark"),
    "pair": gettext_lazy("Pair"),
}  # fmt: skip
LABELS = {
    "caption": gettext_lazy("Caption"), "people": gettext_lazy("People"), "consent": gettext_lazy("Consent"),
    "flags": gettext_lazy("Flags"), "role": gettext_lazy("What it shows"), "taken_on": gettext_lazy("Taken"),
    "obtained_from": gettext_lazy("How it was obtained"), "caveat": gettext_lazy("Caveat"),
    "team": gettext_lazy("Team"), "first_day": gettext_lazy("First day"), "last_day": gettext_lazy("Last day"),
    "title": gettext_lazy("Title"), "mandate": gettext_lazy("Mandate"), "names": gettext_lazy("Names"),
    "location": gettext_lazy("Location"), "category": gettext_lazy("Category"), "note": gettext_lazy("Note"),
    "text": gettext_lazy("Text"), "condition": gettext_lazy("Condition"), "number": gettext_lazy("Number"),
    "deleted": gettext_lazy("Deleted"), "method": gettext_lazy("How it was seen"),
    "not_reached": gettext_lazy("Not reached"), "hazards_seen": gettext_lazy("Hazards seen"),
    "mechanism": gettext_lazy("Mechanism"), "intent": gettext_lazy("Intent"), "monument": gettext_lazy("Monument"),
    "source": gettext_lazy("Source"), "sensitivity": gettext_lazy("Sensitivity"),
}  # fmt: skip
TERMS = {
    "people": PEOPLE, "consent": CONSENT, "role": PHOTO_ROLE, "obtained_from": OBTAINED_FROM, "method": METHOD,
    "mechanism": MECHANISM, "intent": INTENT, "category": MONUMENT_CATEGORY, "sensitivity": SENSITIVITY,
}  # fmt: skip
FORMATTERS: dict[str, Callable[[Any], str]] = {
    "names": label, "title": lambda value: in_language(value) if isinstance(value, dict) else str(value),
    "first_day": day, "last_day": day, "taken_on": when,
    "flags": lambda value: ", ".join(map(FLAG.label, value)),
    "location": lambda value: ", ".join(_corners(value)),
}  # fmt: skip
NO_VALUE = "–"


def kind_label(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def field_label(path: str) -> str:
    name = path.partition("/")[0]
    return str(LABELS.get(name, name.replace("_", " ")))


def value(path: str, found: Any) -> str:
    """A value as it is read; the field of an item by the name of its last piece."""
    name = path.rpartition("/")[2] if path.count("/") > 1 else path.partition("/")[0]
    if found is None or found in ("", [], {}):
        return NO_VALUE
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    if name in TERMS:
        return TERMS[name].label(str(found))
    if name in FORMATTERS:
        return FORMATTERS[name](found)
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        return ", ".join(found)
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def _corners(geometry: Any) -> list[str]:
    """The first corners of a geometry, latitude first."""
    points: list[str] = []

    def walk(one: Any) -> None:
        if one and isinstance(one[0], (int, float)):
            points.append(f"{one[1]:.6f} {one[0]:.6f}")
        else:
            for each in one:
                walk(each)

    walk(geometry["coordinates"])
    return points[:4] if len(points) <= 4 else [*points[:4], "…"]
