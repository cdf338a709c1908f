"""A past day: pages show what was on record on that day, and nothing that was learned later; by the as-of date of the
demo, or by the address in any installation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from assessments.damage import operations as damage
from assessments.damage import queries as damage_queries
from assessments.evidence.models import Photo
from assessments.kit import as_of, clock, ids
from assessments.register import ground
from assessments.register import operations as register
from assessments.register.messages import (
    Claim,
    HazardRegimeStatement,
    HazardZoneIn,
    HazardZonePatch,
    IncidentIn,
    MonumentIn,
    Name,
)
from assessments.register.models import Monument
from assessments.restoration import operations as restoration
from assessments.restoration.messages import PlanIn
from tests import factories
from tests.product.samples import GROUND

AROUND_THE_ARCH = {
    "type": "Polygon",
    "coordinates": [[[38.27, 34.549], [38.272, 34.549], [38.272, 34.551], [38.27, 34.551], [38.27, 34.549]]],
}
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
        damage.propose_incident(message, by=world.by("verifier"))


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


# In any installation, by the address


@pytest.fixture
def reader(world: SimpleNamespace, client: Client) -> Client:
    client.force_login(world.users["verifier"])
    return client


THEN = "known_at=2016-05-01"


def test_a_monument_is_looked_at_as_it_was_known_on_a_day(world: SimpleNamespace, reader: Client) -> None:
    with clock.at(datetime(2016, 4, 26, 9, tzinfo=UTC)):
        factories.report(world, upto="verified", damage="heavy")
    address = f"/monuments/{world.arch.id}"
    assert "heavy" in reader.get(f"{address}?{THEN}").content.decode().lower()
    before = reader.get(f"{address}?on=2016-05-01&known_at=2016-04-25").content.decode()
    assert "Registered, never assessed." in before
    assert "as it was known on 25 April 2016" in before
    assert "You look at" not in reader.get(address).content.decode()


def test_without_a_day_of_knowledge_a_past_day_is_seen_as_it_is_known_today(
    world: SimpleNamespace, reader: Client
) -> None:
    with clock.at(datetime(2016, 4, 26, 9, tzinfo=UTC)):
        factories.report(world, upto="verified", damage="heavy")
    page = reader.get(f"/monuments/{world.arch.id}?on=2016-01-01").content.decode()
    assert "as it is known today" in page


@pytest.mark.parametrize("page", ["/monuments/{arch}", "/sites/{site}", "/monuments/{arch}/photographs", "/plans"])
def test_what_is_no_day_is_told_and_breaks_no_page(world: SimpleNamespace, reader: Client, page: str) -> None:
    address = page.format(arch=world.arch.id, site=world.site.id)
    answer = reader.get(f"{address}?known_at=31.4.2016")
    assert answer.status_code == 422
    assert "2016-04-25" in answer.content.decode()


def test_a_gallery_shows_what_had_arrived(world: SimpleNamespace, reader: Client) -> None:
    early, late = photograph(world, BEFORE), photograph(world, AFTER)
    then = reader.get(f"/monuments/{world.arch.id}/photographs?{THEN}").content.decode()
    assert str(early) in then
    assert str(late) not in then
    assert str(late) in reader.get(f"/monuments/{world.arch.id}/photographs").content.decode()


def test_figures_of_a_past_day_count_the_list_of_that_day(world: SimpleNamespace) -> None:
    verifier = world.by("verifier")
    Monument.objects.filter(pk=world.arch.pk).update(created_at=BEFORE)
    with clock.at(BEFORE):
        twin, proposal = (_monument(world, name, provisional=name == "Proposed") for name in ("Twin", "Proposed"))
    with clock.at(AFTER):
        _monument(world, "Found in June")
        damage.merge_monuments(twin.id, world.arch.id, by=verifier, note="The same.")
        register.accept_monument(proposal.id, by=verifier)
    assert damage_queries.summary(verifier, world.site).on_list == 3  # arch, proposal, the one found in June
    then = damage_queries.summary(verifier, world.site, date(2016, 5, 1), datetime(2016, 5, 1, tzinfo=UTC))
    assert then.on_list == 2  # arch and twin
    much_earlier = datetime(2015, 5, 1, tzinfo=UTC)
    assert damage_queries.summary(verifier, world.site, much_earlier.date(), much_earlier).on_list == 0


def _monument(world: SimpleNamespace, name: str, *, provisional: bool = False) -> Monument:
    message = MonumentIn(
        id=ids.uuid7(), site=world.site.id, names=[Name(text=name, language="en")], category="other",
        provisional=provisional,
    )  # fmt: skip
    return register.create_monument(message, by=world.by("verifier"))


def test_ground_is_judged_by_what_was_on_file_and_says_so(world: SimpleNamespace, reader: Client) -> None:
    Monument.objects.filter(pk=world.arch.pk).update(created_at=BEFORE)
    zone = HazardZoneIn(
        id=ids.uuid7(), site=world.site.id, location=GROUND, status="suspected", surveyed_on=date(2016, 5, 20)
    )
    with clock.at(AFTER):
        register.record_hazard_zone(zone, by=world.by("safety_officer"))
    address = f"/sites/{world.site.id}/safety"
    then = reader.get(f"{address}?{THEN}").content.decode()
    assert "nobody goes by this page" in then
    assert "2016-05-20" not in then
    assert "20 May 2016" not in then
    now = reader.get(address).content.decode()
    assert "20 May 2016" in now
    assert "nobody goes by this page" not in now


def test_an_ending_that_may_have_been_recorded_later_had_not_happened_yet(world: SimpleNamespace) -> None:
    officer = world.by("safety_officer")
    zone = HazardZoneIn(
        id=ids.uuid7(), site=world.site.id, location=AROUND_THE_ARCH, status="suspected", surveyed_on=date(2016, 4, 1)
    )
    with clock.at(BEFORE):
        register.record_hazard_zone(zone, by=officer)
    with clock.at(AFTER):
        register.change_hazard_zone(
            zone.id, HazardZonePatch(closed_on=date(2016, 4, 25)), by=officer, expected_version=None
        )
    on = date(2016, 5, 1)
    assert ground.gate_answer(world.arch, on, known_at=datetime(2016, 5, 1, tzinfo=UTC)).zones == [zone.id]
    assert ground.gate_answer(world.arch, on).zones == []


def test_a_plan_stands_in_the_state_it_had(world: SimpleNamespace, reader: Client) -> None:
    with clock.at(BEFORE):
        plan = restoration.create_plan(
            PlanIn(id=ids.uuid7(), site=world.site.id, title="Shore the arch"), by=world.by("planner")
        )
    with clock.at(AFTER):
        later = restoration.create_plan(
            PlanIn(id=ids.uuid7(), site=world.site.id, title="A stair"), by=world.by("planner")
        )
    then = reader.get(f"/plans?{THEN}").content.decode()
    assert "Shore the arch" in then
    assert "A stair" not in then
    page = reader.get(f"/plans/{plan.id}?{THEN}").content.decode()
    assert "Nothing was submitted by then." in page
    assert "Not begun yet" in reader.get(f"/plans/{later.id}?{THEN}").content.decode()


def test_a_monuments_page_of_a_past_day_gives_no_answer_for_today(world: SimpleNamespace, reader: Client) -> None:
    page = reader.get(f"/monuments/{world.arch.id}?{THEN}").content.decode()
    assert "nobody goes by it" in page
    assert "Do not enter" not in page
    assert "nobody goes by it" not in reader.get(f"/monuments/{world.arch.id}").content.decode()


def test_a_regime_that_was_stated_later_was_not_stated_whatever_its_letter_says(world: SimpleNamespace) -> None:
    stated = HazardRegimeStatement(
        regime="not_applicable", stated_by="Desk", stated_on=date(2016, 3, 1), source="A letter"
    )
    with clock.at(AFTER):
        register.state_hazard_regime(world.site.id, stated, by=world.by("safety_officer"), expected_version=None)
    world.site.refresh_from_db()
    world.arch.site = world.site
    assert ground.gate_answer(world.arch, world.site.today).status == "not_applicable"
    then = ground.gate_answer(world.arch, date(2016, 5, 1), known_at=datetime(2016, 5, 1, tzinfo=UTC))
    assert then.status == "unknown"


def test_an_incident_that_was_not_on_record_explains_nothing(world: SimpleNamespace, reader: Client) -> None:
    with clock.at(datetime(2015, 9, 1, tzinfo=UTC)):
        factories.report(world, upto="verified", observed={"precision": "on", "from": "2015-08-30"})
    incident(world, "Told in June", AFTER)
    state = damage_queries.damage_state(
        world.by("verifier"), world.arch, date(2016, 5, 1), datetime(2016, 5, 1, tzinfo=UTC)
    )
    assert not state.before_incident
    assert damage_queries.damage_state(world.by("verifier"), world.arch, date(2016, 5, 1)).before_incident
