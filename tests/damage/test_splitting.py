"""An entry that turns out to be two monuments is split: parts and reports move along, and both states are recomputed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assessments.audit.queries import history_of
from assessments.damage import operations, queries
from assessments.damage.errors import TiedToOthers
from assessments.damage.messages import Effect, FindingIn
from assessments.kit import geometry, ids
from assessments.kit.errors import Forbidden, Problem
from assessments.register.messages import Name, SplitOff
from assessments.register.models import Part
from tests import factories


def _split(world: SimpleNamespace, by: str = "verifier", **fields: object) -> object:
    given = {
        "id": ids.uuid7(), "names": [Name("North pylon", "en")], "category": "arch", "note": "Two foundations.",
        "location": geometry.point(38.2711, 34.55),
    } | fields  # fmt: skip
    return operations.split_monument(SplitOff(**given), world.arch.id, by=world.by(by))  # type: ignore[arg-type]


def test_reports_and_parts_go_along_and_both_states_follow(world: SimpleNamespace) -> None:
    part = Part.objects.create(monument=world.arch, names=[{"text": "north", "language": "en"}])
    finding = FindingIn(id=ids.uuid7(), part=part.id, effects=[Effect("collapse")])
    stays = factories.report(world, upto="verified", damage="slight", extent="p01_10")
    goes = factories.report(
        world, upto="verified", findings=[finding], observed={"precision": "on", "from": "2016-05-01"}
    )
    made = _split(world, parts=[part.id], reports=[goes.id])
    assert made.split_from_id == world.arch.id
    by = world.by("viewer")
    assert queries.damage_state(by, made).report == goes.id
    assert queries.damage_state(by, world.arch).report == stays.id
    (moved,) = queries.report(by, goes.id).findings.all()
    assert moved.part_id == part.id
    assert history_of("monument", world.arch.id)[0].verb == "register.monument.split"
    assert history_of("report", goes.id)[0].note == "Two foundations."


def test_a_report_of_another_monument_is_refused_and_nothing_is_split(world: SimpleNamespace) -> None:
    elsewhere = factories.report(world, upto="submitted", monument_id=factories.monument(world.site, "Theatre").id)
    with pytest.raises(Problem, match="must be one of this monument"):
        _split(world, reports=[elsewhere.id])
    assert not world.arch.split_into.exists()


def test_a_correction_is_not_separated_from_what_it_corrects(world: SimpleNamespace) -> None:
    first = factories.report(world, upto="verified")
    second = factories.report(world, upto="verified", supersedes=first.id)
    for apart in (first, second):
        with pytest.raises(TiedToOthers):
            _split(world, reports=[apart.id])
    assert _split(world, reports=[first.id, second.id])


def test_recorders_do_not_split(world: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        _split(world, by="recorder")


def test_the_same_split_sent_twice_is_done_once(world: SimpleNamespace) -> None:
    id_ = ids.uuid7()
    assert _split(world, id=id_).id == _split(world, id=id_).id
    assert world.arch.split_into.count() == 1
