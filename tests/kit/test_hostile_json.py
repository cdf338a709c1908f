"""JSON that no later layer could store is refused when it is decoded, with a clear message."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from assessments.kit.errors import BadRequest, Invalid
from assessments.kit.messages import decoded


class Letter(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    more: Any = None


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "a\\u0000b"}',
        b'{"text": "a\x00b"}',
        b'{"text": "\\ud800"}',
        b'{"text": NaN}',
        b'{"text": "x", "more": ' + b"[" * 65 + b"]" * 65 + b"}",
        b'{"text": "x", "more": ' + b"[" * 100_000,
        b'{"text": "\xff"}',
        b'{"text": "x"',
        b"",
    ],
    ids=["escaped NUL", "NUL", "lone surrogate", "NaN", "too deep", "much too deep", "no UTF-8", "cut off", "empty"],
)
def test_it_is_refused_as_unreadable(body: bytes) -> None:
    with pytest.raises(BadRequest):
        decoded(body, Letter)


def test_text_is_kept_in_composed_form() -> None:
    assert decoded('{"text": "Ba\u0301al"}'.encode(), Letter).text == "B\u00e1al"
    assert decoded(b'{"text": "Ba\\u0301al"}', Letter).text == "B\u00e1al"


def test_brackets_inside_text_do_not_count_as_nesting() -> None:
    assert decoded(msgspec.json.encode({"text": "[" * 500}), Letter).text == "[" * 500


def test_a_wrong_type_names_its_place() -> None:
    with pytest.raises(Invalid) as refusal:
        decoded(b'{"text": 5}', Letter)
    assert refusal.value.errors[0].pointer == "/text"
