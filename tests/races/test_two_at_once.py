"""Two people press the same button: one wins, the other gets a conflict; numbers stay without gaps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from assessments.damage import operations as damage
from assessments.damage.models import DamageReport
from assessments.evidence.models import CustodyEntry
from assessments.kit.errors import Conflict, Problem
from tests import factories


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run all jobs in threads that start together; each outcome is a value or the refusal."""
    gate = threading.Barrier(len(jobs))
    outcomes: list[Any] = [None] * len(jobs)

    def run(index: int, job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            outcomes[index] = job()
        except Problem as refusal:
            outcomes[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_verifiers_one_wins_and_the_other_gets_a_conflict(own_database: str) -> None:
    world = factories.make_world()
    made = factories.report(world, upto="submitted")
    first, second = at_once(
        lambda: damage.verify(made.id, by=world.by("verifier"), basis="photographs"),
        lambda: damage.return_(made.id, by=world.by("verifier2"), note="Look again."),
    )
    refusals = [one for one in (first, second) if isinstance(one, Problem)]
    assert len(refusals) == 1
    assert isinstance(refusals[0], Conflict)
    assert DamageReport.objects.get(pk=made.id).status in ("verified", "returned")


def test_twenty_submissions_at_once_get_numbers_without_gap_or_repeat(own_database: str) -> None:
    world = factories.make_world()
    drafts = [factories.report(world) for _each in range(20)]
    outcomes = at_once(
        *(lambda id_=draft.id: damage.submit(id_, by=world.by("recorder"), accept_doubts=True) for draft in drafts)
    )
    assert sorted(one.reference for one in outcomes) == [f"PAL-2016-{n:04d}" for n in range(1, 21)]


def test_creating_the_same_report_twice_at_once_makes_one(own_database: str) -> None:
    world = factories.make_world()
    message = factories.report_message(world.arch.id)
    outcomes = at_once(*(lambda: damage.create_report(message, by=world.by("recorder")) for _each in range(4)))
    assert DamageReport.objects.count() == 1
    assert any(not isinstance(one, Problem) for one in outcomes)


def test_photographs_added_at_once_are_all_kept(own_database: str) -> None:
    world = factories.make_world()
    draft = factories.report(world)
    photos = [factories.photo(world, factories.jpeg(64 + n)) for n in range(6)]
    outcomes = at_once(
        *(lambda id_=one.id: damage.attach_photographs(draft.id, [id_], by=world.by("recorder")) for one in photos)
    )
    assert not [one for one in outcomes if isinstance(one, Problem)]
    assert draft.photo_links.count() == 6


def test_custody_of_one_photograph_keeps_its_order_under_many_readers(own_database: str) -> None:
    from assessments.evidence import custody

    world = factories.make_world()
    photo = factories.photo(world)
    names = ["viewer", "verifier", "verifier2", "planner", "safety2", "recorder2"]
    at_once(*(lambda who=name: custody.append(photo, "viewed", by=world.by(who)) for name in names))
    places = list(CustodyEntry.objects.filter(photo=photo).order_by("sequence").values_list("sequence", flat=True))
    assert places == list(range(1, 8))
    assert custody.verify(photo).valid
