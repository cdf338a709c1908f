"""Texts of several directions in one document, by the isolates of the Unicode Bidirectional Algorithm (UAX 9)."""

from __future__ import annotations


def own(text: str) -> str:
    """What people wrote, in its own direction, line by line (first strong isolate)."""
    return "\n".join(f"\u2068{line}\u2069" if line else "" for line in text.split("\n"))


def ltr(text: str) -> str:
    """Figures and digests: they run from the left in every language."""
    return f"\u2066{text}\u2069"
