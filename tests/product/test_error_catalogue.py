"""docs/errors.md matches the error classes; each has a code of its own and a title."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from assessments.kit import error_reference

PAGE = Path(__file__).parent.parent.parent / "docs" / "errors.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == error_reference.page(), "run `make errors` and read the difference"


def test_a_code_means_one_thing() -> None:
    meanings = defaultdict(set)
    for one in error_reference.all_problem_classes():
        meanings[one.code].add((one.status, one.title))
    assert [code for code, meant in meanings.items() if len(meant) > 1] == []


def test_every_refusal_says_what_happened_in_a_sentence() -> None:
    assert [
        one.__name__ for one in error_reference.all_problem_classes() if not one.title.rstrip().endswith((".", "?"))
    ] == []


def test_refusals_live_where_they_are_looked_for() -> None:
    elsewhere = [one for one in error_reference.all_problem_classes() if not one.__module__.endswith(".errors")]
    assert elsewhere == []
