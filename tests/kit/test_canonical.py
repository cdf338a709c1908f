"""Canonical bytes: the fast way writes what RFC 8785 says, to the byte."""

from __future__ import annotations

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from assessments.kit.checksums import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


@given(VALUES)
def test_it_is_the_standard_form(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.dictionaries(st.text("abcxyz_", max_size=6), WHOLE | TEXT | st.none(), max_size=8))
def test_it_is_the_standard_form_for_documents_like_ours(value: dict[str, object]) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]
