"""The tests of the browser's own code, `*.test.js` beside this file, each run on a fresh profile of a real Chromium."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
TESTS = [
    (file.name, name)
    for file in sorted(HERE.glob("*.test.js"))
    for name in re.findall(r"^export (?:async )?function (\w+)", file.read_text(), re.MULTILINE)
]


@pytest.mark.parametrize(("file", "name"), TESTS, ids=[name for _file, name in TESTS])
def test_in_the_browser(browser: Any, files: str, file: str, name: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(files)
    failure = page.evaluate(
        """async ([file, name]) => {
            try { await (await import(`/tests/browser/${file}`))[name](); return ""; }
            catch (failure) { return failure.stack || String(failure); }
        }""",
        [file, name],
    )
    context.close()
    assert failure == ""


def test_there_are_some() -> None:
    assert len(TESTS) >= 15
