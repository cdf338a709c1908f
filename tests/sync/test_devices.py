"""A device is known by name, says what waits on it, and once revoked reads nothing and is told to wipe what it holds."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.kit.errors import Forbidden
from assessments.people.models import Device
from assessments.register import operations as register
from tests.sync.feed import operation, pull, push


def test_it_is_listed_with_its_last_sync_and_what_waits_on_it(world: SimpleNamespace, api: Any) -> None:
    client = api("recorder")
    (before,) = client.get("/devices").json["results"]
    assert (before["name"], before["last_sync_at"]) == ("test tablet", None)
    said = {"version": "heritage-field 1.0", "waiting": 3, "photographs_waiting": 7}
    client.post("/sync/push", {"batch_id": str(uuid.uuid4()), "operations": [], "client": said})
    (after,) = client.get("/devices").json["results"]
    assert after["last_sync_at"]
    assert (after["client"], after["waiting"], after["photographs_waiting"]) == ("heritage-field 1.0", 3, 7)


def test_reading_counts_as_a_sync(world: SimpleNamespace, api: Any) -> None:
    pull(api("viewer"))
    assert Device.objects.get().last_sync_at


def test_a_revoked_device_is_refused_at_once_and_told_to_wipe(world: SimpleNamespace, api: Any) -> None:
    lost, other = api("recorder"), api("recorder")
    name = Device.objects.order_by("created_at").first()
    assert other.delete(f"/devices/{name.id}").status == 204  # type: ignore[union-attr]
    for reply in (
        lost.get("/sync/changes"),
        lost.post("/sync/push", {"batch_id": str(uuid.uuid4()), "operations": []}),
    ):
        assert (reply.status, reply.code, reply.json["wipe"]) == (401, "device_revoked", True)
    assert Device.objects.get(pk=name.pk).told_to_wipe_at  # type: ignore[union-attr]
    assert other.get("/sync/changes").status == 200


@pytest.mark.parametrize("token", ["nonsense", "0" * 64, "شعر", "a b"])
def test_a_token_that_never_was_is_told_nothing_of_wiping(world: SimpleNamespace, api: Any, token: str) -> None:
    from tests.rest import Rest

    reply = Rest().get("/sync/changes", Authorization=f"Bearer {token}".encode().decode("latin-1"))
    assert reply.status == 401
    assert "wipe" not in reply.json


def test_an_administrator_revokes_the_lost_tablet_of_somebody_else(world: SimpleNamespace, api: Any) -> None:
    client = api("recorder")
    device = Device.objects.get()
    with pytest.raises(Forbidden):
        register.revoke_device(device.id, by=world.by("verifier"))
    register.revoke_device(device.id, by=world.by("administrator"))
    assert client.get("/me").code == "device_revoked"


def test_operation_ids_are_each_devices_own(world: SimpleNamespace, api: Any) -> None:
    one, other = operation(world), operation(world)
    other["op_id"] = one["op_id"]
    assert push(api("recorder"), one)[0]["outcome"] == "applied"
    assert push(api("recorder"), other)[0]["outcome"] == "applied"


@pytest.mark.parametrize("made_at", ["1970-01-01T00:00:00Z", "2999-12-31T23:59:59+14:00"])
def test_a_clock_that_is_years_off_changes_nothing(world: SimpleNamespace, api: Any, made_at: str) -> None:
    assert push(api("recorder"), operation(world) | {"made_at": made_at})[0]["outcome"] == "applied"
