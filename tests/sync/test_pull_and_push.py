"""The feed gives every change once; a batch gets an outcome for every operation, and the same one when it comes again."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

from assessments.damage import operations as damage
from assessments.damage.models import DamageReport
from tests import factories


def operation(world: SimpleNamespace, **data: Any) -> dict[str, Any]:
    body = {"monument": str(world.arch.id), "method": "field_visual", "observed": {"precision": "on", "from": "2016-04-25"},
            "damage": "heavy", "extent": "p31_60", **data}  # fmt: skip
    return {"op_id": str(uuid.uuid4()), "kind": "report", "id": str(uuid.uuid4()), "action": "create", "data": body}


def push(client: Any, *operations: dict[str, Any]) -> list[dict[str, Any]]:
    reply = client.post("/sync/push", {"batch_id": str(uuid.uuid4()), "operations": list(operations)})
    assert reply.status == 200, reply
    return reply.json["outcomes"]  # type: ignore[no-any-return]


def pull(client: Any, cursor: str = "", limit: int = 500) -> tuple[list[dict[str, Any]], str]:
    """Follow the feed to its end."""
    changes: list[dict[str, Any]] = []
    while True:
        reply = client.get(f"/sync/changes?limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
        assert reply.status == 200, reply
        changes += reply.json["changes"]
        cursor = reply.json["cursor"]
        if not reply.json["more"]:
            return changes, cursor


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
    late = {"op_id": str(uuid.uuid4()), "kind": "report", "id": str(uuid.uuid4()), "action": "submit", "data": {}}
    assert push(client, late)[0]["outcome"] == "refused"
    push(client, {**operation(world), "id": late["id"]})
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


def test_the_feed_starts_with_the_present_state_and_goes_on_with_changes(world: SimpleNamespace, api: Any) -> None:
    made = [factories.report(world, upto="submitted") for _each in range(5)]
    changes, cursor = pull(api("viewer"), limit=2)
    assert sorted(one["id"] for one in changes) == sorted(str(one.id) for one in made)
    damage.return_(made[0].id, by=world.by("verifier"), note="Say more.")
    (change,), _cursor = pull(api("viewer"), cursor)
    assert (change["id"], change["data"]["status"]) == (str(made[0].id), "returned")


def test_what_one_may_not_see_is_not_in_the_feed(world: SimpleNamespace, api: Any) -> None:
    factories.report(world)
    assert pull(api("viewer"))[0] == []
    assert pull(api("outsider"))[0] == []
    assert len(pull(api("recorder"))[0]) == 1


def test_who_loses_a_site_is_told_to_remove_what_was_given(world: SimpleNamespace, api: Any) -> None:
    made = factories.report(world, upto="submitted")
    client = api("viewer")
    _changes, cursor = pull(client)
    factories.Membership.objects.filter(user=world.users["viewer"]).update(
        is_active=False, ended_at="2016-05-01T00:00Z"
    )
    changes, _cursor = pull(client, cursor)
    assert [(one["op"], one["id"]) for one in changes] == [("remove", str(made.id))]


def test_a_cursor_of_another_life_expires(world: SimpleNamespace, api: Any) -> None:
    from assessments.audit.models import Epoch

    client = api("viewer")
    _changes, cursor = pull(client)
    Epoch.objects.create(because="restored")
    reply = client.get(f"/sync/changes?cursor={cursor}")
    assert (reply.status, reply.code) == (410, "cursor_expired")
