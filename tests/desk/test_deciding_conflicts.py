"""On the desk both values stand beside each other, with who and when; nothing is chosen beforehand."""

from __future__ import annotations

import re
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.damage import operations as damage
from assessments.damage.messages import ReportPatch
from assessments.damage.models import DamageReport
from assessments.sync.models import Conflict
from tests.sync.feed import operation, push, then


@pytest.fixture
def found(world: SimpleNamespace, api: Any) -> Conflict:
    made = operation(world, narrative="As seen.", damage="heavy")
    tablet = api("recorder")
    push(tablet, made)
    desk = ReportPatch(narrative="From the desk.", damage="destroyed")
    damage.change_report(uuid.UUID(made["id"]), desk, by=world.by("recorder"), expected_version=None)
    push(tablet, then("report", made["id"], "update", {"narrative": "From the field.", "damage": "moderate"}, base=1))
    return Conflict.objects.get()


def signed_in(world: SimpleNamespace, client: Client, name: str = "recorder") -> Client:
    client.force_login(world.users[name], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_both_values_with_who_and_from_which_device_and_no_choice_made(
    world: SimpleNamespace, found: Conflict, client: Client
) -> None:
    text = page(signed_in(world, client), f"/conflicts/{found.id}")
    for words in ("From the desk.", "From the field.", "Destroyed", "Moderate", "test tablet", "Recorder"):
        assert words in text, words
    assert "checked" not in text


def test_home_and_the_report_lead_there(world: SimpleNamespace, found: Conflict, client: Client) -> None:
    signed_in(world, client)
    assert "Conflicts to decide" in page(client, "/")
    for address in (f"/reports/{found.subject_id}", f"/reports/{found.subject_id}/write", "/conflicts"):
        assert f"/conflicts/{found.id}" in page(client, address), address


def test_fields_are_decided_and_what_has_no_choice_stays_open(
    world: SimpleNamespace, found: Conflict, client: Client
) -> None:
    signed_in(world, client)
    at = list(found.fields).index("narrative")
    client.post(f"/conflicts/{found.id}", {"version": found.version, f"choice-{at}": "theirs"})
    found.refresh_from_db()
    assert (found.is_open, DamageReport.objects.get().narrative) == (True, "From the field.")
    client.post(f"/conflicts/{found.id}", {"version": found.version, f"choice-{1 - at}": "ours"})
    found.refresh_from_db()
    assert (found.is_open, DamageReport.objects.get().damage) == (False, "destroyed")
    assert "Decided by" in page(client, f"/conflicts/{found.id}")


def test_without_any_choice_it_says_so(world: SimpleNamespace, found: Conflict, client: Client) -> None:
    response = signed_in(world, client).post(f"/conflicts/{found.id}", {"version": found.version})
    assert response.status_code == 422
    assert "No decision names a field" in response.content.decode()


def test_a_verifier_sees_it_but_writes_no_draft_of_others(
    world: SimpleNamespace, found: Conflict, client: Client
) -> None:
    signed_in(world, client, "verifier")
    response = client.post(f"/conflicts/{found.id}", {"version": found.version, "choice-0": "theirs"})
    assert response.status_code == 403
    assert Conflict.objects.get().is_open


def test_a_report_says_how_many_of_its_photographs_have_arrived(world: SimpleNamespace, client: Client) -> None:
    from tests import factories

    photos = [
        factories.photo(world, factories.jpeg(colour=one), received=one == "tan") for one in ("tan", "navy", "red")
    ]
    report = factories.report(world, photos=[factories.link(one.id) for one in photos])
    signed_in(world, client)
    for address in (f"/reports/{report.id}", f"/reports/{report.id}/photographs"):
        assert "1 of 3 photographs arrived" in page(client, address)
