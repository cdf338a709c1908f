"""The form of a base map."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.register import vocabulary
from assessments.register.forms.entries.entry import EntryForm, external_ids_field
from assessments.register.forms.fields import InLanguage, Number, Term, Text, Yes


class BaseMapForm(EntryForm):
    title = InLanguage(_("Name"), most=200, needed=_("Give it a name."))
    kind = Term(_("Kind"), vocabulary.BASE_MAP, needed=_("Say what kind of map it is."))
    address = Text(_("File or address"), most=500, needed=_("Name the file, or write the address."),
                   hint=_("a file in the folder of maps, or https://…/{z}/{x}/{y}.png"))  # fmt: skip
    layers = Text(_("Layers"), hint=_("of a WMS, with commas"))
    attribution = Text(_("Whose map it is"), most=300, needed=_("Name its owner, as its licence asks."),
                       hint=_("stands on the map: © OpenStreetMap contributors"))  # fmt: skip
    min_zoom = Number(_("Smallest zoom"), whole=True, most_of_all=24)
    max_zoom = Number(_("Largest zoom"), whole=True, most_of_all=24)
    place_in_list = Number(
        _("Place in the list"), whole=True, most_of_all=1000, hint=_("the first is shown unless one chooses")
    )
    is_shown = Yes(_("Offered on the map"))
    external_ids = external_ids_field()
    folded = ("layers", "min_zoom", "max_zoom", "place_in_list", "external_ids")

    def values(self) -> dict[str, Any]:
        found = super().values()
        for name, usual in (("min_zoom", 0), ("max_zoom", 19), ("place_in_list", 0)):
            found[name] = usual if found[name] is None else found[name]
        return found
