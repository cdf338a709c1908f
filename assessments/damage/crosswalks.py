"""Crosswalks from our damage grades to the scales that others use: EMS-98, EAMENA, UNOSAT, AMAL.

A crosswalk is for reading, never for computing: EMS-98 was made for earthquakes in ordinary buildings and lends its
ladder only; EAMENA's condition states speak of any cause; UNOSAT's 'possible' is a certainty and no grade, so slight
damage has no word there (docs/decisions/0014). Sources: EMS-98 (Grünthal 1998), EAMENA condition states, UNITAR-UNOSAT
classes of 2014, AMAL in Heritage condition numbers.
"""

from __future__ import annotations

SCALES = ("EMS-98", "EAMENA", "UNOSAT", "AMAL")

_ROWS: dict[str, tuple[str | None, ...]] = {
    "none": (None, "Good", "No visible damage", "None"),
    "slight": ("D1", "Good or Fair", None, "Minor"),
    "moderate": ("D2", "Fair", "Moderate", "Moderate"),
    "heavy": ("D3", "Poor", "Severe", "Severe"),
    "very_heavy": ("D4", "Very Bad", "Severe", "Severe"),
    "destroyed": ("D5", "Destroyed", "Destroyed", "Collapsed"),
    "not_assessable": (None, "Unknown", None, "Unknown"),
}


def in_other_scales(grade: str | None) -> dict[str, str | None]:
    """The equivalent of a grade in each scale; None where a scale has no equivalent. {} when there is no grade."""
    row = _ROWS.get(grade or "")
    return dict(zip(SCALES, row, strict=True)) if row else {}


def tables() -> dict[str, dict[str, str | None]]:
    """Every grade with its equivalent in each scale."""
    return {grade: in_other_scales(grade) for grade in _ROWS}
