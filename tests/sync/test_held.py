"""What names something that has not arrived waits for it, is applied when it comes, and is never dropped unseen."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from assessments.audit.models import HistoryEntry
from assessments.damage.models import DamageReport
from assessments.kit import clock
from assessments.kit.checksums import sha256
from assessments.register.models import Membership
from assessments.sync import operations as sync
from assessments.sync.models import WaitingOperation
from tests import factories
from tests.sync.feed import operation, push, then


def visit(world: SimpleNamespace) -> dict[str, Any]:
    return then(
        "visit",
        str(uuid.uuid4()),
        "create",
        {"site": str(world.site.id), "first_day": "2016-04-25", "last_day": "2016-04-26"},
    )


def photo(world: SimpleNamespace) -> dict[str, Any]:
    body = {
        "monument": str(world.arch.id),
        "sha256": sha256(b"x").hex(),
        "size": 1,
        "filename": "x",
        "media_type": "image/jpeg",
    }
    return then("photo", str(uuid.uuid4()), "create", body)


def outcomes(found: list[dict[str, Any]]) -> list[str]:
    return [one["outcome"] for one in found]


def test_it_says_what_it_waits_for(world: SimpleNamespace, api: Any) -> None:
    missing = photo(world)
    report = operation(world, photos=[{"photo": missing["id"]}])
    (outcome,) = push(api("recorder"), report)
    assert (outcome["outcome"], outcome["waits_for"]) == ("held", [{"kind": "photo", "id": missing["id"]}])
    assert not DamageReport.objects.exists()


def test_within_a_batch_the_order_does_not_matter(world: SimpleNamespace, api: Any) -> None:
    first, second = visit(world), photo(world)
    report = operation(world, visit=first["id"], photos=[{"photo": second["id"]}])
    sent = then("report", report["id"], "submit")
    assert outcomes(push(api("recorder"), sent, report, second, first)) == ["applied"] * 4
    assert DamageReport.objects.get().status == "submitted"


def test_a_change_waits_behind_a_creation_that_waits(world: SimpleNamespace, api: Any) -> None:
    first = visit(world)
    report = operation(world, visit=first["id"])
    change = then("report", report["id"], "update", {"narrative": "More."}, base=1)
    client = api("recorder")
    assert outcomes(push(client, report, change)) == ["held", "held"]
    assert outcomes(push(client, first)) == ["applied"]
    assert sync.apply_held() == 2
    assert DamageReport.objects.get().narrative == "More."
    assert not WaitingOperation.objects.exists()


def test_it_is_applied_when_another_device_brings_what_is_missing(world: SimpleNamespace, api: Any) -> None:
    first = visit(world)
    report = operation(world, visit=first["id"])
    client = api("recorder")
    assert outcomes(push(client, report)) == ["held"]
    push(api("recorder2"), first)
    sync.apply_held()
    assert DamageReport.objects.get().author_id == world.users["recorder"].id
    (again,) = push(client, report)
    assert (again["outcome"], again["first"]["outcome"]) == ("duplicate", "applied")


def test_it_is_applied_when_a_page_brings_what_is_missing(world: SimpleNamespace, api: Any) -> None:
    photograph = factories.photo(world)
    tomb = uuid.uuid4()
    report = operation(world, photos=[{"photo": str(photograph.id)}]) | {"id": str(uuid.uuid4())}
    report["data"]["monument"] = str(tomb)
    assert outcomes(push(api("recorder"), report)) == ["held"]
    assert sync.apply_held() == 0
    factories.monument(world.site, "Tomb", id=tomb)
    assert sync.apply_held() == 1


def test_what_waits_is_judged_by_the_rights_of_its_sender_then(world: SimpleNamespace, api: Any) -> None:
    first = visit(world)
    push(api("recorder"), operation(world, visit=first["id"]))
    Membership.objects.filter(user=world.users["recorder"]).update(role="viewer")
    push(api("recorder2"), first)
    assert sync.apply_held() == 0
    assert (WaitingOperation.objects.get().state, DamageReport.objects.count()) == ("refused", 0)


def test_after_three_days_it_goes_to_the_quarantine(world: SimpleNamespace, api: Any) -> None:
    client = api("recorder")
    push(client, operation(world, visit=str(uuid.uuid4())))
    WaitingOperation.objects.update(received_at=clock.recorded_now() - timedelta(hours=73))
    sync.apply_held()
    assert WaitingOperation.objects.get().state == "quarantined"
    (line,) = client.get("/sync/waiting?state=quarantined").json["results"]
    assert (line["kind"], line["action"]) == ("report", "create")


def test_an_administrator_replays_it_as_its_sender(world: SimpleNamespace, api: Any) -> None:
    first = visit(world)
    push(api("recorder"), operation(world, visit=first["id"]))
    WaitingOperation.objects.update(state="quarantined")
    push(api("recorder2"), first)
    row = WaitingOperation.objects.get()
    assert sync.replay(row.id, by=world.by("administrator")).outcome == "applied"
    assert DamageReport.objects.get().author_id == world.users["recorder"].id
    assert not WaitingOperation.objects.exists()
    assert HistoryEntry.objects.filter(verb="sync.operation.replayed").exists()


def test_an_administrator_dismisses_it_with_a_reason_and_history_keeps_it(world: SimpleNamespace, api: Any) -> None:
    push(api("recorder"), operation(world, visit=str(uuid.uuid4()), narrative="Kept."))
    sync.dismiss(
        WaitingOperation.objects.get().id, because="Sent twice under another id.", by=world.by("administrator")
    )
    entry = HistoryEntry.objects.get(verb="sync.operation.dismissed")
    assert entry.private.fields["change:operation"][1][0]["data"]["narrative"] == "Kept."
    assert not WaitingOperation.objects.exists()


def test_what_is_refused_is_kept_too(world: SimpleNamespace, api: Any) -> None:
    client = api("recorder")
    bad = operation(world, damage="splendid", narrative="Kept.")
    push(client, bad)
    row = WaitingOperation.objects.get()
    assert (row.state, row.operation["data"]["narrative"]) == ("refused", "Kept.")
    (line,) = client.get("/sync/waiting").json["results"]
    assert line["problem"]["errors"][0]["pointer"] == "/damage"
    assert api("recorder2").get("/sync/waiting").json["results"] == []


def test_too_many_that_wait_are_refused_and_stay_on_the_device(
    world: SimpleNamespace, api: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("assessments.sync.operations.waiting.HELD_LIMIT", 2)
    found = push(api("recorder"), *(operation(world, visit=str(uuid.uuid4())) for _each in range(3)))
    assert outcomes(found) == ["held", "held", "refused"]
    assert found[2]["problem"]["code"] == "too_many_held"


def test_what_one_may_not_see_is_waited_for_as_if_it_did_not_exist(world: SimpleNamespace, api: Any) -> None:
    hidden = factories.monument(factories.site("HID", visibility="members"))
    report = operation(world)
    report["data"]["monument"] = str(hidden.id)
    (outcome,) = push(api("recorder"), report)
    assert outcome["outcome"] == "held"
