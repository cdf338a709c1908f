"""What the forms of the register's entries share.

Each field is named as in the message of its operation (`register/messages`), so that a refusal by the operation
finds its field, and `values` is what the message takes. A form carries every field that its message has: saving in
the browser loses nothing that an API client wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.kit.errors import Problem
from assessments.kit.names import reader_language
from assessments.register.forms.fields import (
    Choices,
    Document,
    InLanguage,
)
from assessments.register.forms.rows import Column, Rows

LANGUAGES = ("en", "fr", "ar")


def language_column(*, most: int) -> Column:
    return Column(
        "language", _("Language"), most=most, pattern=r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
        wrong=_("'%(value)s' is no code of a language. Write en, fr, ar, or ar-Latn for Arabic in Latin letters."),
    )  # fmt: skip


def names_field(needed: Any) -> Rows:
    return Rows(
        _("Names"),
        (
            Column("text", _("Name")),
            language_column(most=35),
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
    made_of: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Fields of the message that are typed in several inputs, such as a duration in three points."""

    def offer(self, choices: Mapping[str, Iterable[tuple[Any, str]]], *, is_stored: bool) -> None:
        """The rows to choose from, as (id, label). `is_stored`: the initial values are those of a row."""
        for name, rows in choices.items():
            options = [(str(key), label) for key, label in rows]
            field: Any = self.fields[name]
            stored = field.shown(self.initial.get(name))
            known = {key for key, _label in options}
            # What is stored may be chosen again, though the page does not offer it: too old, too many, not to be seen.
            kept = stored if isinstance(stored, list) else [stored]
            if is_stored:
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
        own = [name] if name in self.fields else [one for one in self.fields if one.startswith(f"{name}_")]
        for one in self.made_of.get(name, own):
            field: Any = self.fields.get(one)
            if field is not None and not field.is_as_shown(self.initial.get(one), self[one].data):
                return True
        return False

    def _in_language(self, name: str, text: str) -> dict[str, str]:
        before = dict(self.initial.get(f"{name}_before") or {})
        before.pop(reader_language(), None)
        return before | ({reader_language(): text} if text else {})

    def refuse(self, problem: Problem) -> None:
        """Puts a refusal of the operation beside its fields, or above the form."""
        for one in problem.errors:
            name = one.pointer.strip("/").split("/")[0]
            name = self.made_of.get(name, (name,))[0]
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
                value = (value or {}).get(reader_language(), "")
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
