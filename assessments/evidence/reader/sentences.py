"""Messages for people from the file reader: English with placeholders, translated when they are displayed."""

from __future__ import annotations

from typing import Any


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation, as Django's function does; the reader does not import Django."""
    return text


def sentence(text: str, /, **facts: Any) -> dict[str, Any]:
    """A sentence with the values of its placeholders (`%(name)s`)."""
    return {"text": text, "facts": facts}


class Unreadable(Exception):
    """The file is not a readable photograph; the sentence gives the reason for people."""

    def __init__(self, text: str, /, **facts: Any) -> None:
        super().__init__(text % facts if facts else text)
        self.sentence = sentence(text, **facts)
