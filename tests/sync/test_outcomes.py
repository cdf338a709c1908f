"""A batch gets an outcome for every operation, and the same one when it comes again."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

from assessments.damage.models import DamageReport
from tests.sync.feed import operation, push, then


def test_one_bad_operation_holds_up_none_of_the_others(world: SimpleNamespace, api: Any) -> None:
    bad = operation(world, damage="splendid")
    outcomes = push(api("recorder"), operation(world), bad, operation(world))
    assert [one["outcome"] for one in outcomes] == ["applied", "refused", "applied"]
    assert outcomes[1]["problem"]["errors"][0]["pointer"] == "/damage"
    assert DamageReport.objects.count() == 2


def test_the_same_operation_again_is_a_duplicate_with_the_first_outcome(world: SimpleNamespace, api: Any) -> None:
    client, one = api("recorder"), operation(world)
    first, again = push(client, one)[0], push(client, one)[0]
    assert (again["outcome"], again["first"]) == ("duplicate", first)
    assert DamageReport.objects.count() == 1


def test_a_repeat_within_one_batch_is_applied_once(world: SimpleNamespace, api: Any) -> None:
    one = operation(world)
    assert [out["outcome"] for out in push(api("recorder"), one, one)] == ["applied", "duplicate"]


def test_an_operation_id_with_other_content_is_refused(world: SimpleNamespace, api: Any) -> None:
    client, one = api("recorder"), operation(world)
    push(client, one)
    (outcome,) = push(client, {**one, "id": str(uuid.uuid4())})
    assert (outcome["outcome"], outcome["problem"]["code"]) == ("refused", "operation_reused")


def test_what_was_refused_is_judged_again(world: SimpleNamespace, api: Any) -> None:
    client = api("recorder")
    made = operation(world, damage=None)
    late = then("report", made["id"], "submit")
    assert [one["outcome"] for one in push(client, made, late)] == ["applied", "refused"]
    push(client, then("report", made["id"], "update", {"damage": "heavy"}, base=1))
    assert push(client, late)[0]["outcome"] == "applied"


def test_decisions_are_not_pushed(world: SimpleNamespace, api: Any) -> None:
    (outcome,) = push(api("recorder"), {**operation(world), "kind": "decision"})
    assert outcome["problem"]["code"] == "kind_not_pushable"


def test_create_change_submit_in_one_batch(world: SimpleNamespace, api: Any) -> None:
    one = operation(world)
    change = {**one, "op_id": str(uuid.uuid4()), "action": "update", "data": {"narrative": "More."}, "base_version": 1}
    send = {**one, "op_id": str(uuid.uuid4()), "action": "submit", "data": {}}
    assert [out["outcome"] for out in push(api("recorder"), one, change, send)] == ["applied"] * 3
    assert DamageReport.objects.get().status == "submitted"
