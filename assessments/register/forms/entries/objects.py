"""Forms of where movable objects were, and of fallen blocks."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.register import vocabulary
from assessments.register.forms.entries.entry import EntryForm, external_ids_field
from assessments.register.forms.fields import (
    Choice,
    Day,
    Document,
    Lines,
    Number,
    Place,
    Term,
    Text,
    When,
    Yes,
)


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
