"""One PDF from plain values: a template, the values as JSON, pictures by name."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

from assessments.exchange.typesetting.fonts import FAMILIES, unknown_characters, write_fonts

TEMPLATES = Path(__file__).parent
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""All but tabs and line breaks."""
STANDARDS: list[Literal["ua-1"]] = ["ua-1"]
"""PDF/UA-1 (ISO 14289-1): tagged, so that a screen reader reads it in order."""


def set_pdf(template: str, values: Mapping[str, Any], pictures: Mapping[str, bytes], *, made_at: datetime) -> bytes:
    """The bytes of a tagged PDF. `pictures` are files beside the template, by the name that the values give them.

    A character that no font can set is written as its code point, such as [U+4E2D]: nothing is left out silently.
    Raises `typst.TypstError` when the template does not compile.
    """
    with tempfile.TemporaryDirectory(prefix="zenobia-pdf-") as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        write_fonts(folder / "fonts")
        for file, data in pictures.items():
            (folder / file).write_bytes(data)
        (folder / "main.typ").write_bytes((TEMPLATES / template).read_bytes())
        (folder / "common.typ").write_bytes((TEMPLATES / "common.typ").read_bytes())
        text = json.dumps(_settable({**values, "fonts": FAMILIES}), ensure_ascii=False)
        for one in unknown_characters(text):
            text = text.replace(one, f"[U+{ord(one):04X}]")
        (folder / "values.json").write_text(text)
        made: bytes = typst.compile(  # type: ignore[call-overload]  # its stub takes one type for all paths
            str(folder / "main.typ"), root=name, font_paths=[str(folder / "fonts")], ignore_system_fonts=True,
            format="pdf", pdf_standards=STANDARDS, timestamp=made_at.replace(microsecond=0),
        )  # fmt: skip
    return made


def _settable(value: Any) -> Any:
    """The values with control characters as their code points, and without marks of byte order: neither can be set."""
    if isinstance(value, Mapping):
        return {name: _settable(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_settable(one) for one in value]
    if not isinstance(value, str):
        return value
    return CONTROL.sub(lambda one: f"[U+{ord(one[0]):04X}]", value.replace("\ufeff", ""))
