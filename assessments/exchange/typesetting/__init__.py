"""Sets documents as tagged PDF with Typst. People's text enters as JSON, never as markup, and the compiler sees nothing
but a temporary folder (`engineering.md` 21)."""

from assessments.exchange.typesetting.directions import ltr, own
from assessments.exchange.typesetting.fonts import unknown_characters
from assessments.exchange.typesetting.setting import set_pdf

__all__ = ["ltr", "own", "set_pdf", "unknown_characters"]
