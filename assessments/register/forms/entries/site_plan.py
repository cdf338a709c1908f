"""The form of a feature of a site's plan."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kit import coordinates, geometry
from assessments.register import vocabulary
from assessments.register.forms.entries.entry import EntryForm, external_ids_field
from assessments.register.forms.fields import InLanguage, Place, Term, Text, Yes


class Drawn(Place):
    """A line or an area, by its corners or as GeoJSON: two corners are a line."""

    def _shape(self, text: str) -> geometry.GeoJSON | None:
        corners = [one for one in text.splitlines() if one.strip()]
        if len(corners) == 2 and not text.strip().startswith("{"):
            return {"type": "LineString", "coordinates": [list(coordinates.line_position(one)) for one in corners]}
        return coordinates.outline(text)


class SiteFeatureForm(EntryForm):
    """Corners of a wall, a street, a water or a path are read as a line; those of all else as an area."""

    title = InLanguage(_("Name"), most=200)
    kind = Term(_("Kind"), vocabulary.SITE_FEATURE, needed=_("Say what it is."))
    location = Drawn(_("Outline"), needed=_("Draw it, corner by corner."),
                     hint=_("walls, streets, water and paths become lines, all else areas"))  # fmt: skip
    source = Text(_("Source"), most=20_000, rows=2, needed=_("Say from which survey, plan or publication it is."))
    is_open = Yes(_("Also for readers outside the team"))
    is_shown = Yes(_("Shown on the plan"))
    external_ids = external_ids_field()
    folded = ("external_ids",)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        place, typed = found.get("location"), str(self.data.get(self.add_prefix("location"), ""))
        is_line = found.get("kind") in vocabulary.DRAWN_AS_LINES and not typed.strip().startswith("{")
        if is_line and place and place["type"] == "Polygon":
            found["location"] = {"type": "LineString", "coordinates": place["coordinates"][0][:-1]}
        return found
