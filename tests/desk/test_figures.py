"""The figures of a site: each number has its denominator, leads to what it counts, and is told to those who may know it."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.damage.messages import Cause, Effect, FindingIn
from assessments.desk import figures
from assessments.kit import as_of, ids
from assessments.register.models import Monument, Site
from tests import factories
from tests.product.url_map import signed_in

MONUMENT, REPORT = r'stretched-link" href="/monuments/([0-9a-f-]{36})', r'<a href="/reports/([0-9a-f-]{36})'
LISTED = {"grades": MONUMENT, "causes": REPORT, "reports": REPORT}
"""By figure how the rows that it leads to are told apart."""


@pytest.fixture
def counted(world: SimpleNamespace) -> SimpleNamespace:
    """Three monuments: one destroyed by explosives, one slightly damaged, one never assessed; a report that waits."""
    finding = FindingIn(
        id=ids.uuid7(), causes=[Cause(cause="explosive_demolition")], effects=[Effect(effect="collapse")]
    )
    factories.report(world, upto="verified", damage="destroyed", findings=[finding])
    theatre = factories.monument(world.site, "Theatre")
    factories.report(world, upto="verified", damage="slight", monument_id=theatre.id)
    factories.monument(world.site, "Museum")
    factories.report(world, upto="submitted", damage="heavy", monument_id=theatre.id)
    return world


def found(world: SimpleNamespace, name: str) -> dict[str, figures.Figure]:
    today = world.site.today
    told = figures.figures_of(world.by(name), world.site, as_of.Viewpoint(today, None, today))
    return {one.key: one for one in told}


def numbers(figure: figures.Figure) -> dict[str, tuple[float, float | None]]:
    return {one.code: (one.value, one.of) for one in figure.rows if one.value}


def test_each_number_stands_beside_its_denominator(counted: SimpleNamespace) -> None:
    told = found(counted, "verifier")
    assert numbers(told["grades"]) == {"slight": (1, 3), "destroyed": (1, 3), "not_assessed": (1, 3)}
    assert numbers(told["causes"]) == {"explosive_demolition": (1, 2)}
    assert numbers(told["reports"]) == {"submitted": (1, 3), "verified": (2, 3)}
    assert "2 of 3 monuments" in told["grades"].sentence


def test_each_number_leads_to_as_many_rows(counted: SimpleNamespace) -> None:
    client = signed_in(counted, "verifier")
    followed = 0
    for figure in found(counted, "verifier").values():
        for row in figure.rows:
            if row.url and figure.key in LISTED:
                page = client.get(row.url).content.decode()
                assert len(set(re.findall(LISTED[figure.key], page))) == row.value, (figure.key, row.code)
                followed += 1
    assert followed > 8


def test_the_course_ends_as_the_grades_stand(counted: SimpleNamespace) -> None:
    course = found(counted, "verifier")["course"].steps
    assert course[-1][1] == [0, 1, 0, 0, 0, 1, 1]
    assert all(sum(counts) == 3 for _day, counts in course)


def test_others_hear_of_the_list_what_was_known_thirty_days_ago_and_nothing_of_work(counted: SimpleNamespace) -> None:
    assert found(counted, "outsider") == {}
    Monument.objects.update(created_at=datetime(2016, 1, 1, tzinfo=UTC))
    told = found(counted, "outsider")
    assert numbers(told["grades"]) == {"not_assessed": (3, 3)}
    assert told.keys() == {"grades"}


def test_nothing_is_public_until_an_office_says_so(counted: SimpleNamespace, client: Client) -> None:
    Site.objects.update(visibility="public")
    pages = [f"/sites/{counted.site.id}/figures{one}" for one in ("", ".csv", "/embed")]
    assert [client.get(one).status_code for one in pages] == [404, 404, 404]
    verifier = signed_in(counted, "verifier")
    assert "figures/embed" not in verifier.get(pages[0]).content.decode()
    Site.objects.update(publishes_figures=True)
    assert [client.get(one).status_code for one in pages] == [200, 200, 200]
    assert "figures/embed" in verifier.get(pages[0]).content.decode()
    Site.objects.update(visibility="members")
    assert [client.get(one).status_code for one in pages] == [404, 404, 404]


def test_only_the_embedded_drawing_may_stand_on_other_sites_and_it_is_the_public_one(
    counted: SimpleNamespace, client: Client
) -> None:
    Site.objects.update(visibility="public", publishes_figures=True)
    page, embed = f"/sites/{counted.site.id}/figures", f"/sites/{counted.site.id}/figures/embed"
    assert client.get(page)["X-Frame-Options"] == "DENY"
    answer = client.get(embed)
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert signed_in(counted, "verifier").get(embed).content == answer.content


def test_the_table_carries_every_number(counted: SimpleNamespace) -> None:
    answer: Any = signed_in(counted, "verifier").get(f"/sites/{counted.site.id}/figures.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert ["Monuments by damage", "Destroyed", "destroyed", "", "1", "3"] in rows
    assert sum(row[0] == "Damage over time" for row in rows) >= 7


def test_a_site_without_monuments_says_so(world: SimpleNamespace) -> None:
    empty = factories.site("EMP")
    page = signed_in(world, "administrator").get(f"/sites/{empty.id}/figures")
    assert "no monument is on the list" in page.content.decode()


def test_of_a_past_day_only_what_was_known_then_is_counted(counted: SimpleNamespace) -> None:
    long_ago = datetime(2016, 5, 1, tzinfo=UTC)
    moment = as_of.Viewpoint(long_ago.date(), long_ago, counted.site.today)
    assert figures.figures_of(counted.by("verifier"), counted.site, moment) == []
