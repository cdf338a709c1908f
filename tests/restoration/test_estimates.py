"""Three-point estimates add up as ranges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assessments.restoration.rules import Readiness, missing_to_submit, three_point, total


def test_four_sequential_packages_of_the_textbook_example() -> None:
    items = [(20, 30, 55), (10, 15, 30), (60, 90, 160), (15, 20, 40)]
    found = total(three_point(*map(Decimal, one)) for one in items)
    assert round(found.expected, 1) == Decimal("168.3")
    assert round(found.deviation, 1) == Decimal("18.4")
    assert round(found.p90) == 192


def test_points_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="low, likely, high"):
        three_point(Decimal(3), Decimal(2), Decimal(4))


def test_first_aid_needs_neither_class_nor_fresh_assessment() -> None:
    plan = {"objectives": "x", "approach": "y", "packages_without_lines": 0, "packages": 1, "estimate_class": None}
    old = {"seen_on": [date(2014, 1, 1)], "on": date(2016, 5, 1)}
    assert missing_to_submit(Readiness(track="emergency", **plan, **old)) == []
    codes = [code for code, _at in missing_to_submit(Readiness(track="restoration", **plan, **old))]
    assert codes == ["assessment_too_old", "class_too_rough"]
