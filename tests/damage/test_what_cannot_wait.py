"""What cannot wait: the newest report on each monument, with reasons; a priority set by a person overrides the computed."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from assessments.damage import queries
from assessments.damage.messages import FactorIn
from tests import factories

TODAY = date(2016, 6, 24)
OPEN_ROOF = [FactorIn("natural", "open_roof", "probable")]


def urgent(world: SimpleNamespace, who: str = "viewer", on: date = TODAY) -> list[Any]:
    return queries.urgent_reports(world.by(who), world.site.id, on)


def test_exposure_makes_heavy_damage_urgent_and_says_so(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", damage="heavy", extent="p31_60", factors=OPEN_ROOF)
    (one,) = urgent(world)
    assert (one.priority, one.set_by_person, one.days_old) == ("urgent", False, 60)
    assert one.reasons == ("factor_open_roof", "heavy_damage")


def test_a_priority_set_by_a_person_overrides_the_computed_one(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", damage="heavy", extent="p31_60", factors=OPEN_ROOF, priority="low",
                     priority_reason="Roofed over since.")  # fmt: skip
    assert urgent(world) == []


def test_a_newer_report_takes_the_place_of_an_older_one(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", damage="heavy", extent="p31_60", factors=OPEN_ROOF)
    day = {"precision": "on", "from": "2016-05-20"}
    factories.report(world, upto="verified", by="recorder2", damage="heavy", extent="p31_60", observed=day)
    assert urgent(world) == []
    assert len(urgent(world, on=date(2016, 5, 1))) == 1


def test_danger_does_not_wait_for_a_signature_but_for_being_handed_over(world: SimpleNamespace) -> None:
    factories.report(world, damage="heavy", extent="p31_60", factors=OPEN_ROOF)
    assert urgent(world) == []
    factories.report(world, upto="submitted", damage="heavy", extent="p31_60", factors=OPEN_ROOF)
    assert [one.report.status for one in urgent(world)] == ["submitted"]


def test_emergencies_come_first_then_the_longest_unseen(world: SimpleNamespace) -> None:
    for name, day, more in (
        ("A", "2016-04-20", {}),
        ("B", "2016-04-01", {}),
        ("C", "2016-06-01", {"priority": "emergency"}),
    ):
        at = factories.monument(world.site, name)
        factories.report(world, upto="verified", monument_id=at.id, damage="heavy", extent="p31_60", factors=OPEN_ROOF,
                         observed={"precision": "on", "from": day}, **more)  # fmt: skip
    assert [one.report.monument.label for one in urgent(world)] == ["C", "B", "A"]


def test_outsiders_learn_nothing_of_weak_points(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", damage="heavy", extent="p31_60", factors=OPEN_ROOF)
    assert urgent(world, "outsider") == []
