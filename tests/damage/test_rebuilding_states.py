"""Stored damage states are derived: recomputing yields the same, and repairs what was tampered with."""

from __future__ import annotations

from types import SimpleNamespace

from assessments.damage import operations
from assessments.register.models import ConditionInterval
from tests import factories


def test_worked_out_anew_they_are_what_they_were(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified")
    assert operations.rebuild_all_conditions() == (1, 0)


def test_what_stood_otherwise_is_put_right(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="verified")
    ConditionInterval.objects.update(grade="none")
    assert operations.rebuild_all_conditions() == (1, 1)
    assert ConditionInterval.objects.get().grade == report.damage
