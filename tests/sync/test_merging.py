"""A change on an old version merges by field and by item; what two sides changed differently stands against each other."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessments.sync.merging import UNKNOWN, Clash, Items, Merged, merge, value_at, with_value

SHAPE = {"findings": Items(lambda one: one["id"])}
A, B = {"id": "a", "extent": "p1_10", "note": ""}, {"id": "b", "extent": "", "note": "x"}


def run(base: Any, ours: Any, theirs: Any) -> Merged:
    return merge(base, ours, theirs, SHAPE)


def test_fields_that_one_side_changed_keep_that_change() -> None:
    found = run({"n": 1, "m": 1}, {"n": 2, "m": 1}, {"n": 1, "m": 5})
    assert (found.values, found.clashes) == ({"m": 5}, {})


def test_the_same_change_on_both_sides_is_no_clash() -> None:
    assert run({"n": 1}, {"n": 2}, {"n": 2}) == Merged()


def test_two_changes_of_one_field_clash_and_ours_stands() -> None:
    assert run({"n": 1}, {"n": 2}, {"n": 3}) == Merged({}, {"n": Clash(1, 2, 3)})


def test_a_base_that_is_not_known_clashes_with_whatever_differs() -> None:
    assert run({"n": UNKNOWN}, {"n": 2}, {"n": 3}) == Merged({}, {"n": Clash(None, 2, 3)})
    assert run({}, {"n": 2}, {"n": 2}) == Merged()


def test_items_merge_by_field() -> None:
    found = run({"findings": [A]}, {"findings": [A | {"note": "ours"}]}, {"findings": [A | {"extent": "p11_30"}]})
    assert found.values == {"findings": [A | {"note": "ours", "extent": "p11_30"}]}


def test_items_that_both_sides_added_are_both_kept() -> None:
    found = run({"findings": []}, {"findings": [A]}, {"findings": [B]})
    assert (found.values, found.clashes) == ({"findings": [A, B]}, {})


def test_an_item_that_one_side_took_away_goes() -> None:
    assert run({"findings": [A, B]}, {"findings": [A, B]}, {"findings": [B]}).values == {"findings": [B]}
    assert run({"findings": [A, B]}, {"findings": [B]}, {"findings": [A, B]}) == Merged()


def test_an_edit_against_a_removal_is_a_clash_either_way() -> None:
    edited = A | {"note": "new"}
    assert run({"findings": [A]}, {"findings": [edited]}, {"findings": []}) == Merged(
        {}, {"findings/a": Clash(A, edited, None)}
    )
    assert run({"findings": [A]}, {"findings": []}, {"findings": [edited]}) == Merged(
        {}, {"findings/a": Clash(A, None, edited)}
    )


def test_a_clash_within_an_item_names_its_field() -> None:
    found = run({"findings": [A]}, {"findings": [A | {"note": "x"}]}, {"findings": [A | {"note": "y"}]})
    assert found == Merged({}, {"findings/a/note": Clash("", "x", "y")})


VALUES = st.integers(0, 2)
ROWS = st.dictionaries(st.sampled_from("abcd"), st.fixed_dictionaries({"extent": VALUES, "note": VALUES}))
DOCUMENTS = st.fixed_dictionaries({
    "n": VALUES, "m": VALUES, "findings": ROWS.map(lambda rows: [{"id": name} | row for name, row in sorted(rows.items())]),
})  # fmt: skip


def leaves(document: dict[str, Any]) -> dict[str, Any]:
    """Every value under its path."""
    found = {name: value for name, value in document.items() if name != "findings"}
    for one in document["findings"]:
        found |= {f"findings/{one['id']}/{name}": value for name, value in one.items() if name != "id"}
    return found


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_no_value_that_a_side_wrote_is_dropped(base: Any, ours: Any, theirs: Any) -> None:
    found = run(base, ours, theirs)
    after, before = leaves(ours | found.values), leaves(base)
    for side in (leaves(ours), leaves(theirs)):
        for path, value in side.items():
            if value != before.get(path, UNKNOWN):
                assert after.get(path) == value or any(path.startswith(one) for one in found.clashes), path


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_a_merge_without_clashes_is_the_same_from_either_side(base: Any, ours: Any, theirs: Any) -> None:
    one, other = run(base, ours, theirs), run(base, theirs, ours)
    assert one.clashes.keys() == other.clashes.keys()
    if not one.clashes:
        assert leaves(ours | one.values) == leaves(theirs | other.values)


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_deciding_every_clash_for_theirs_ends_with_theirs(base: Any, ours: Any, theirs: Any) -> None:
    found = run(base, ours, theirs)
    document = ours | found.values
    for path, clash in found.clashes.items():
        document |= with_value(document, path, clash.theirs, SHAPE)
    for path, value in leaves(theirs).items():
        if value != leaves(base).get(path, UNKNOWN):
            assert value_at(document, path, SHAPE) == value
