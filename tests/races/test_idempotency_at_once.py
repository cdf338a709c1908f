"""The same request with an Idempotency-Key on several connections at once is executed exactly once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from assessments.kit import clock
from assessments.kit.idempotency import IdempotentResponse, StoredResponse, delete_expired, run_once


def test_eight_at_once_run_it_once_and_all_get_the_response(own_database: str) -> None:
    from assessments.kit.ids import uuid7

    person, ran = uuid7(), []

    def run() -> StoredResponse:
        ran.append(1)
        return StoredResponse(200, '"2"', b"{}")

    def ask(_number: int) -> tuple[StoredResponse, bool]:
        try:
            return run_once(person, "key", b"asked", run)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        responses = list(threads.map(ask, range(8)))
    assert len(ran) == 1
    assert {response.body for response, _replayed in responses} == {b"{}"}
    assert sorted(replayed for _response, replayed in responses) == [False] + [True] * 7


def test_responses_are_deleted_after_a_week(own_database: str) -> None:
    from datetime import timedelta

    from assessments.kit.ids import uuid7

    run_once(uuid7(), "key", b"asked", lambda: StoredResponse(200, "", b"{}"))
    assert delete_expired() == 0
    IdempotentResponse.objects.update(stored_at=clock.recorded_now() - timedelta(days=8))
    assert delete_expired() == 1
