"""The as-of date of the demo: pages show what was on record on that day, and nothing that was learned later."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from assessments.damage import operations
from assessments.desk import as_of
from assessments.evidence.models import Photo
from assessments.kit import clock, ids
from assessments.register.messages import Claim, IncidentIn
from tests import factories

BEFORE, AFTER = datetime(2016, 4, 20, tzinfo=UTC), datetime(2016, 6, 1, tzinfo=UTC)


@pytest.fixture
def looking_back(world: SimpleNamespace, client: Client, django_settings: Any) -> Client:
    django_settings.DEMO = True
    client.force_login(world.users["verifier"])
    session = client.session
    session[as_of.KEY] = "2016-04-25"
    session.save()
    return client


def incident(world: SimpleNamespace, title: str, recorded: datetime) -> None:
    """An incident of October 2015 that went on record at a moment."""
    claim = Claim(occurred={"precision": "on", "from": "2015-10-04"}, source="Imagery", chosen=True)
    message = IncidentIn(
        id=ids.uuid7(), site=world.site.id, title={"en": title}, monuments=[world.arch.id], claims=[claim]
    )
    with clock.at(recorded):
        operations.propose_incident(message, by=world.by("verifier"))


def photograph(world: SimpleNamespace, received: datetime) -> UUID:
    with clock.at(received):
        made = factories.photo(world)
    Photo.objects.filter(id=made.id).update(state="ready")
    found: UUID = made.id
    return found


@pytest.mark.parametrize("page", ["/monuments/{arch}", "/sites/{site}/incidents"])
def test_incidents_that_were_recorded_later_are_not_there_yet(
    world: SimpleNamespace, looking_back: Client, page: str
) -> None:
    incident(world, "Known in April", BEFORE)
    incident(world, "Told in June", AFTER)
    address = page.format(arch=world.arch.id, site=world.site.id)
    then = looking_back.get(address).content.decode()
    assert "Known in April" in then
    assert "Told in June" not in then
    looking_back.post("/as-of", {"as_of": ""})
    assert "Told in June" in looking_back.get(address).content.decode()


def test_photographs_that_arrived_later_are_not_there_yet(world: SimpleNamespace, looking_back: Client) -> None:
    early, late = photograph(world, BEFORE), photograph(world, AFTER)
    then = looking_back.get(f"/monuments/{world.arch.id}").content.decode()
    assert str(early) in then
    assert str(late) not in then


def test_the_day_is_one_of_those_offered(looking_back: Client) -> None:
    looking_back.post("/as-of", {"as_of": "1999-01-01"})
    assert as_of.KEY not in looking_back.session
