"""Sentences that the reader leaves for people: English with blanks, filled and translated where they are shown."""

from __future__ import annotations

from typing import Any


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation. The reader knows no Django, whose function does the same."""
    return text


def said(text: str, /, **facts: Any) -> dict[str, Any]:
    """One sentence with what goes into its blanks (`%(name)s`)."""
    return {"text": text, "facts": facts}


class Unreadable(Exception):
    """The file is no photograph that we can read; the sentence is the reason a person gets."""

    def __init__(self, text: str, /, **facts: Any) -> None:
        super().__init__(text % facts if facts else text)
        self.said = said(text, **facts)
