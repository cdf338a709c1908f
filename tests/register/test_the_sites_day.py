"""Today is the day at the site, by its time zone: at one in the morning in Damascus it is not yesterday."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage import operations, queries
from assessments.damage.errors import Incomplete
from assessments.kit import clock, geometry, ids
from assessments.register import ground
from assessments.register import operations as register
from assessments.register.messages import ClearanceIn, StatementIn, SuspiciousObject
from assessments.register.models import Monument, Site
from tests import factories
from tests.product.url_map import signed_in

NIGHT = datetime(2016, 4, 24, 22, 30, tzinfo=UTC)
"""Half past one on 25 April in Damascus."""
THERE = {"precision": "on", "from": "2016-04-25"}


def arch(world: SimpleNamespace, zone: str = "Asia/Damascus") -> Monument:
    Site.objects.filter(pk=world.site.pk).update(time_zone=zone)
    world.arch = Monument.objects.select_related("site").get(pk=world.arch.pk)
    return world.arch


def test_what_is_seen_today_at_the_site_is_submitted_and_counts(world: SimpleNamespace) -> None:
    place = arch(world)
    with clock.at(NIGHT):
        report = factories.report(world, upto="verified", observed=THERE)
        assert place.site.today == date(2016, 4, 25)
        assert queries.damage_state(world.by("viewer"), place).report == report.id
        assert queries.summary(world.by("viewer"), place.site).assessed == 1
        page = signed_in(world, "viewer").get(f"/monuments/{place.id}").content.decode()
        assert "Registered, never assessed." not in page


def test_where_it_is_still_yesterday_it_lies_in_the_future(world: SimpleNamespace) -> None:
    arch(world, "UTC")
    with clock.at(NIGHT):
        draft = factories.report(world, observed=THERE)
        with pytest.raises(Incomplete) as refused:
            operations.submit(draft.id, by=world.by("recorder"), accept_doubts=True)
    assert [one.code for one in refused.value.errors] == ["future"]


def test_a_report_is_begun_on_the_day_of_the_site(world: SimpleNamespace) -> None:
    place = arch(world)
    with clock.at(NIGHT):
        assert operations.begin_report(place.id, by=world.by("recorder"), language="en").last_seen == date(2016, 4, 25)


def test_ground_is_opened_and_closed_by_the_day_of_the_site(world: SimpleNamespace) -> None:
    place = arch(world)
    paper = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate")
    with clock.at(NIGHT):
        entered = register.enter_clearance(
            ClearanceIn(
                id=ids.uuid7(), site=world.site.id, location=geometry.circle(38.271, 34.549972, 200), status="cleared",
                depth_cm=20, certificate_no="7", certificate=paper.id, operator="O", authority="A",
                issued_on=date(2016, 4, 25),
            ),
            by=world.by("safety_officer"),
        )  # fmt: skip
        register.confirm_clearance(entered.id, by=world.by("safety2"))
        assert ground.gate_answer(place, date(2016, 4, 24)).status == "unknown"
        assert ground.gate_answer(place, date(2016, 4, 25)).status == "released"
        message = SuspiciousObject(id=ids.uuid7(), site=world.site.id, longitude=38.271, latitude=34.55)
        assert register.report_suspicious_object(message, by=world.by("viewer")).surveyed_on == date(2016, 4, 25)


def test_a_statement_of_today_is_not_of_the_future(world: SimpleNamespace) -> None:
    arch(world, "Pacific/Kiritimati")
    today = clock.day_of(clock.recorded_now(), "Pacific/Kiritimati")
    statement = StatementIn(id=ids.uuid7(), site=world.site.id, who="A director", said_on=today, about="damage",
                            words="Good.", source="radio")  # fmt: skip
    assert register.record_statement(statement, by=world.by("verifier")).said_on == today


def test_a_zone_that_is_none_is_refused_with_a_sentence(world: SimpleNamespace, api: Any) -> None:
    reply = api("verifier").patch(f"/sites/{world.site.id}", {"time_zone": "Damascus"}, version=1)
    assert (reply.status, reply.json["errors"][0]["pointer"]) == (422, "/time_zone")
    assert "Asia/Damascus" in reply.json["errors"][0]["detail"]
