"""The form in which one photograph is described: what it shows of a stored or refused one, and what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from assessments.evidence import intake
from assessments.evidence.messages import PhotoPatch
from assessments.evidence.models import Photo
from assessments.kit import messages, parsing, typed_dates
from assessments.register.models import Block, Monument

WORDS = ("caption", "licence", "credit")
CHOICES = ("obtained_from", "role", "monument")
LICENCES = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "InC")


def read(form: QueryDict) -> PhotoPatch:
    """The fields that the form carries. Raises `Invalid` for a date that cannot be read or an id that is none."""
    values: dict[str, Any] = {name: form.get(name, "").strip() for name in WORDS if name in form}
    values |= {name: form[name] for name in CHOICES if form.get(name)}
    values |= {"flags": [], **intake.answers(form)}
    if "taken_on" in form:
        text, stored = form.get("taken_on", ""), form.get("taken_on_stored", "")
        values["taken_on"] = typed_dates.read_unless_unchanged(text, stored, "/taken_on") or None
    for name in ("also_shows", "blocks"):
        if f"has_{name}" in form:
            values[name] = parsing.ids([one for one in form.getlist(name) if one], f"/{name}")
    values.pop("clock_ahead_s", None)  # the clock has a form of its own, which may speak of a whole card
    return messages.converted(values, PhotoPatch)


def shown(
    photo: Photo, form: QueryDict | None, monuments: Sequence[Monument], blocks: Sequence[Block]
) -> dict[str, Any]:
    """What the fields show beside the links that are stored: what was typed before something was refused, else what is
    stored. Monuments and blocks are those to choose from.
    """
    if form:
        names = (*WORDS, *CHOICES, "people", "consent", "consent_for", "taken_on", "taken_on_stored")
        named, shown = set(form.getlist("also_shows")), set(form.getlist("blocks"))
        return {name: form.get(name, "") for name in names} | {
            "flags": form.getlist("flags"), "also_shows": [one for one in monuments if str(one.pk) in named],
            "blocks": [one for one in blocks if str(one.pk) in shown],
        }  # fmt: skip
    stored = {
        name: getattr(photo, name)
        for name in (*WORDS, "obtained_from", "role", "people", "consent", "consent_for", "flags")
    }
    return stored | {
        "monument": str(photo.monument_id or ""), "taken_on": typed_dates.as_text(photo.taken_on),
        "taken_on_stored": json.dumps(photo.taken_on) if photo.taken_on else "",
    }  # fmt: skip


def clock(photo: Photo, form: QueryDict | None) -> dict[str, Any]:
    """How far the camera's clock was off, as the fields show it."""
    if form and "clock" in form:
        return {"way": form["clock"], "hours": form.get("clock_hours", ""), "minutes": form.get("clock_minutes", "")}
    if photo.clock_ahead_s is None:
        return {}
    hours, rest = divmod(abs(photo.clock_ahead_s), 3600)
    way = "right" if photo.clock_ahead_s == 0 else "ahead" if photo.clock_ahead_s > 0 else "behind"
    return {"way": way, "hours": hours or "", "minutes": f"{rest / 60:g}" if rest else ""}
