"""What happened at a site or a monument stands in one list, by its day: complete, paged by whole days, and told only to
those who may hear of it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.damage import operations as damage
from assessments.desk import chronicle
from assessments.kit import as_of, ids
from assessments.register import operations as register
from assessments.register.messages import Claim, IncidentIn, VisitIn
from tests import factories


def told(world: SimpleNamespace, by: Any, **wanted: Any) -> chronicle.Chronicle:
    today = world.site.today
    return chronicle.of_place(by, world.site, as_of.Viewpoint(today, None, today), **wanted)


def verified(world: SimpleNamespace, day: str, **fields: Any) -> Any:
    seen = {"precision": "on", "from": day}
    return factories.report(world, upto="verified", observed=seen, **fields)


@pytest.fixture
def busy(world: SimpleNamespace) -> SimpleNamespace:
    """An incident, the visit after it, its report and its photograph."""
    claim = Claim(occurred={"precision": "on", "from": "2015-10-04"}, source="Imagery", chosen=True)
    damage.propose_incident(
        IncidentIn(
            id=ids.uuid7(), site=world.site.id, title={"en": "Arch blown up"}, monuments=[world.arch.id], claims=[claim]
        ),
        by=world.by("verifier"),
    )
    visit = register.create_visit(
        VisitIn(
            id=ids.uuid7(), site=world.site.id, title="First look", first_day=date(2016, 4, 24),
            last_day=date(2016, 4, 26),
        ),
        by=world.by("recorder"),
    )  # fmt: skip
    photo = factories.processed(world, monument=world.arch.id)
    verified(world, "2016-04-25", visit=visit.id, photos=[factories.link(photo.id)])
    return world


def test_all_kinds_stand_in_one_list_newest_first(busy: SimpleNamespace) -> None:
    for found in (told(busy, busy.by("verifier"), monument=busy.arch), told(busy, busy.by("verifier"))):
        assert [one.kind for one in found.events if one.kind != "photograph"] == ["visit", "report", "incident"]
        assert [one.day for one in found.events] == sorted((one.day for one in found.events), reverse=True)
        assert [len(one.pictures) for one in found.events if one.kind == "photograph"] == [1]


def test_one_kind_is_told_alone(busy: SimpleNamespace) -> None:
    assert [one.title for one in told(busy, busy.by("verifier"), kind="incident").events] == ["Arch blown up"]


def test_pages_go_on_by_whole_days_and_leave_nothing_out(world: SimpleNamespace) -> None:
    days = ["2016-04-01", "2016-04-02", "2016-04-02", "2016-04-03", "2016-04-04", "2016-04-05"]
    made = [verified(world, day, damage="destroyed") for day in days]
    read, before = [], None
    while True:
        page = told(world, world.by("verifier"), monument=world.arch, before=before, most=3)
        assert page.events
        read += [one.title for one in page.events]
        if page.next is None:
            break
        before = page.next
    assert sorted(read) == sorted(one.reference for one in made)


def test_a_site_tells_the_reports_of_a_day_together_with_the_worst_grade(world: SimpleNamespace) -> None:
    verified(world, "2016-04-25", damage="slight")
    verified(world, "2016-04-25", damage="heavy")
    (event,) = told(world, world.by("verifier")).events
    assert (event.title, event.grade) == ("2 reports", "heavy")


def test_others_hear_of_nothing_that_they_may_not_see(busy: SimpleNamespace) -> None:
    kinds = {one.kind for one in told(busy, busy.by("outsider"), monument=busy.arch).events}
    assert kinds.isdisjoint({"incident", "visit", "photograph"})


@pytest.mark.parametrize("page", ["", "/reports", "/restoration", "/history"])
def test_each_page_of_a_monument_has_an_address(busy: SimpleNamespace, client: Client, page: str) -> None:
    client.force_login(busy.users["verifier"])
    assert client.get(f"/monuments/{busy.arch.id}{page}").status_code == 200


def test_a_day_that_is_none_is_refused_with_a_sentence(busy: SimpleNamespace, client: Client) -> None:
    client.force_login(busy.users["verifier"])
    assert client.get(f"/monuments/{busy.arch.id}/history?before=yesterday").status_code == 422
