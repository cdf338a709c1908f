"""Forms of the register's entries: sites, monuments, parts, locations, blocks, statements, authorities, organisations.

Each field is named as in the message of its operation (`register/messages.py`), so that a refusal by the operation
finds its field, and `values` is what the message takes. A form carries every field that its message has: saving in
the browser loses nothing that an API client wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.kit import parsing
from assessments.kit.errors import Problem
from assessments.register import vocabulary
from assessments.register.forms.fields import (
    Area,
    Choice,
    Choices,
    Countries,
    Day,
    Document,
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
from assessments.register.models import Authority, Monument, Site, Statement

LANGUAGES = ("en", "fr", "ar")
OBJECT_ID_FIELDS = ObjectId.__struct_fields__


def names_field(needed: Any) -> Rows:
    return Rows(
        _("Names"),
        (
            Column("text", _("Name")),
            Column("language", _("Language"), most=35),
            Column("kind", _("Kind"), vocabulary="name_kind", default="official"),
            Column("source", _("Source")),
            Column("script", "", is_hidden=True),
        ),
        needed=needed,
        hint=_("one a row, with its language: en, fr, ar…; leave a row empty where there is none"),
        first_rows=[{"language": one, "kind": "official"} for one in LANGUAGES],
    )


def external_ids_field() -> Rows:
    columns = (Column("scheme", _("Register"), most=60), Column("value", _("Number there")))
    return Rows(_("Numbers in other registers"), columns)


class EntryForm(forms.Form):
    """The base of the forms of entries. `folded`: fields that stand under "More", seldom needed."""

    folded: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[dict[str, str]] = {}
    """Where a field is not stored under its own name: the attribute of the row."""

    def offer(self, **choices: Iterable[tuple[Any, str]]) -> None:
        """The rows to choose from, as (id, label)."""
        for name, rows in choices.items():
            options = [(str(key), label) for key, label in rows]
            field: Any = self.fields[name]
            stored = field.shown(self.initial.get(name))
            known = {key for key, _label in options}
            # What is stored may be chosen again, though the page does not offer it: too old, too many, not to be seen.
            kept = stored if isinstance(stored, list) else [stored]
            options += [(key, str(_("as it is stored"))) for key in kept if key and key not in known]
            field.choices = options if isinstance(field, Choices) else [("", "–"), *options]

    def values(self) -> dict[str, Any]:
        """What was typed, as the message takes it. Raises nothing: call it on a valid form."""
        found = {
            name: value for name, value in self.cleaned_data.items() if not isinstance(self.fields[name], Document)
        }
        for name, field in self.fields.items():
            if isinstance(field, InLanguage):
                found[name] = self._in_language(name, found[name])
        return found

    def changed(self) -> dict[str, Any]:
        """`values` of the fields that somebody touched; what was sent back as it was shown stays as it is stored."""
        return {name: value for name, value in self.values().items() if self._is_touched(name)}

    def _is_touched(self, name: str) -> bool:
        made_of = [name] if name in self.fields else [one for one in self.fields if one.startswith(f"{name}_")]
        for one in made_of:
            field: Any = self.fields[one]
            if not field.is_as_shown(self.initial.get(one), self[one].data):
                return True
        return False

    def _in_language(self, name: str, text: str) -> dict[str, str]:
        before = dict(self.initial.get(f"{name}_before") or {})
        before.pop(language(), None)
        return before | ({language(): text} if text else {})

    def refuse(self, problem: Problem) -> None:
        """Puts a refusal of the operation beside its fields, or above the form."""
        for one in problem.errors:
            name = one.pointer.strip("/").split("/")[0]
            self.add_error(name if name in self.fields else None, one.detail)
        if not problem.errors:
            self.add_error(None, problem.sentence())

    @classmethod
    def stored(cls, row: Any) -> dict[str, Any]:
        """The initial values of the form for a row of the register."""
        found: dict[str, Any] = {}
        for name, field in cls.base_fields.items():
            value = getattr(row, cls.columns.get(name, name), None)
            if isinstance(field, InLanguage):
                found[f"{name}_before"] = value
                value = (value or {}).get(language(), "")
            found[name] = value
        return found

    def groups(self) -> tuple[list[forms.BoundField], list[forms.BoundField]]:
        """The fields in order: those always open, and those under "More"."""
        names = list(self.fields)
        return [self[one] for one in names if one not in self.folded], [
            self[one] for one in names if one in self.folded
        ]

    def is_unfolded(self) -> bool:
        return any(name in self.errors for name in self.folded)


def language() -> str:
    return (get_language() or "en")[:2]


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
        (Column("code", _("Code"), most=20), Column("text", _("Words"))),
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
        return str(self.cleaned_data["code"]).upper()

    def values(self) -> dict[str, Any]:
        found = super().values()
        before = {one["code"]: one["text"] for one in self.initial.get("attributes_before") or ()}
        shown = {one["code"]: one["text"] for one in self.initial.get("attributes") or ()}
        found["attributes"] = [
            {"code": one["code"], "text": before[one["code"]]}
            if shown.get(one["code"]) == one.get("text")
            else {"code": one["code"], "text": before.get(one["code"], {}) | {language(): one.get("text", one["code"])}}
            for one in found["attributes"]
        ]
        return found

    @classmethod
    def stored(cls, row: Site) -> dict[str, Any]:
        found = super().stored(row)
        found["attributes_before"] = row.attributes
        found["attributes"] = [
            {"code": one["code"], "text": one["text"].get(language()) or next(iter(one["text"].values()))}
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


class LocationForm(EntryForm):
    since = When(_("Since when"), needed=_("Say since when it was there, as exactly as you know."))
    until = Day(_("Until"), hint=_("empty while it is there"))
    place = Text(_("Place"), hint=_("in words: the garden of the museum"))
    location = Place(_("Where it is"))
    is_restricted = Yes(_("Only the team may know"))
    holder = Text(_("Who holds it"))
    owner = Text(_("Who owns it"))
    manager = Text(_("Who looks after it"))
    reason = Text(_("Why it was moved"))
    document = Choice(_("Document"), hint=_("one of the site's documents"))
    new_document = Document(_("Or a new document"))
    source = Text(_("Source"), most=20_000, rows=2)
    external_ids = external_ids_field()
    folded = ("external_ids",)
    columns: ClassVar = {"until": "last_day", "document": "document_id"}


class BlockForm(EntryForm):
    number = Text(_("Number"), most=40, needed=_("Give the number on its tag."),
                  hint=_("on a tag that can be taken off, never in paint"))  # fmt: skip
    kind = Term(_("Kind"), vocabulary.BLOCK_KIND)
    found_at = Text(_("Where it was found"), hint=_("in words, or the square of the grid"))
    location = Place(_("Find spot"))
    found_on = Day(_("Recorded where it lay on"), hint=_("before it was lifted"))
    length_m = Number(_("Length"), unit="m", most_of_all=9999)
    width_m = Number(_("Width"), unit="m", most_of_all=9999)
    height_m = Number(_("Height"), unit="m", most_of_all=9999)
    weight_kg = Number(_("Weight"), unit="kg", most_of_all=10**7)
    condition = Text(_("Condition"), most=20_000, rows=2)
    part = Choice(_("Part that it belongs to"), hint=_("empty until it is matched"))
    course = Text(_("Original place in it"), hint=_("course and position, if known"))
    joins = Lines(_("Joins with"), most=4000, rows=2, hint=_("numbers of other blocks, one a line"))
    store = Text(_("Where it is stored"), hint=_("empty while it lies where it fell"))
    stored_on = Day(_("Stored on"))
    source = Text(_("Source"), most=20_000, rows=2)
    external_ids = external_ids_field()
    folded = ("source", "external_ids")
    columns: ClassVar = {"part": "part_id"}


class AuthorityForm(EntryForm):
    names = names_field(_("An authority has at least one name."))
    mandate = Term(_("Mandate"), vocabulary.MANDATE, needed=_("Say on what its mandate rests."))
    territory = Text(_("Territory"))
    first_day = Day(_("From"))
    last_day = Day(_("Until"))
    sites = Lines(_("Sites"), most=20_000, rows=3, hint=_("their codes, one a line"))
    external_ids = external_ids_field()
    folded = ("external_ids",)

    def clean_sites(self) -> list[UUID]:
        """The ids of the sites whose codes were typed."""
        codes = [one.upper() for line in self.cleaned_data["sites"] for one in parsing.lines(line)]
        known = dict(Site.objects.filter(code__in=codes).values_list("code", "id"))
        for one in codes:
            if one not in known:
                raise forms.ValidationError(_("No site has the code '%(code)s'.") % {"code": one})
        return [known[one] for one in codes]

    @classmethod
    def stored(cls, row: Authority) -> dict[str, Any]:
        return super().stored(row) | {"sites": list(row.sites.order_by("code").values_list("code", flat=True))}


class OrganisationForm(EntryForm):
    names = names_field(_("An organisation has at least one name."))
    country = Text(_("Country"), most=2, hint=_("two letters, such as SY; empty for an international one"))
    external_ids = external_ids_field()
    folded = ("external_ids",)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class StatementForm(EntryForm):
    """A new statement. What was said cannot be changed later; its source and our explanation can."""

    who = Text(_("Who said it"), needed=_("Name who said it."))
    office = Text(_("Office"))
    said_on = Day(_("Said on"), needed=_("Say on which day it was said."))
    about = Text(_("About"), most=40, needed=_("Say in a word what it is about."))
    words = Text(_("What was said"), most=20_000, rows=4, needed=_("Write what was said."),
                 hint=_("in your own words; only a quotation has quotation marks"))  # fmt: skip
    language = Text(_("Language"), most=12, needed=_("Say in which language, such as en."))
    translations = Rows(
        _("In other languages"),
        (Column("text", _("Words"), most=20_000, rows=3), Column("language", _("Language"), most=12)),
        once="language",
    )
    is_preliminary = Yes(_("Preliminary"), hint=_("said to be so when it was said"))
    figure = Text(_("Figure"), most=40, hint=_("as it was said: 80 percent, five years"))
    source = Text(_("Source"), most=20_000, rows=2, needed=_("Say where it is written."))
    difference = InLanguage(_("Why our figure differs"), most=20_000, rows=3)
    external_ids = external_ids_field()
    folded = ("translations", "external_ids")

    def values(self) -> dict[str, Any]:
        return _translated(super().values())


class StatementCorrection(EntryForm):
    """What of a statement may be corrected."""

    translations = StatementForm.base_fields["translations"]
    source = StatementForm.base_fields["source"]
    difference = StatementForm.base_fields["difference"]
    external_ids = external_ids_field()

    def values(self) -> dict[str, Any]:
        return _translated(super().values())

    @classmethod
    def stored(cls, row: Statement) -> dict[str, Any]:
        rows = [{"text": text, "language": one} for one, text in row.translations.items()]
        return super().stored(row) | {"translations": rows}


def _translated(values: dict[str, Any]) -> dict[str, Any]:
    """Rows of translations as texts by language."""
    return values | {"translations": {one["language"]: one["text"] for one in values["translations"]}}
