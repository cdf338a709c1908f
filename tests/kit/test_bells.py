"""Bells reach the broker once each, however often they are rung at the same time."""

from __future__ import annotations

import json
from collections import Counter

import redis
from django.conf import settings

from assessments.kit import bells


def test_bells_that_are_alike_and_not_yet_sent_are_one() -> None:
    for _hundred in range(100):
        bells.ring("tests.look", ())
        bells.ring("tests.read", ("7",))
    bells.ring("tests.read", ("8",))
    bells.finish()
    queue = redis.Redis.from_url(settings.BROKER_URL)
    sent = [json.loads(one)["headers"] for one in queue.lrange("celery", 0, -1)]
    rung = Counter((one["task"], one["argsrepr"]) for one in sent if one["task"].startswith("tests."))
    assert rung[("tests.read", "('8',)")] == 1
    assert 1 <= rung[("tests.look", "()")] < 100
    assert 1 <= rung[("tests.read", "('7',)")] < 100
