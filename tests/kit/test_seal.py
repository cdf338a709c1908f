"""A seal stays checkable and holds nothing that could identify a person or lead to a place."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assessments.kit.seal import Checked, check_commitment, seal

NAMES = st.text(min_size=1, max_size=40)


@given(name=NAMES, place=st.lists(st.floats(-180, 180), min_size=2, max_size=2))
def test_private_values_do_not_stand_in_the_sealed_bytes(name: str, place: list[float]) -> None:
    sealed = seal({"id": 1, "name": f"person {name} end", "place": place}, open_fields={"id"})
    document = json.loads(sealed.canonical)
    assert set(document) == {"format", "id", "name", "place"}
    assert set(document["name"]) == set(document["place"]) == {"commitment"}


@given(value=st.one_of(st.text(), st.integers(-(2**50), 2**50), st.lists(st.text())))
def test_a_kept_value_proves_its_commitment(value: object) -> None:
    sealed = seal({"field": value}, open_fields=())
    committed = json.loads(sealed.canonical)["field"]["commitment"]
    assert check_commitment(committed, sealed.private["field"]) is Checked.VALID


def test_another_value_breaks_the_commitment() -> None:
    sealed = seal({"field": "Rami"}, open_fields=())
    committed = json.loads(sealed.canonical)["field"]["commitment"]
    assert check_commitment(committed, [sealed.private["field"][0], "Rana"]) is Checked.BROKEN


def test_an_erased_value_counts_as_erased_never_as_valid() -> None:
    sealed = seal({"field": "Rami"}, open_fields=())
    committed = json.loads(sealed.canonical)["field"]["commitment"]
    assert check_commitment(committed, None) is Checked.ERASED


def test_equal_values_have_unequal_commitments() -> None:
    first, second = (json.loads(seal({"f": "x"}, open_fields=()).canonical) for _each in range(2))
    assert first != second
