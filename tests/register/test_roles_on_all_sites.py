"""A role on all sites opens what the same role opens on one site, on each of them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assessments.register.models import Membership, Monument
from tests import factories


@pytest.fixture
def everywhere(world: SimpleNamespace) -> SimpleNamespace:
    """`vera` verifies on all sites; nobody gave her a role on Palmyra itself."""
    world.users["vera"] = factories.person("vera")
    Membership.objects.create(user=world.users["vera"], site=None, role="verifier")
    return world


def test_names_and_places_of_guarded_monuments(everywhere: SimpleNamespace, api: Any) -> None:
    Monument.objects.filter(pk=everywhere.arch.id).update(sensitivity="sensitive")
    for who in ("verifier", "vera", "administrator"):
        found = api(who).get(f"/monuments/{everywhere.arch.id}").json
        assert (found["masked"], found["label"]) == (False, "Monumental Arch"), who
        assert found["location"], who
    assert api("outsider").get(f"/monuments/{everywhere.arch.id}").json["masked"]


def test_photographs_that_are_kept_with_the_team(everywhere: SimpleNamespace, api: Any) -> None:
    photo = factories.photo(everywhere)
    type(photo).objects.filter(pk=photo.pk).update(flags=["human_remains"])
    statuses = {who: api(who).get(f"/photos/{photo.id}").status for who in ("verifier", "vera", "outsider")}
    assert statuses == {"verifier": 200, "vera": 200, "outsider": 404}


def test_the_queue_and_the_reports_of_every_site(everywhere: SimpleNamespace, api: Any) -> None:
    report = factories.report(everywhere, upto="submitted")
    assert [one["id"] for one in api("vera").get("/reports?status=submitted").json["results"]] == [str(report.id)]
