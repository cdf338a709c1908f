"""Who states whether explosive hazards may be present, when and from which source; and that it opens no closed ground."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.kit import clock, ids
from assessments.register import ground, operations
from assessments.register.messages import SuspiciousObject
from assessments.register.models import Site
from tests import factories
from tests.product.url_map import signed_in

STATED = {"regime": "not_applicable", "stated_by": "Directorate", "stated_on": "2016-01-04", "source": "letter 12"}


def state(api: Any, world: SimpleNamespace, who: str = "safety_officer", **fields: Any) -> Any:
    version = Site.objects.get(pk=world.site.pk).version
    return api(who).post(f"/sites/{world.site.id}/hazard-regime", STATED | fields, version=version)


@pytest.mark.parametrize("who", ["safety_officer", "verifier"])
def test_officers_and_the_director_state_it_and_the_gate_tells_who_did(
    world: SimpleNamespace, api: Any, who: str
) -> None:
    assert state(api, world, who).status == 200
    arch = type(world.arch).objects.get(pk=world.arch.pk)
    regime = ground.gate_answer(arch, clock.today()).regime
    assert (regime.status, regime.stated_by, str(regime.stated_on), regime.source) == tuple(STATED.values())
    feed = api("viewer").get(f"/sites/{world.site.id}/safety").json
    assert feed["regime_stated"] == {"status": "not_applicable", **{k: v for k, v in STATED.items() if k != "regime"}}


@pytest.mark.parametrize("who", ["recorder", "planner", "administrator"])
def test_nobody_else_does(world: SimpleNamespace, api: Any, who: str) -> None:
    assert state(api, world, who).status == 403
    if who == "administrator":
        patch = {"hazard_regime": "applies"}
        assert api(who).patch(f"/sites/{world.site.id}", patch, version=1).status == 403


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"source": ""}, "/source"),
        ({"source": "  "}, "/hazard_regime_source"),
        ({"stated_by": ""}, "/stated_by"),
        ({"stated_on": "2999-01-01"}, "/hazard_regime_on"),
        ({"regime": "none"}, "/regime"),
    ],
)
def test_a_statement_names_its_source(world: SimpleNamespace, api: Any, fields: dict[str, str], pointer: str) -> None:
    reply = state(api, world, **fields)
    assert (reply.status, reply.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_page_takes_it_and_keeps_what_was_typed(world: SimpleNamespace) -> None:
    officer, address = signed_in(world, "safety_officer"), f"/sites/{world.site.id}/hazard-regime"
    typed = STATED | {"source": "", "version": "1"}
    refused = officer.post(address, typed)
    assert refused.status_code == 422
    assert "Say where it is written" in refused.content.decode()
    assert 'value="Directorate"' in refused.content.decode()
    assert officer.post(address, STATED | {"version": "1"}).status_code == 302
    assert "stated by <bdi>Directorate</bdi>" in officer.get(f"/sites/{world.site.id}").content.decode()


def test_the_age_of_the_sites_data_is_set_on_the_same_page(world: SimpleNamespace, api: Any) -> None:
    officer, address = signed_in(world, "safety_officer"), f"/sites/{world.site.id}/hazard-regime"
    assert 'value="72"' in officer.get(address).content.decode()
    refused = officer.post(address, STATED | {"version": "1", "unknown_after_hours": "0"})
    assert "whole number of hours" in refused.content.decode()
    typed = STATED | {"regime": "applies", "version": "1", "unknown_after_hours": "٢٤"}
    assert officer.post(address, typed).status_code == 302
    assert api("viewer").get(f"/sites/{world.site.id}/safety").json["unknown_after_hours"] == 24
    for page in (f"/sites/{world.site.id}/safety", f"/monuments/{world.arch.id}"):
        assert 'data-unknown-after="24"' in officer.get(page).content.decode(), page


def test_a_suspicious_object_closes_ground_where_no_hazards_are_said_to_apply(world: SimpleNamespace, api: Any) -> None:
    assert state(api, world).status == 200
    message = SuspiciousObject(id=ids.uuid7(), site=world.site.id, longitude=38.271, latitude=34.549972)
    operations.report_suspicious_object(message, by=world.by("viewer"))
    arch = type(world.arch).objects.get(pk=world.arch.pk)
    assert ground.gate_answer(arch, clock.today()).status == "not_released"
    answers = {
        one["monument"]: one["status"] for one in api("viewer").get(f"/sites/{world.site.id}/safety").json["monuments"]
    }
    assert answers == {str(world.arch.id): "not_released"}


@pytest.mark.parametrize("who", ["viewer", "outsider", "administrator"])
def test_the_red_button_stands_on_every_page_of_whoever_is_signed_in(world: SimpleNamespace, who: str) -> None:
    client = signed_in(world, who)
    for address in ("/", "/sites", f"/sites/{world.site.id}", f"/monuments/{world.arch.id}", "/map", "/account"):
        assert "data-suspicious" in client.get(address).content.decode(), address
    assert "data-suspicious" not in Client().get("/sites").content.decode()


def test_an_outsider_closes_ground_on_a_site_that_they_see(world: SimpleNamespace) -> None:
    seen = signed_in(world, "outsider").post(
        "/suspicious-object",
        {"site": str(world.site.id), "latitude": "34.55", "longitude": "38.27"},
        headers={"X-Requested-With": "fetch"},
    )
    assert seen.status_code == 201
    hidden = factories.site("HID", visibility="members")
    unseen = signed_in(world, "outsider").post(
        "/suspicious-object",
        {"site": str(hidden.id), "latitude": "34.55", "longitude": "38.27"},
        headers={"X-Requested-With": "fetch"},
    )
    assert unseen.status_code == 404
