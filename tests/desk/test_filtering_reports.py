"""The list of reports is narrowed by what their findings, factors, photographs and disputes say."""

from __future__ import annotations

import csv
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.damage import operations
from assessments.damage.messages import Cause, Effect, FactorIn, FindingIn, PhotoLink
from assessments.kit import ids
from assessments.register.messages import Claim, IncidentIn
from tests import factories


@pytest.fixture
def two(world: SimpleNamespace) -> tuple[str, str]:
    """One report with everything to be found by, one with nothing of it."""
    finding = FindingIn(id=ids.uuid7(), causes=[Cause("shelling")], effects=[Effect("collapse")])
    rich = factories.report(
        world, upto="submitted", findings=[finding], factors=[FactorIn("natural", "rain", "possible")], stage="detailed",
        photos=[PhotoLink(factories.photo(world).id)], certainty="low", scope="parts", seen=["north bay"],
    )  # fmt: skip
    plain = factories.report(
        world, upto="submitted", certainty="high", observed={"precision": "on", "from": "2016-04-26"}
    )
    return rich.reference, plain.reference


def listed(client: Client, query: str) -> set[str]:
    page = client.get(f"/reports?{query}")
    assert page.status_code == 200, page.content.decode()
    return set(re.findall(r'class="ref">([A-Z]+-[0-9-]+)<', page.content.decode()))


@pytest.mark.parametrize(
    "query",
    ["cause=shelling", "effect=collapse", "factor=rain", "stage=detailed", "certainty=low", "scope=parts",
     "photographs=with"],
)  # fmt: skip
def test_only_what_says_so_is_listed(
    world: SimpleNamespace, client: Client, api: Any, two: tuple[str, str], query: str
) -> None:
    client.force_login(world.users["verifier"])
    assert listed(client, "") == set(two)
    assert listed(client, query) == {two[0]}
    assert [one["reference"] for one in api("verifier").get(f"/reports?{query}").json["results"]] == [two[0]]
    table = b"".join(client.get(f"/reports.csv?{query}").streaming_content).decode()  # type: ignore[attr-defined]
    assert two[0] in table
    assert two[1] not in table


def test_those_without_photographs(world: SimpleNamespace, client: Client, two: tuple[str, str]) -> None:
    client.force_login(world.users["verifier"])
    assert listed(client, "photographs=without") == {two[1]}


def test_the_disputed_ones(world: SimpleNamespace, client: Client, api: Any) -> None:
    client.force_login(world.users["verifier"])
    factories.report(world, upto="verified")
    assert listed(client, "disputed=1") == set()
    factories.report(
        world, upto="verified", by="recorder2", damage="slight", extent="p01_10", change_reason="better_knowledge"
    )
    assert len(listed(client, "disputed=1")) == 2
    assert len(api("verifier").get("/reports?disputed=true").json["results"]) == 2


@pytest.mark.parametrize("query", ["cause=dragons", "photographs=perhaps", "incident=none"])
def test_an_unknown_choice_is_answered_with_a_sentence(world: SimpleNamespace, client: Client, query: str) -> None:
    client.force_login(world.users["verifier"])
    page = client.get(f"/reports?{query}")
    assert page.status_code == 422
    assert 'class="problem' in page.content.decode()


def test_those_that_name_an_incident(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.users["verifier"])
    incident = operations.propose_incident(
        IncidentIn(id=ids.uuid7(), site=world.site.id, title={"en": "Explosion"}), by=world.by("verifier")
    )
    named = factories.report(world, upto="submitted", incident=incident.id)
    factories.report(world, upto="submitted")
    assert listed(client, f"incident={incident.id}") == {named.reference}


def test_findings_are_a_table_of_their_own_a_line_a_finding_in_the_readers_language(
    world: SimpleNamespace, client: Client, two: tuple[str, str]
) -> None:
    client.force_login(world.users["verifier"])
    client.cookies["django_language"] = "fr"
    answer = client.get("/findings.csv?cause=shelling")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    (row,) = rows
    assert (row["causes"], row["Cause"]) == ("shelling", "Tirs d'artillerie, roquettes")
    assert (row["effects"], row["Effet"]) == ("collapse", "Effondrement")
    assert two[0] in row.values()


def test_the_incidents_of_a_site_are_offered_by_name(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.users["verifier"])
    claim = Claim(occurred={"precision": "on", "from": "2015-10-04"}, source="Imagery", chosen=True)
    message = IncidentIn(id=ids.uuid7(), site=world.site.id, title={"en": "Blast at the arch"}, claims=[claim])
    made = operations.propose_incident(message, by=world.by("verifier"))
    for query in ("", f"?site={world.site.id}", f"?incident={made.id}"):
        page = client.get(f"/reports{query}").content.decode()
        assert "Blast at the arch · 2015" in page
    assert f'value="{made.id}" selected' in page
    elsewhere = factories.site("APA")
    assert "Blast at the arch" not in client.get(f"/reports?site={elsewhere.id}").content.decode()
    assert client.get("/reports?site=none").status_code == 422
