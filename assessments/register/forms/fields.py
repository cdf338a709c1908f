"""Form fields that Django lacks: dates as people write them, places and outlines, lists, terms of a vocabulary.

`kind` tells the template `register/_entry_field.html` how a field is drawn; `shown` turns what is stored into what
the field shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.kit import coordinates, geometry, parsing, typed_dates
from assessments.kit.errors import Problem
from assessments.kit.vocabulary import Vocabulary


def normalised(value: Any) -> str:
    """A text without spaces around it, with line breaks as we store them: forms send carriage returns too."""
    return str(value if value is not None else "").replace("\r\n", "\n").strip()


def _cleanly(read: Callable[[], Any]) -> Any:
    """What a parser of `kit` reads; its refusal as Django's, to stand beside the field."""
    try:
        return read()
    except Problem as problem:
        raise forms.ValidationError(problem.errors[0].detail if problem.errors else problem.sentence()) from None


class Typed(forms.Field):
    """The base of fields that people type into: `read` makes the value of a text without spaces around it."""

    widget = forms.TextInput
    kind = "text"

    def __init__(self, label: Any, *, most: int = 200, rows: int = 0, needed: Any = "", hint: Any = "") -> None:
        """`most`: characters. `needed`: the sentence for an empty field; without one it may stay empty."""
        super().__init__(label=label, required=bool(needed), help_text=hint)
        self.max_length, self.rows = most, rows
        if rows:
            self.kind = "lines"
        if needed:
            self.error_messages["required"] = needed

    def to_python(self, value: Any) -> Any:
        text = normalised(value)
        if "\x00" in text:
            raise forms.ValidationError(_("It holds a NUL character, which no text can keep."))
        if len(text) > self.max_length:
            raise forms.ValidationError(_("At most %(most)s characters fit here.") % {"most": self.max_length})
        return self.read(text)

    def read(self, text: str) -> Any:
        return text

    def shown(self, value: Any) -> Any:
        return value

    def is_as_shown(self, value: Any, sent: Any) -> bool:
        """Whether a form sent back what it showed of the stored `value`: then nobody touched the field."""
        shown, text = normalised(self.shown(value)), normalised(sent)
        # One line cannot hold the line breaks that an API client wrote; the browser has taken them out.
        return text == shown if self.rows else text.split() == shown.split()


class Text(Typed):
    """One line, or several with `rows`."""


class InLanguage(Text):
    """A text in the reader's language of a `{language: text}`; the other languages stay as they are."""


class Lines(Typed):
    """A list of short texts, one a line; a comma is part of a text."""

    def read(self, text: str) -> list[str]:
        return [one.strip()[:200] for one in text.split("\n") if one.strip()]

    def shown(self, value: Sequence[str] | None) -> str:
        return "\n".join(value or ())


class Countries(Typed):
    """Two-letter codes of ISO 3166, such as `SY`."""

    def read(self, text: str) -> list[str]:
        found = [one.upper() for one in parsing.lines(text.replace(" ", ","))]
        for one in found:
            if not (len(one) == 2 and one.isascii() and one.isalpha()):
                detail = _("'%(code)s' is no country code. Write two letters, such as SY.") % {"code": one[:20]}
                raise forms.ValidationError(detail)
        return found

    def shown(self, value: Sequence[str] | None) -> str:
        return ", ".join(value or ())


class Number(Typed):
    """A number in the digits of three scripts; `whole` ones are integers."""

    def __init__(
        self, label: Any, *, unit: Any = "", whole: bool = False, least: int = 0, most_of_all: int = 10**12, **more: Any
    ) -> None:
        super().__init__(label, most=40, **more)
        self.kind, self.unit, self.whole = "number", unit, whole
        self.least, self.most_of_all = least, most_of_all

    def read(self, text: str) -> Decimal | int | None:
        found: Decimal | None = _cleanly(lambda: parsing.number(text, "/"))
        if found is None:
            return None
        if not self.least <= found <= self.most_of_all or (self.whole and found != int(found)):
            words = _("This is a whole number from %(least)s to %(most)s.") if self.whole else _(
                "This is a number from %(least)s to %(most)s."
            )  # fmt: skip
            raise forms.ValidationError(words % {"least": self.least, "most": self.most_of_all})
        return int(found) if self.whole else found

    def shown(self, value: Decimal | int | None) -> str:
        return parsing.plain(value) if isinstance(value, Decimal) else str(value) if value is not None else ""


class Day(Typed):
    """One exact day."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, most=40, **more)
        self.kind = "day"

    def read(self, text: str) -> date | None:
        found: date | None = _cleanly(lambda: parsing.day(text, "/"))
        return found

    def shown(self, value: date | None) -> str:
        return value.isoformat() if value else ""


class When(Typed):
    """A date as exactly as it is known, as people or EDTF write it; its reading is shown below the field."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, **more)
        self.kind = "when"

    def read(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = _cleanly(lambda: typed_dates.read(text, "/"))
        return found

    def shown(self, value: dict[str, Any] | None) -> str:
        return typed_dates.as_text(value)


class Place(Typed):
    """A point, a line or an area: one position, or corners one a line, or GeoJSON."""

    areas_only = False

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, most=2_000_000, rows=4, **more)
        self.kind = "outline"

    def read(self, text: str) -> geometry.GeoJSON | None:
        kinds = geometry.AREAS if self.areas_only else geometry.ANY
        found: geometry.GeoJSON | None = _cleanly(lambda: geometry.validated(self._shape(text), "/", kinds=kinds))
        return found

    def _shape(self, text: str) -> geometry.GeoJSON | None:
        lines = [one for one in text.splitlines() if one.strip()]
        if len(lines) == 1 and not self.areas_only and not text.strip().startswith("{"):
            return geometry.point(*coordinates.line_position(lines[0]))
        return coordinates.outline(text)

    def shown(self, value: geometry.GeoJSON | None) -> str:
        if value and value["type"] == "Point":
            lon, lat = value["coordinates"][:2]
            return f"{lat:.7f}, {lon:.7f}"
        return coordinates.as_text(value)


class Area(Place):
    """An area with at least three corners."""

    areas_only = True


class Term(forms.ChoiceField):
    """A term of a vocabulary; short lists are shown as buttons."""

    SHORT = 7

    def __init__(self, label: Any, vocabulary: Vocabulary, *, needed: Any = "", hint: Any = "", **more: Any) -> None:
        super().__init__(label=label, choices=vocabulary.choices, required=bool(needed), help_text=hint, **more)
        self.vocabulary = vocabulary.name
        self.kind = "choices" if needed and len(vocabulary.ids) <= self.SHORT else "select"
        if needed:
            self.error_messages["required"] = needed

    def shown(self, value: Any) -> Any:
        return value

    def is_as_shown(self, value: Any, sent: Any) -> bool:
        return str(sent or "") == str(value or "")


class Choice(forms.ChoiceField):
    """One of the rows that the page offers; the form sets `choices`. Empty is None."""

    kind = "select"

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, required=False, help_text=more.pop("hint", ""), **more)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None

    def shown(self, value: Any) -> str:
        return str(value) if value else ""

    def is_as_shown(self, value: Any, sent: Any) -> bool:
        return str(sent or "") == self.shown(value)


class Choices(forms.MultipleChoiceField):
    """Several of the rows that the page offers; the form sets `choices`."""

    kind = "checks"

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, required=False, help_text=more.pop("hint", ""), **more)

    def shown(self, value: Any) -> list[str]:
        return [str(one) for one in value or ()]

    def is_as_shown(self, value: Any, sent: Any) -> bool:
        return set(sent or ()) == set(self.shown(value))


class Yes(forms.BooleanField):
    """A checkbox."""

    kind = "check"

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, required=False, help_text=more.pop("hint", ""), **more)

    def shown(self, value: Any) -> bool:
        return bool(value)

    def is_as_shown(self, value: Any, sent: Any) -> bool:
        return bool(sent) == bool(value)


class Document(forms.FileField):
    """A file that comes with the entry; the page receives it as a document of the site."""

    kind = "file"

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, required=False, help_text=more.pop("hint", ""), **more)

    def shown(self, value: Any) -> None:
        return None

    def is_as_shown(self, value: Any, sent: Any) -> bool:
        return not sent
