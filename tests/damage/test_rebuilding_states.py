"""Stored damage states are derived: recomputing yields the same, and repairs what was tampered with."""

from __future__ import annotations

from types import SimpleNamespace

from assessments.damage import operations
from assessments.register.models import ConditionInterval
from tests import factories


def test_recomputing_leaves_correct_states_unchanged(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified")
    assert operations.rebuild_all_conditions() == (1, 0)


def test_recomputing_repairs_wrong_states(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="verified")
    ConditionInterval.objects.update(grade="none")
    assert operations.rebuild_all_conditions() == (1, 1)
    assert ConditionInterval.objects.get().grade == report.damage
