"""A clearance is corrected by one officer and opens only when another has signed for what it now says."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.kit import clock, geometry, ids
from assessments.register import ground, operations
from assessments.register.messages import ClearanceIn
from assessments.register.models import Clearance, Site
from tests import factories

AROUND = geometry.circle(38.271, 34.549972, 200)


@pytest.fixture
def clearance(world: SimpleNamespace) -> Clearance:
    """Confirmed by a second officer; the arch stands in it."""
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies")
    world.arch.refresh_from_db()
    paper = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate")
    entered = operations.enter_clearance(
        ClearanceIn(
            id=ids.uuid7(), site=world.site.id, location=AROUND, status="cleared", depth_cm=20, certificate_no="7",
            certificate=paper.id, operator="O", authority="A", issued_on=clock.today(),
        ),
        by=world.by("safety_officer"),
    )  # fmt: skip
    return operations.confirm_clearance(entered.id, by=world.by("safety2"))


def answer(world: SimpleNamespace) -> str:
    return ground.gate_answer(type(world.arch).objects.get(pk=world.arch.pk), clock.today()).status


def test_what_was_signed_for_closes_the_ground_when_it_changes(
    world: SimpleNamespace, api: Any, clearance: Clearance
) -> None:
    assert answer(world) == "released"
    changed = api("safety2").patch(f"/clearances/{clearance.id}", {"depth_cm": 50}, version=clearance.version)
    assert (changed.status, changed.json["data"]["depth_cm"], changed.json["data"]["confirmed_at"]) == (200, 50, None)
    assert answer(world) == "unknown"
    assert api("safety2").post(f"/clearances/{clearance.id}/confirm", version=3).code == "second_officer_needed"
    assert api("safety_officer").post(f"/clearances/{clearance.id}/confirm", version=3).status == 200
    assert answer(world) == "released"


def test_what_nobody_signed_for_leaves_the_ground_open(world: SimpleNamespace, api: Any, clearance: Clearance) -> None:
    fields = {"method": "manual", "task_no": "T-4", "area_m2": "1250.5", "source": "letter"}
    changed = api("safety_officer").patch(f"/clearances/{clearance.id}", fields, version=clearance.version)
    assert changed.status == 200
    assert {name: changed.json["data"][name] for name in fields} == fields
    assert answer(world) == "released"


def test_a_certificate_is_given_later(world: SimpleNamespace, api: Any) -> None:
    body = {
        "id": str(ids.uuid7()), "site": str(world.site.id), "location": AROUND, "status": "cleared", "depth_cm": 20,
        "certificate_no": "8", "operator": "O", "authority": "A", "issued_on": str(clock.today()),
    }  # fmt: skip
    assert api("safety_officer").post("/clearances", body).status == 201
    address = f"/clearances/{body['id']}"
    assert api("safety2").post(f"{address}/confirm", version=1).code == "certificate_missing"
    paper = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate")
    assert api("safety_officer").patch(address, {"certificate": str(paper.id)}, version=1).status == 200
    assert api("safety2").post(f"{address}/confirm", version=2).status == 200


def test_one_officer_withdraws_with_a_reason_and_nothing_brings_it_back(
    world: SimpleNamespace, api: Any, clearance: Clearance
) -> None:
    address = f"/clearances/{clearance.id}"
    assert api("safety2").post(f"{address}/withdraw", {"note": ""}, version=2).status == 422
    assert api("recorder").post(f"{address}/withdraw", {"note": "no"}, version=2).status == 403
    done = api("safety2").post(f"{address}/withdraw", {"note": "The operator took it back."}, version=2)
    assert (done.status, done.json["data"]["withdrawn_because"]) == (200, "The operator took it back.")
    assert answer(world) == "unknown"
    officer = api("safety_officer")
    assert officer.patch(address, {"depth_cm": 20}, version=3).code == "withdrawn_already"
    assert officer.post(f"{address}/confirm", version=3).code == "withdrawn_already"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"depth_cm": None}, "/depth_cm"),
        ({"valid_until": "2001-01-01"}, "/valid_until"),
        ({"issued_on": "2999-01-01"}, "/issued_on"),
        ({"area_m2": "-4"}, "/area_m2"),
        ({"method": "by hand"}, "/method"),
        ({"status": "safe"}, "/status"),
        ({"certificate": "0190f3c2-0000-7000-8000-000000000000"}, "/certificate"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_field(
    api: Any, clearance: Clearance, fields: dict[str, Any], pointer: str
) -> None:
    reply = api("safety_officer").patch(f"/clearances/{clearance.id}", fields, version=clearance.version)
    assert (reply.status, reply.json["errors"][0]["pointer"]) == (422, pointer)


def test_it_opens_nothing_after_its_last_day(world: SimpleNamespace, api: Any, clearance: Clearance) -> None:
    address = f"/clearances/{clearance.id}"
    assert api("safety_officer").patch(address, {"valid_until": str(clock.today())}, version=2).status == 200
    assert api("safety2").post(f"{address}/confirm", version=3).status == 200
    assert answer(world) == "released"
    later = date.fromordinal(clock.today().toordinal() + 1)
    arch = type(world.arch).objects.get(pk=world.arch.pk)
    assert ground.gate_answer(arch, later).status == "unknown"
