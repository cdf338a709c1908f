"""The same keyed request on several connections at once is done exactly once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from assessments.kit import clock
from assessments.kit.keyed import KeptAnswer, Told, forget, once


def test_eight_at_once_run_it_once_and_all_get_the_answer(own_database: str) -> None:
    from assessments.kit.ids import uuid7

    person, ran = uuid7(), []

    def run() -> Told:
        ran.append(1)
        return Told(200, '"2"', b"{}")

    def ask(_number: int) -> tuple[Told, bool]:
        try:
            return once(person, "key", b"asked", run)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))
    assert len(ran) == 1
    assert {told.body for told, _kept in answers} == {b"{}"}
    assert sorted(kept for _told, kept in answers) == [False] + [True] * 7


def test_answers_are_forgotten_after_a_week(own_database: str) -> None:
    from datetime import timedelta

    from assessments.kit.ids import uuid7

    once(uuid7(), "key", b"asked", lambda: Told(200, "", b"{}"))
    assert forget() == 0
    KeptAnswer.objects.update(kept_at=clock.recorded_now() - timedelta(days=8))
    assert forget() == 1
