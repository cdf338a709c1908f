"""Equal task messages reach the broker once, however often they are enqueued at the same time."""

from __future__ import annotations

import json
from collections import Counter

import redis
from django.conf import settings

from assessments.kit import task_queue


def test_equal_messages_that_are_not_yet_sent_become_one() -> None:
    for _hundred in range(100):
        task_queue.enqueue("tests.look", ())
        task_queue.enqueue("tests.read", ("7",))
    task_queue.enqueue("tests.read", ("8",))
    task_queue.finish()
    queue = redis.Redis.from_url(settings.BROKER_URL)
    sent = [json.loads(one)["headers"] for one in queue.lrange("celery", 0, -1)]
    queued = Counter((one["task"], one["argsrepr"]) for one in sent if one["task"].startswith("tests."))
    assert queued[("tests.read", "('8',)")] == 1
    assert 1 <= queued[("tests.look", "()")] < 100
    assert 1 <= queued[("tests.read", "('7',)")] < 100
