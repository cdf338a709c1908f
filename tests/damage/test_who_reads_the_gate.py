"""What the gate answered, that a report was made outside released ground, and where a drone's pilot stood, reach its
author, safety officers and verifiers, and nobody else, through any door (field practice A8)."""

from __future__ import annotations

import io
import json
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage.models import DamageReport
from assessments.exchange import operations as exchange
from assessments.exchange.messages import BundleIn
from assessments.exchange.operations.bundle_making import make_bundle
from assessments.kit import geometry, ids
from assessments.kit.actor import system
from assessments.register.models import Site
from tests import factories
from tests.product.url_map import drained, signed_in

READERS = ("recorder", "safety_officer", "verifier")
OTHERS = ("recorder2", "viewer", "planner", "administrator")
CERTIFICATE, PILOT = "outside_surveyed_ground", "38.2777"
SIGNS = (
    "no_survey",
    CERTIFICATE,
    PILOT,
    "Are you all right",
    'outside_released_area": true',
    'outside_released_area":true',
)


@pytest.fixture
def report(world: SimpleNamespace) -> DamageReport:
    """By drone, from unknown ground."""
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies")
    return factories.report(world, upto="submitted", method="drone", pilot_location=geometry.point(38.2777, 34.5533))


def doors(world: SimpleNamespace, report: DamageReport, who: str) -> dict[str, str]:
    """Everything that this person can read about the report, by door."""
    client = signed_in(world, who)
    addresses = [
        f"/reports/{report.id}", f"/monuments/{world.arch.id}", f"/sites/{world.site.id}", "/reports", "/reports?format=csv",
        f"/sites/{world.site.id}/safety", f"/api/v1/reports/{report.id}", "/api/v1/reports",
        f"/api/v1/reports/{report.id}/revisions", "/api/v1/sync/changes",
    ]  # fmt: skip
    found = {}
    for address in addresses:
        answer = client.get(address)
        raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = raw.decode(errors="replace")
    return found | {"bundle": _bundle(world, report, who)}


def _bundle(world: SimpleNamespace, report: DamageReport, who: str) -> str:
    if who == "viewer":
        return ""
    made = exchange.ask_bundle(BundleIn(id=ids.uuid7(), report=report.id), by=world.by(who))
    make_bundle(made.id, by=system("bundle-worker"))
    answer = signed_in(world, who).get(f"/api/v1/bundles/{made.id}/file")
    data = b"".join(answer.streaming_content)
    drained(answer)
    with zipfile.ZipFile(io.BytesIO(data)) as bag:
        return "\n".join(bag.read(one).decode(errors="replace") for one in bag.namelist() if "/reports/" in one)


@pytest.mark.parametrize("who", OTHERS)
def test_no_door_tells_anybody_else(world: SimpleNamespace, report: DamageReport, who: str) -> None:
    for door, text in doors(world, report, who).items():
        if door.endswith("/safety") or door.startswith("/monuments"):
            continue  # the ground as it is today is everybody's; what is kept is what one report did
        assert not [sign for sign in SIGNS if sign in text], door


@pytest.mark.parametrize("who", READERS)
def test_those_who_care_for_people_read_it(world: SimpleNamespace, report: DamageReport, who: str) -> None:
    told = doors(world, report, who)
    assert "Are you all right" in told[f"/reports/{report.id}"]
    body = json.loads(told[f"/api/v1/reports/{report.id}"])
    assert (body["gate"]["status"], body["outside_released_area"]) == ("unknown", True)
    assert body["pilot_location"]["coordinates"] == [38.2777, 34.5533]


def test_a_drone_is_judged_where_its_pilot_stands(world: SimpleNamespace) -> None:
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies")
    unplaced = factories.report(world, upto="submitted", method="drone")
    assert (unplaced.gate["because"], unplaced.outside_released_area) == ("no_place", True)
    assert "pilot_not_placed" in [one["code"] for one in unplaced.warnings]
    assert next(one for one in unplaced.warnings if one["code"] == "pilot_not_placed")["pointer"] == "/pilot_location"


def test_it_is_not_printed(world: SimpleNamespace, report: DamageReport) -> None:
    page = doors(world, report, "recorder")[f"/reports/{report.id}"]
    line = page[: page.index("Are you all right")].rsplit("<p", 1)[1]
    assert "no-print" in line


def test_history_does_not_tell_it(world: SimpleNamespace, report: Any) -> None:
    page = doors(world, report, "viewer")[f"/reports/{report.id}"]
    history = page[page.index('class="timeline') :]
    assert "gate" not in history
