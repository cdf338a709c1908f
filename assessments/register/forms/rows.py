"""A form field that holds a list of rows, each with the same few inputs: names, contacts, inventory numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.register.forms.fields import normalised

EMPTY_ROWS = 2
MAX_ROWS = 100
"""More than any message takes, so that a row too many is refused and none is dropped."""


@dataclass(frozen=True, slots=True)
class Column:
    """One input of a row: its label, its choices where it is a list, its greatest length."""

    name: str
    label: Any
    most: int = 200
    vocabulary: str = ""
    is_hidden: bool = False
    rows: int = 0
    """Lines of a text of several lines; 0 for one line."""
    default: str = ""
    pattern: str = ""
    wrong: Any = ""
    """What every text fits, and the sentence for one that does not."""


class RowsWidget(forms.Widget):
    """Reads rows from inputs named `names-0-text`."""

    columns: tuple[Column, ...] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        found = []
        for number in range(MAX_ROWS):
            row = {one.name: normalised(data.get(f"{name}-{number}-{one.name}", "")) for one in self.columns}
            if f"{name}-{number}-{self.columns[0].name}" in data:
                found.append(row)
        return found


class Rows(forms.Field):
    """A list of rows of short texts, such as names with their languages; rows whose first input is empty are left out.

    `first_rows`: the rows of an empty list, such as the three languages, so that nobody has to type them. `once`: the
    column in which no two rows may say the same."""

    kind = "rows"
    widget = RowsWidget

    def __init__(self, label: Any, columns: Sequence[Column], *, needed: Any = "", hint: Any = "",
                 first_rows: Sequence[dict[str, str]] = (), once: str = "") -> None:  # fmt: skip
        super().__init__(label=label, required=bool(needed), help_text=hint)
        self.columns = tuple(columns)
        self.widget.columns = self.columns
        self.first_rows, self.once = list(first_rows), once
        if needed:
            self.error_messages["required"] = needed

    def clean(self, value: Any) -> list[dict[str, str]]:
        found = []
        for number, row in enumerate(value or (), 1):
            if not row[self.columns[0].name]:
                self._require_empty(row, number)
                continue
            for one in self.columns:
                if "\x00" in row[one.name]:
                    raise forms.ValidationError(_("It holds a NUL character, which no text can keep."))
                if one.pattern and row[one.name] and not re.fullmatch(one.pattern, row[one.name]):
                    raise forms.ValidationError(one.wrong % {"value": row[one.name][:40]})
                if len(row[one.name]) > one.most:
                    words = ngettext(
                        "Row %(row)s: '%(label)s' has at most %(n)s character.",
                        "Row %(row)s: '%(label)s' has at most %(n)s characters.", one.most,
                    )  # fmt: skip
                    raise forms.ValidationError(words % {"row": number, "label": one.label, "n": one.most})
            found.append({name: text for name, text in row.items() if text})
        self._require_once(found)
        if self.required and not found:
            raise forms.ValidationError(self.error_messages["required"])
        return found

    def _require_once(self, rows: list[dict[str, str]]) -> None:
        label = next((one.label for one in self.columns if one.name == self.once), "")
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):
            said = row.get(self.once, "")
            if self.once and (not said or said in seen):
                words = _("Row %(row)s: '%(label)s' is missing, or said twice.")
                raise forms.ValidationError(words % {"row": number, "label": label})
            seen.add(said)

    def _require_empty(self, row: dict[str, str], number: int) -> None:
        """A row without its first input holds nothing else that somebody typed."""
        for one in self.columns[1:]:
            if row[one.name] and not (one.vocabulary or one.is_hidden or one.default or one.name == "language"):
                words = _("Row %(row)s: '%(label)s' is missing.")
                raise forms.ValidationError(words % {"row": number, "label": self.columns[0].label})

    def is_as_shown(self, value: Any, sent: Any) -> bool:
        """Whether the rows that were sent are those that are stored."""
        stored = [self._filled(one) for one in value or ()]
        return [self._filled(one) for one in sent or () if one[self.columns[0].name]] == stored

    def _filled(self, row: Mapping[str, Any]) -> dict[str, list[str]]:
        """The words of each input that holds any: line breaks do not survive in one line."""
        return {one.name: str(row[one.name]).split() for one in self.columns if row.get(one.name)}

    def shown(self, value: Sequence[Mapping[str, str]] | None) -> list[dict[str, str]]:
        """The rows of the page: those there are, or the first ones, then empty ones."""
        rows = [dict(one) for one in value or ()] or list(self.first_rows)
        return rows + [{one.name: one.default for one in self.columns} for _each in range(EMPTY_ROWS)]
