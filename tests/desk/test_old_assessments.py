"""A state that was seen long ago says so: after 90 days where something threatens, after 365 where nothing does."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from assessments.damage.messages import FactorIn
from assessments.register.models import Site
from tests import factories

SEEN = date(2016, 4, 25)
OLD = "This state is old"


def page(client: Client, world: SimpleNamespace, days: int, who: str = "recorder") -> str:
    client.force_login(world.users[who])
    on = (SEEN + timedelta(days)).isoformat()
    return client.get(f"/monuments/{world.arch.id}?on={on}").content.decode()


@pytest.fixture
def hazards_ruled_out(world: SimpleNamespace) -> None:
    Site.objects.filter(id=world.site.id).update(
        hazard_regime="not_applicable",
        hazard_regime_by="S. Officer",
        hazard_regime_on=SEEN,
        hazard_regime_source="Survey",
    )


def test_after_ninety_days_where_hazards_were_not_ruled_out(world: SimpleNamespace, client: Client) -> None:
    factories.report(world, upto="verified")
    assert OLD not in page(client, world, 90)
    later = page(client, world, 91)
    assert OLD in later
    assert "91 days ago" in later
    assert "counts as old after 90 days" in later


def test_after_a_year_where_nothing_threatens(world: SimpleNamespace, client: Client, hazards_ruled_out: None) -> None:
    factories.report(world, upto="verified")
    assert OLD not in page(client, world, 365)
    assert "counts as old after 365 days" in page(client, world, 366)


def test_a_factor_of_the_report_threatens(world: SimpleNamespace, client: Client, hazards_ruled_out: None) -> None:
    factories.report(world, upto="verified", factors=[FactorIn("natural", "rain", "possible")])
    assert "counts as old after 90 days" in page(client, world, 91)


def test_that_no_factor_is_known_threatens_nothing(
    world: SimpleNamespace, client: Client, hazards_ruled_out: None
) -> None:
    factories.report(world, upto="verified", factors=[FactorIn("none_known", "other", "possible")])
    assert OLD not in page(client, world, 365)


def test_outsiders_do_not_learn_from_it_that_something_threatens(world: SimpleNamespace, client: Client) -> None:
    factories.report(world, upto="verified")
    assert OLD not in page(client, world, 400, "outsider")


def test_what_was_never_assessed_is_not_old(world: SimpleNamespace, client: Client) -> None:
    assert OLD not in page(client, world, 400)


def test_the_list_of_a_site_says_it_too(world: SimpleNamespace, client: Client) -> None:
    factories.report(world, upto="verified")
    client.force_login(world.users["recorder"])
    assert "old, more than 90 days" in client.get(f"/sites/{world.site.id}").content.decode()
    client.force_login(world.users["outsider"])
    assert "old, more than" not in client.get(f"/sites/{world.site.id}").content.decode()


def test_and_a_fresh_one_does_not(world: SimpleNamespace, client: Client) -> None:
    yesterday = (world.site.today - timedelta(1)).isoformat()
    factories.report(world, upto="verified", observed={"precision": "on", "from": yesterday})
    client.force_login(world.users["recorder"])
    assert "old, more than" not in client.get(f"/sites/{world.site.id}").content.decode()
