"""Translated sentences for the codes of `rules`, for pages and for problem documents."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.damage.vocabulary import FACTOR_TYPE

_ISSUES = {
    "missing": gettext_noop("Something is missing here."),
    "parts_not_named": gettext_noop("Name the parts that were seen, or say that the whole monument was."),
    "future": gettext_noop("What was observed lies in the future."),
    "none_with_extent": gettext_noop("No damage, yet an extent is given. One of them is wrong."),
    "damage_without_extent": gettext_noop("Damage, yet none is visible. One of them is wrong."),
    "grade_against_extent": gettext_noop("So small an extent does not fit so high a grade."),
    "none_from_afar": gettext_noop("Without being there, 'no damage' cannot be stated. Choose 'not assessable'."),
    "finding_without_effect": gettext_noop("A finding names at least one effect, or 'checked, none found'."),
    "none_beside_effects": gettext_noop("'Checked, none found' stands beside an effect. One of them is wrong."),
    "measured_from_afar": gettext_noop("What was seen only from a distance was not measured. Take the measures out."),
    "changed_without_reason": gettext_noop("The grade differs from the last verified one. Say why."),
    "part_still_stands": gettext_noop(
        "A part of it still stood when it was last seen. Name it among the parts seen if it fell since, or choose "
        "another grade."
    ),
    "no_photographs": gettext_noop("There is no photograph yet. Verifiers will have little to judge by."),
    "camera_far_away": gettext_noop("A camera says it was more than 1 km away. Is this the right monument?"),
    "sure_of_absence_from_afar": gettext_noop("From a distance, the absence of damage is at most of medium certainty."),
    "cordon_below_height": gettext_noop("The cordon is smaller than the monument is high. Say why in a sentence."),
    "pilot_not_placed": gettext_noop("It is not said where the drone's pilot stood. Unplaced, that ground is unknown."),
}

_MISSING = {
    "/damage": gettext_noop("Choose a damage grade."),
    "/extent": gettext_noop("Choose an extent, even if it is 'unknown'."),
    "/observed": gettext_noop("Say on which day it was seen."),
}

_REASONS = {
    "risk_of_collapse": gettext_noop("it may collapse"),
    "posted_unsafe": gettext_noop("it is posted as dangerous"),
    "hazards_seen": gettext_noop("hazards to people were seen"),
    "people_inside": gettext_noop("people live or work in it"),
    "open_roof_before_winter": gettext_noop("its roof is open, and winter comes"),
    "heavy_damage": gettext_noop("the damage is heavy"),
    "some_damage": gettext_noop("there is damage"),
    "intervention_asked": gettext_noop("the recorder asks for intervention"),
}


def issue(code: str, pointer: str = "") -> str:
    """The sentence for a code; missing fields have one each."""
    if code == "missing" and pointer in _MISSING:
        return _(_MISSING[pointer])
    return _(_ISSUES.get(code, code))


def reason(code: str) -> str:
    """One reason of a computed priority; a factor has its vocabulary label."""
    return _(_REASONS[code]) if code in _REASONS else FACTOR_TYPE.label(code.removeprefix("factor_"))


def urgency(by_hand: str, codes: Iterable[str]) -> list[str]:
    """Why a report is urgent; the reason that a person wrote comes first."""
    return [*filter(None, [by_hand]), *(reason(one) for one in codes)]
