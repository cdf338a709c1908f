"""Forms of sites, monuments and parts."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.kit.names import reader_language
from assessments.register import vocabulary
from assessments.register.forms.entries.entry import EntryForm, external_ids_field, names_field
from assessments.register.forms.fields import (
    Area,
    Choice,
    Choices,
    Countries,
    Day,
    InLanguage,
    Lines,
    Number,
    Place,
    Term,
    Text,
    When,
    Yes,
)
from assessments.register.forms.rows import Column, Rows
from assessments.register.messages import ObjectId
from assessments.register.models import Monument, Site

OBJECT_ID_FIELDS = ObjectId.__struct_fields__


class SiteForm(EntryForm):
    names = names_field(_("A site has at least one name."))
    code = Text(_("Code"), most=20, needed=_("Give it a short code, such as PAL."),
                hint=_("capital letters, digits and hyphens; it begins the numbers of reports"))  # fmt: skip
    visibility = Term(_("Who sees that it exists"), vocabulary.VISIBILITY, needed=_("Say who may see it."))
    time_zone = Text(_("Time zone"), most=40, needed=_("Give its time zone, such as Asia/Damascus."),
                     hint=_("such as Asia/Damascus: it decides which day it is there"))  # fmt: skip
    countries = Countries(_("Countries"), hint=_("two letters each, such as SY"))
    location = Place(_("Where it is"), hint=_("a point in its middle is enough"))
    boundary = Area(_("Boundary"))
    boundary_since = Day(_("Boundary adopted on"))
    buffer_zone = Area(_("Buffer zone"))
    buffer_zone_since = Day(_("Buffer zone adopted on"))
    list_is_complete = Yes(_("The list of monuments is complete"), hint=_("only then is a share of all computed"))
    publishes_figures = Yes(_("Its figures are public"), hint=_("without an account, as they were known 30 days ago"))
    contacts = Rows(
        _("Whom to ask there"),
        (
            Column("name", _("Name")),
            Column("office", _("Office")),
            Column("phone", _("Telephone"), most=60),
            Column("email", _("E-mail"), most=254),
        ),
        hint=_("read by the team only"),
    )
    mine_action_contact = Text(_("Whom to call about ordnance"), hint=_("shown on every safety page"))
    description = InLanguage(_("Description"), most=20_000, rows=4)
    parent = Choice(_("Component of"))
    world_heritage_id = Text(_("World Heritage number"), most=20)
    criteria = Text(_("Criteria"), most=40, hint=_("such as (i)(ii)(iv)"))
    category = Text(_("Category on the List"), most=20)
    inscribed_year = Number(_("Inscribed in"), whole=True, least=1972, most_of_all=2200)
    in_danger_since = Number(_("In danger since"), whole=True, least=1972, most_of_all=2200)
    area_ha = Number(_("Area"), unit="ha", most_of_all=10**9)
    states_text = InLanguage(_("State Party, as the List names it"))
    attributes = Rows(
        _("Attributes of Outstanding Universal Value"),
        (
            Column(
                "code",
                _("Code"),
                most=20,
                pattern=r"[a-z0-9-]+",
                wrong=_("'%(value)s' is no code of an attribute. Write small letters, digits, hyphens, such as iv-a."),
            ),
            Column("text", _("Words")),
        ),
        hint=_("each with a short code, such as iv-a; other languages stay as they are"),
    )
    external_ids = external_ids_field()
    source = Text(_("Source"), most=20_000, rows=2)
    folded = (
        "description", "parent", "world_heritage_id", "criteria", "category", "inscribed_year", "in_danger_since",
        "area_ha", "states_text", "attributes", "external_ids", "source",
    )  # fmt: skip
    columns: ClassVar = {"parent": "parent_id"}

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).upper()
        if not re.fullmatch(r"[A-Z0-9-]{2,20}", code):
            raise forms.ValidationError(_("A code has 2 to 20 capital letters, digits and hyphens, such as PAL."))
        return code

    def values(self) -> dict[str, Any]:
        found = super().values()
        before = {one["code"]: one["text"] for one in self.initial.get("attributes_before") or ()}
        language = reader_language()
        shown = {one["code"]: one["text"] for one in self.initial.get("attributes") or ()}
        found["attributes"] = [
            {"code": one["code"], "text": before[one["code"]]}
            if shown.get(one["code"]) == one.get("text")
            else {"code": one["code"], "text": before.get(one["code"], {}) | {language: one.get("text", one["code"])}}
            for one in found["attributes"]
        ]
        return found

    @classmethod
    def stored(cls, row: Site) -> dict[str, Any]:
        found = super().stored(row)
        found["attributes_before"] = row.attributes
        found["attributes"] = [
            {"code": one["code"], "text": one["text"].get(reader_language()) or next(iter(one["text"].values()))}
            for one in row.attributes
        ]
        return found


OBJECT_ID_LABELS = {
    "object_type": _("Type of object"),
    "materials_techniques": _("Materials and techniques"),
    "measurements": _("Measurements"),
    "inscriptions": _("Inscriptions and markings"),
    "distinguishing_features": _("Distinguishing features"),
    "title": _("Title"),
    "subject": _("Subject"),
    "date_or_period": _("Date or period"),
    "maker": _("Maker"),
    "description": _("Description"),
}


class MonumentForm(EntryForm):
    names = names_field(_("A monument has at least one name."))
    category = Term(_("Kind"), vocabulary.MONUMENT_CATEGORY, needed=_("Say what kind of monument it is."))
    category_label = Text(_("Kind in your own register"), most=100)
    parent = Choice(_("Belongs to"), hint=_("a group, such as a necropolis; groups are not counted"))
    sensitivity = Term(_("Who sees where it is"), vocabulary.SENSITIVITY, needed=_("Say who may see where it is."))
    location = Place(_("Where it is"))
    location_error_m = Number(_("Error of the position"), unit="m", whole=True, most_of_all=1_000_000)
    dating = Text(_("Dating"), hint=_("such as AD 32, 2nd century"))
    height_m = Number(_("Height"), unit="m", most_of_all=99_999)
    area_m2 = Number(_("Area"), unit="m²", most_of_all=10**10)
    materials = Lines(_("Materials"), most=4000, rows=2, hint=_("one a line"))
    conveys = Choices(_("Attributes of Outstanding Universal Value that it conveys"))
    movable = Yes(_("It can be moved"), hint=_("a statue, a relief: then it has places over time"))
    whereabouts = Term(_("Where it stands with it"), vocabulary.WHEREABOUTS,
                       hint=_("while it is not in place, nobody outside the team sees where it is"))  # fmt: skip
    last_seen = When(_("Last seen"))
    inventory_numbers = Rows(
        _("Inventory numbers"), (Column("number", _("Number"), most=60), Column("given_by", _("Given by")))
    )
    interpol_no = Text(_("Interpol number"), most=60)
    original_fabric = Text(_("Original fabric"))
    provisional = Yes(_("Proposed"), hint=_("no figure counts it until it is accepted"))
    external_ids = external_ids_field()
    source = Text(_("Source"), most=20_000, rows=2)
    folded = (
        "category_label", "location_error_m", "conveys", "original_fabric", "whereabouts", "last_seen",
        "inventory_numbers", "interpol_no", *(f"object_id_{one}" for one in OBJECT_ID_FIELDS), "external_ids", "source",
        "provisional",
    )  # fmt: skip
    columns: ClassVar = {"parent": "parent_id"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in OBJECT_ID_FIELDS:
            rows = 3 if one in ("inscriptions", "distinguishing_features", "description") else 0
            self.fields[f"object_id_{one}"] = Text(OBJECT_ID_LABELS[one], most=20_000 if rows else 200, rows=rows)

    def values(self) -> dict[str, Any]:
        found = super().values()
        typed = {one: found.pop(f"object_id_{one}") for one in OBJECT_ID_FIELDS}
        return found | {"object_id": {name: text for name, text in typed.items() if text}}

    @classmethod
    def stored(cls, row: Monument) -> dict[str, Any]:
        return super().stored(row) | {f"object_id_{one}": row.object_id.get(one, "") for one in OBJECT_ID_FIELDS}


class PartForm(EntryForm):
    names = names_field(_("A part has at least one name."))
    kind = Text(_("Kind"), most=60, hint=_("cella, portico, column…"))
    provisional = Yes(_("Proposed"), hint=_("until a verifier accepts it"))
    external_ids = external_ids_field()
    folded = ("external_ids",)
