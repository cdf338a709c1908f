"""Two verified reports disagree: both stand side by side until a verifier settles it in writing."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.audit.queries import history_of
from assessments.damage import operations, queries
from assessments.damage.errors import NothingToAdjudicate, OwnVisit
from assessments.kit.errors import Invalid
from tests import factories


def disagreement(world: SimpleNamespace) -> tuple[Any, Any]:
    """An older report of two, and a newer one that sees more; nobody of the verifiers was there."""
    older = factories.report(world, upto="verified", by="recorder", damage="heavy", extent="p31_60")
    day = {"precision": "on", "from": "2016-04-26"}
    newer = factories.report(world, upto="verified", by="recorder2", observed=day, damage="destroyed")
    return older, newer


def state(world: SimpleNamespace) -> queries.DamageState:
    return queries.damage_state(world.by("viewer"), world.arch, date(2016, 5, 1))


def test_a_disagreement_is_shown_and_the_newest_counts(world: SimpleNamespace) -> None:
    disagreement(world)
    assert (state(world).grade, state(world).disputed) == ("destroyed", True)


def test_the_report_that_stands_counts_and_the_dispute_is_over(world: SimpleNamespace) -> None:
    older, _newer = disagreement(world)
    operations.adjudicate(older.id, by=world.by("verifier2"), note="The second team stood at the wrong arch.")
    assert (state(world).grade, state(world).disputed) == ("heavy", False)
    assert queries.states_today(world.by("viewer"), [world.arch])[world.arch.id].grade == "heavy"
    assert history_of("report", older.id)[0].note == "The second team stood at the wrong arch."


def test_before_it_was_written_the_dispute_stood(world: SimpleNamespace) -> None:
    older, newer = disagreement(world)
    operations.adjudicate(older.id, by=world.by("verifier2"), note="Wrong arch.")
    known = queries.damage_state(world.by("viewer"), world.arch, date(2016, 5, 1), known_at=newer.verified_at)
    assert (known.grade, known.disputed) == ("destroyed", True)


def test_the_latest_ruling_holds(world: SimpleNamespace) -> None:
    older, newer = disagreement(world)
    operations.adjudicate(older.id, by=world.by("verifier2"), note="Wrong arch.")
    operations.adjudicate(
        newer.id, by=world.by("verifier"), note="It was the right arch after all.", against=[older.id]
    )
    assert (state(world).grade, state(world).disputed) == ("destroyed", False)


def test_who_took_part_in_either_does_not_judge(world: SimpleNamespace) -> None:
    older = factories.report(world, upto="verified", damage="heavy", extent="p31_60")
    own = factories.report(world, upto="submitted", by="verifier2", observed={"precision": "on", "from": "2016-04-26"})
    operations.verify(own.id, by=world.by("verifier"), basis="photographs")
    with pytest.raises(OwnVisit):
        operations.adjudicate(older.id, by=world.by("verifier2"), note="Mine is wrong.")


def test_without_a_disagreement_there_is_nothing_to_settle(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="verified")
    with pytest.raises(NothingToAdjudicate):
        operations.adjudicate(report.id, by=world.by("verifier2"), note="Just so.")


def test_a_ruling_says_why(world: SimpleNamespace) -> None:
    older, _newer = disagreement(world)
    with pytest.raises(Invalid):
        operations.adjudicate(older.id, by=world.by("verifier2"), note=" ")


def test_a_retracted_report_upholds_nothing(world: SimpleNamespace) -> None:
    older, _newer = disagreement(world)
    operations.adjudicate(older.id, by=world.by("verifier2"), note="Wrong arch.")
    operations.retract(older.id, by=world.by("verifier2"), note="It was the other team that was right.")
    assert (state(world).grade, state(world).disputed) == ("destroyed", False)


def test_it_is_done_over_rest(world: SimpleNamespace, api: Any) -> None:
    older, newer = disagreement(world)
    body = {"note": "Wrong arch.", "against": [str(newer.id)]}
    reply = api("verifier2").post(f"/reports/{older.id}/adjudicate", body, version=older.version)
    assert (reply.status, reply.json["version"]) == (200, older.version + 1)
    assert api("recorder").post(f"/reports/{older.id}/adjudicate", body, version=older.version + 1).status == 403
